package dev.groundwave.launcher;

import dev.groundwave.launcher.settings.SettingsException;
import dev.groundwave.service.ServiceException;
import dev.groundwave.service.WebPubSubService;
import dev.groundwave.wire.Payload;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Publishes one message through the service's REST calls. */
@Command(
        name = "send",
        description = "Publishes a message to a group, a user or a connection; without any of them to the hub.")
final class SendCommand implements Callable<Integer> {
    /** Who gets the message; one of the three. */
    static final class To {
        @Option(names = "--group", paramLabel = "GROUP", description = "The members of a group.")
        Optional<String> group = Optional.empty();

        @Option(names = "--user", paramLabel = "USER", description = "The connections of a user.")
        Optional<String> user = Optional.empty();

        @Option(names = "--connection", paramLabel = "ID", description = "One connection.")
        Optional<String> connection = Optional.empty();
    }

    @Mixin
    ServiceOptions options = new ServiceOptions();

    @ArgGroup
    @Nullable
    To to;

    @Option(names = "--json", description = "The message is JSON; it is text otherwise.")
    boolean json;

    @Parameters(paramLabel = "MESSAGE", description = "The message.")
    String message = "";

    @Override
    public Integer call() throws SettingsException, CommandException {
        WebPubSubService service = options.service(System.getenv());
        try {
            send(service, json ? Payload.jsonRaw(message) : Payload.text(message));
        } catch (ServiceException e) {
            throw new CommandException(e.getMessage() + (e.status() == 0 ? "; does the service run?" : ""));
        } catch (IllegalArgumentException e) {
            throw new CommandException(String.valueOf(e.getMessage()));
        }
        return 0;
    }

    private void send(WebPubSubService service, Payload payload) {
        To target = to == null ? new To() : to;
        if (target.group.isPresent()) {
            service.sendToGroup(target.group.get(), payload);
        } else if (target.user.isPresent()) {
            service.sendToUser(target.user.get(), payload);
        } else if (target.connection.isPresent()) {
            service.sendToConnection(target.connection.get(), payload);
        } else {
            service.sendToAll(payload);
        }
    }
}
