package dev.groundwave.launcher;

import dev.groundwave.launcher.settings.SettingsException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command line. A wrong call, wrong settings or a service out of reach end with one line and exit code 2. */
@Command(name = "groundwave", description = "The Web PubSub service on your own ground.")
public final class Main {
    private static final int FAILED = 2;

    private static final Map<String, Supplier<Callable<Integer>>> COMMANDS = new TreeMap<>(Map.of(
            "serve", ServeCommand::new,
            "token", TokenCommand::new,
            "send", SendCommand::new,
            "listen", ListenCommand::new,
            "check-settings", CheckSettingsCommand::new,
            "doctor", DoctorCommand::new,
            "settings-doc", SettingsDocCommand::new));

    /** Picocli acts on it. */
    @Option(
            names = "--help",
            usageHelp = true,
            scope = CommandLine.ScopeType.INHERIT,
            description = "Explains the command.")
    boolean help;

    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(commandLine(args).execute(args));
    }

    /** What understands these arguments. */
    static CommandLine commandLine(String... args) {
        CommandLine commands = new CommandLine(new Main());
        Supplier<Callable<Integer>> called = args.length == 0 ? null : COMMANDS.get(args[0]);
        if (called == null) {
            COMMANDS.forEach((name, command) -> commands.addSubcommand(name, command.get()));
        } else {
            // Only this one: to look through all of them takes a tenth of a second at every start.
            commands.addSubcommand(args[0], called.get());
        }
        return commands.setParameterExceptionHandler(Main::wrongCall).setExecutionExceptionHandler(Main::failed);
    }

    private static int wrongCall(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        complain(
                command.getErr(),
                e.getMessage() + " (see ./" + command.getCommandSpec().qualifiedName() + " --help)");
        return FAILED;
    }

    private static int failed(Exception e, CommandLine command, ParseResult parsed) throws Exception {
        if (e instanceof SettingsException || e instanceof CommandException) {
            complain(command.getErr(), String.valueOf(e.getMessage()));
            return FAILED;
        }
        throw e;
    }

    private static void complain(PrintWriter err, String message) {
        err.println("groundwave: " + message.lines().map(String::strip).collect(Collectors.joining(" ")));
        err.flush();
    }
}
