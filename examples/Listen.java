import dev.groundwave.client.WebPubSubClient;
import dev.groundwave.service.ClientUrlRequest;
import dev.groundwave.service.WebPubSubService;
import java.util.concurrent.CountDownLatch;

/** Prints every message that arrives in the group "room" of the hub "chat". The argument is a connection string. */
class Listen {
    public static void main(String[] args) throws InterruptedException {
        var service = WebPubSubService.fromConnectionString(args[0], "chat");
        var ann = ClientUrlRequest.forUser("ann").withRoles("webpubsub.joinLeaveGroup");
        try (var client = WebPubSubClient.builder()
                .credential(() -> service.clientAccessUrl(ann).url().toString())
                .buildAndStart()) {
            client.onGroupMessage(event -> System.out.println(event.fromUserId().orElse("service") + ": " + event.data().asText()));
            client.joinGroup("room");
            System.out.println("Listening to the group room ...");
            new CountDownLatch(1).await();
        }
    }
}
