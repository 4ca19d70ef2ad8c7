package dev.groundwave.launcher;

import dev.groundwave.launcher.settings.SettingsException;
import dev.groundwave.service.ClientUrlRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints a URL with which a client connects. Signed here; the service need not run. */
@Command(name = "token", description = "Prints a client URL. Whoever has it may connect until it expires.")
final class TokenCommand implements Callable<Integer> {
    @Mixin
    ServiceOptions options = new ServiceOptions();

    @Option(
            names = "--user",
            paramLabel = "USER",
            description = "The client's user id; without it the client has none.")
    Optional<String> user = Optional.empty();

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            description = "What the client may do, for example webpubsub.joinLeaveGroup or webpubsub.sendToGroup.news.")
    List<String> roles = List.of();

    @Option(names = "--group", paramLabel = "GROUP", description = "A group that the client is in from the start.")
    List<String> groups = List.of();

    @Option(names = "--minutes", paramLabel = "N", description = "How long the URL opens connections; 60 if not given.")
    int minutes = 60;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws SettingsException, CommandException {
        if (minutes < 1) {
            throw new CommandException("--minutes is " + minutes + ", the least is 1");
        }
        var request = new ClientUrlRequest(user, roles, groups, Duration.ofMinutes(minutes));
        spec.commandLine()
                .getOut()
                .println(options.service(System.getenv())
                        .clientAccessUrl(request)
                        .url());
        return 0;
    }
}
