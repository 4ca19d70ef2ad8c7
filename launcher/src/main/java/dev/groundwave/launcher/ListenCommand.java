package dev.groundwave.launcher;

import dev.groundwave.client.ClientEvent.GroupMessageEvent;
import dev.groundwave.client.ClientEvent.ServerMessageEvent;
import dev.groundwave.client.WebPubSubClient;
import dev.groundwave.client.WebPubSubException;
import dev.groundwave.launcher.settings.SettingsException;
import dev.groundwave.service.ClientUrlRequest;
import dev.groundwave.service.WebPubSubService;
import dev.groundwave.wire.Payload;
import java.io.PrintWriter;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A client in the shell: prints every message as one line until the process is told to end. */
@Command(name = "listen", description = "Prints messages as they arrive, one line each, until it is ended.")
final class ListenCommand implements Callable<Integer> {
    @Mixin
    ServiceOptions options = new ServiceOptions();

    @Option(names = "--group", paramLabel = "GROUP", description = "A group to join.")
    List<String> groups = List.of();

    @Option(names = "--user", paramLabel = "USER", description = "The user id to connect with.")
    Optional<String> user = Optional.empty();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws SettingsException, CommandException, InterruptedException {
        WebPubSubService service = options.service(System.getenv());
        ClientUrlRequest request = new ClientUrlRequest(
                user,
                groups.stream()
                        .map(group -> "webpubsub.joinLeaveGroup." + group)
                        .toList(),
                List.of(),
                ClientUrlRequest.DEFAULT_LIFETIME);
        WebPubSubClient client = WebPubSubClient.builder()
                .credential(() -> service.clientAccessUrl(request).url().toString())
                .build();
        CountDownLatch stopped = new CountDownLatch(1);
        client.onGroupMessage(event -> print(line(event)));
        client.onServerMessage(event -> print(line(event)));
        client.onStopped(_ -> stopped.countDown());
        Runtime.getRuntime().addShutdownHook(new Thread(client::close, "stop"));
        try {
            client.start();
            groups.forEach(client::joinGroup);
        } catch (WebPubSubException e) {
            throw new CommandException(String.valueOf(e.getMessage()));
        }
        PrintWriter err = spec.commandLine().getErr();
        err.println(
                "Listening to hub " + options.hub + (groups.isEmpty() ? "" : ", groups " + String.join(", ", groups)));
        err.flush();
        stopped.await();
        return 0;
    }

    private void print(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }

    static String line(GroupMessageEvent event) {
        String sender = event.fromUserId().map(id -> id + ": ").orElse("");
        return printable("[" + event.group() + "] " + sender + text(event.data()));
    }

    static String line(ServerMessageEvent event) {
        return printable(text(event.data()));
    }

    private static String text(Payload payload) {
        boolean readable = payload instanceof Payload.Text || payload instanceof Payload.Json;
        return readable
                ? payload.asText()
                : Base64.getEncoder().encodeToString(payload.asBytes().toArray());
    }

    /** One line, and nothing that moves a terminal's cursor: others write these messages. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }
}
