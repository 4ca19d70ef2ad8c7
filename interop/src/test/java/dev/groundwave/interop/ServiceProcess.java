package dev.groundwave.interop;

import dev.groundwave.wire.token.ConnectionString;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The packaged launcher as a process of its own, as an operator runs it.
 *
 * <p>Java is called directly and not through the checkout's script, which would start another build in the middle of
 * this one. Closing kills the process; {@link #terminate()} ends it as an operator would.
 */
final class ServiceProcess implements AutoCloseable {
    private static final long START_SECONDS = 60;
    private static final long END_SECONDS = 30;
    private static final String READY = "Connection string: ";

    private final RunningProcess process;
    private final String readyLine;

    private ServiceProcess(RunningProcess process, String readyLine) {
        this.process = process;
        this.readyLine = readyLine;
    }

    /** Starts the service on a free port, with more arguments, and waits until it is ready. */
    static ServiceProcess start(String... arguments) {
        List<String> all = new ArrayList<>(List.of("serve", "--port", "0"));
        all.addAll(List.of(arguments));
        return startWith(Map.of(), all);
    }

    /** Starts the service on a free port, spoken to in the given way. */
    static ServiceProcess start(Scheme scheme) {
        return startWith(scheme.settings(), List.of("serve", "--port", "0"));
    }

    /** Starts the service on a given port. */
    static ServiceProcess startOn(int port) {
        return startWith(Map.of(), List.of("serve", "--port", Integer.toString(port)));
    }

    /** Starts the service with any command line, and waits until it is ready. */
    static ServiceProcess startWith(Map<String, String> environment, List<String> arguments) {
        RunningProcess process = launch(environment, arguments);
        return process.out()
                .await(line -> line.startsWith(READY), START_SECONDS)
                .map(line -> new ServiceProcess(process, line))
                .orElseThrow(() -> {
                    process.close();
                    return new AssertionError(process.described("did not become ready"));
                });
    }

    /** Runs the launcher with any command line, and waits for nothing. */
    static RunningProcess launch(Map<String, String> environment, List<String> arguments) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-jar", jar()));
        command.addAll(arguments);
        return RunningProcess.start(Checkout.path("interop", "target"), environment, command);
    }

    private static String jar() {
        Path jar = Checkout.path("launcher", "target", "groundwave-launcher.jar");
        if (!Files.exists(jar)) {
            throw new AssertionError("there is no " + jar + "; ./mvnw verify packages it before these tests");
        }
        return jar.toString();
    }

    /** The line that says that the service is ready. */
    String readyLine() {
        return readyLine;
    }

    /** How to reach the service; only with the public key, which is the only one that is printed. */
    ConnectionString address() {
        return ConnectionString.parse(connectionString());
    }

    /** The same as text, as a user copies it. */
    String connectionString() {
        return readyLine.substring(READY.length());
    }

    /** Ends the service as an operator does, and waits for that. */
    int terminate() {
        process.terminate();
        return process.exitCode(END_SECONDS);
    }

    /** What the process wrote to its standard output so far. */
    List<String> output() {
        return process.out().lines();
    }

    @Override
    public void close() {
        process.close();
    }
}
