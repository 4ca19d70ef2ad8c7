import dev.groundwave.client.WebPubSubClient;
import dev.groundwave.service.ClientUrlRequest;
import dev.groundwave.service.WebPubSubService;

/** Says something in the group "room" of the hub "chat". The arguments are a connection string and a text. */
class Say {
    public static void main(String[] args) {
        var service = WebPubSubService.fromConnectionString(args[0], "chat");
        var bob = ClientUrlRequest.forUser("bob").withRoles("webpubsub.sendToGroup");
        try (var client = WebPubSubClient.builder()
                .credential(() -> service.clientAccessUrl(bob).url().toString())
                .buildAndStart()) {
            System.out.println("Sent: " + client.sendToGroup("room", args[1]));
        }
    }
}
