package dev.groundwave.launcher;

import dev.groundwave.launcher.doctor.Examination;
import dev.groundwave.launcher.doctor.Page;
import dev.groundwave.launcher.doctor.RunningService;
import dev.groundwave.launcher.settings.SettingsException;
import dev.groundwave.server.settings.ManagementSettings;
import dev.groundwave.server.settings.ServerSettings;
import java.net.URI;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says what is wrong with the event handlers of the settings. Ends with 0 when all is well, and with 1 otherwise. */
@Command(
        name = "doctor",
        description = "Asks every event handler for its consent and says what is wrong, with the last failures when the"
                + " service runs.")
final class DoctorCommand implements Callable<Integer> {
    @Mixin
    SettingsOptions options = new SettingsOptions();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws SettingsException, CommandException, InterruptedException {
        ServerSettings settings = options.load(System.getenv()).forServer();
        URI endpoint = ServiceAddress.of(settings, settings.listener().port()).endpoint();
        List<Examination.Handler> handlers = examine(settings, endpoint);
        new Page(spec.commandLine().getOut(), ZoneId.systemDefault())
                .print(settings.publicHost(), handlers, service(settings));
        return handlers.stream().anyMatch(Examination.Handler::isBroken) ? 1 : 0;
    }

    private static List<Examination.Handler> examine(ServerSettings settings, URI endpoint) throws CommandException {
        try {
            return Examination.of(settings, endpoint);
        } catch (IllegalArgumentException e) {
            throw new CommandException(String.valueOf(e.getMessage()));
        }
    }

    private static RunningService.Answer service(ServerSettings settings) throws InterruptedException {
        Optional<ManagementSettings> management = settings.listener().management();
        if (management.isEmpty()) {
            return RunningService.none(
                    "With management.port set, what becomes of events in a running service shows here.");
        }
        if (management.get().port() == 0) {
            return RunningService.none("management.port is 0, any free one: the running service is not known.");
        }
        ManagementSettings where = management.get();
        return RunningService.ask(settings, ServiceAddress.ofManagement(where, where.port()), Clock.systemUTC());
    }
}
