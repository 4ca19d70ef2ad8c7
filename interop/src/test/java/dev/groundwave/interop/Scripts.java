package dev.groundwave.interop;

import dev.groundwave.wire.token.ConnectionString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Scenarios in another language: a script is called with a scenario and a hub of its own, prints {@code ok} and a
 * sentence for each step that went as it should, and ends with 0 only when all did.
 */
final class Scripts {
    private static final long SCENARIO_SECONDS = 120;
    private static final String OK = "ok ";

    private final Path directory;
    private final List<String> interpreter;
    private final Map<String, String> environment;

    private Scripts(Path directory, List<String> interpreter, Map<String, String> environment) {
        this.directory = directory;
        this.interpreter = interpreter;
        this.environment = environment;
    }

    /** Scripts of {@code src/test/node}, with their packages beside them. */
    static Scripts node() {
        Path home = Packages.node();
        copy(Checkout.path("interop", "src", "test", "node"), home);
        return new Scripts(home, List.of("node"), Map.of());
    }

    /** Scripts of {@code src/test/python}, in a virtual environment with their packages. */
    static Scripts python() {
        return python(Packages.python());
    }

    /** The script that derives requests from the description of the REST API, with its packages. */
    static Scripts contract() {
        return python(Packages.contract());
    }

    private static Scripts python(Path home) {
        return new Scripts(
                Checkout.path("interop", "src", "test", "python"),
                List.of(home.resolve(Path.of("bin", "python")).toString()),
                Map.of("PYTHONDONTWRITEBYTECODE", "1"));
    }

    /** The same with a caller's token in their environment. */
    Scripts withToken(String token) {
        Map<String, String> more = new HashMap<>(environment);
        more.put("GROUNDWAVE_ISSUED_TOKEN", token);
        return new Scripts(directory, interpreter, more);
    }

    /** Modules are looked for from the place of the script upwards, so the scripts come to their packages. */
    private static void copy(Path from, Path to) {
        try (var files = Files.newDirectoryStream(from, "*.mjs")) {
            for (Path file : files) {
                Files.write(to.resolve(file.getFileName()), Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs one scenario against a service, with a link to it that the scenario may break and a hub of its own as the last
     * argument; answers its steps, or fails with all that the script wrote.
     */
    List<String> steps(ServiceProcess service, String script, String... scenario) {
        List<String> arguments = new ArrayList<>(List.of(scenario));
        arguments.add(freshHub());
        return run(service, script, arguments);
    }

    /** Runs a script against a service; answers its steps, or fails with all that it wrote. */
    List<String> run(ServiceProcess service, String script, List<String> arguments) {
        return run(service.address(), script, arguments, Map.of());
    }

    /**
     * Runs a script against a service at an address.
     *
     * @param cues what is done when the script has come to a step
     */
    List<String> run(ConnectionString service, String script, List<String> arguments, Map<String, Runnable> cues) {
        List<String> command = new ArrayList<>(interpreter);
        command.add(script);
        command.addAll(arguments);
        Map<String, String> all = new HashMap<>(environment);
        all.put("GROUNDWAVE_CONNECTION_STRING", service.print());
        all.putAll(Scheme.of(service.endpoint()).trust());
        try (Link link = Link.to(service.endpoint())) {
            all.put("GROUNDWAVE_LINK", link.endpoint());
            all.put("GROUNDWAVE_LINK_CONTROL", link.control());
            return steps(all, command, cues);
        }
    }

    /** Starts a script that runs until it is ended. */
    RunningProcess start(String script, String... arguments) {
        List<String> command = new ArrayList<>(interpreter);
        command.add(script);
        command.addAll(List.of(arguments));
        return RunningProcess.start(directory, environment, command);
    }

    private List<String> steps(Map<String, String> all, List<String> command, Map<String, Runnable> cues) {
        try (RunningProcess process = RunningProcess.start(directory, all, command)) {
            cues.forEach((step, action) -> process.out()
                    .await(line -> line.equals(OK + step), SCENARIO_SECONDS)
                    .ifPresent(_ -> action.run()));
            if (process.exitCode(SCENARIO_SECONDS) != 0) {
                process.out().toTheEnd();
                process.err().toTheEnd();
                throw new AssertionError(process.described("failed: " + String.join(" ", command)));
            }
            return process.out().toTheEnd().stream()
                    .filter(line -> line.startsWith(OK))
                    .map(line -> line.substring(OK.length()))
                    .toList();
        }
    }

    /** A hub that no other scenario uses, so that one service serves all of them. */
    static String freshHub() {
        return "hub" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }
}
