package dev.groundwave.launcher;

import dev.groundwave.launcher.settings.ChosenSettings;
import dev.groundwave.launcher.settings.SettingsException;
import dev.groundwave.server.WebPubSubServer;
import dev.groundwave.server.settings.AccessKeys;
import dev.groundwave.server.settings.ListenerSettings;
import dev.groundwave.server.settings.ServerSettings;
import dev.groundwave.wire.token.ConnectionString;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs the service until the process is told to end. */
@Command(name = "serve", description = "Runs the service.")
final class ServeCommand implements Callable<Integer> {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    @Mixin
    SettingsOptions options = new SettingsOptions();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws SettingsException, CommandException, InterruptedException {
        ChosenSettings chosen = options.load(System.getenv());
        ServerSettings settings = chosen.forServer();
        WebPubSubServer server = start(settings);
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
        PrintWriter out = spec.commandLine().getOut();
        out.println(readyLine(settings, server.port()));
        settings.listener()
                .management()
                .ifPresent(management -> out.println("Management: "
                        + ServiceAddress.ofManagement(
                                management, server.managementPort().orElseThrow())));
        out.flush();
        SettingsWatch watch = new SettingsWatch(
                options.config.stream().toList(), chosen, () -> options.load(System.getenv()), server::reload);
        // From here on the hook ends everything.
        while (true) {
            Thread.sleep(LOOK_AGAIN);
            watch.look();
        }
    }

    /** What tells that the service is ready, and how to reach it. A key that is not public stays hidden. */
    static String readyLine(ServerSettings settings, int port) {
        ConnectionString address = ServiceAddress.of(settings, port);
        boolean keyIsPublic = address.accessKey().equals(AccessKeys.PUBLIC_KEY);
        return "Connection string: " + (keyIsPublic ? address.print() : address.toString());
    }

    private static WebPubSubServer start(ServerSettings settings) throws CommandException {
        try {
            return WebPubSubServer.start(settings);
        } catch (IOException e) {
            throw new CommandException(refusal(settings.listener(), String.valueOf(e.getMessage())));
        } catch (IllegalArgumentException e) {
            throw new CommandException(String.valueOf(e.getMessage()));
        }
    }

    private static String refusal(ListenerSettings listener, String reason) {
        if (reason.startsWith("management.port")) {
            return reason;
        }
        if (reason.contains("already in use")) {
            return "port " + listener.port() + " on " + listener.host()
                    + " is taken by another process; end that one, or choose another port with --port";
        }
        return "cannot listen on " + listener.host() + ", port " + listener.port() + ": " + reason;
    }
}
