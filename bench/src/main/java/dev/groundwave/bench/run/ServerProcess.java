package dev.groundwave.bench.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server in a process of its own, which ends when its input does: so also when the benchmark dies. */
public final class ServerProcess implements AutoCloseable {
    /** The property by which Logback finds its file, and the file, with its own name so that no other program takes it. */
    public static final String LOG_SETTINGS = "logback.configurationFile";

    public static final String LOG_FILE = "bench-logback.xml";

    private static final long END_SECONDS = 20;

    private final Process process;
    private final int port;

    private ServerProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts a server and waits until it listens.
     *
     * @param main takes the arguments and prints its port in a line
     */
    public static ServerProcess start(Class<?> main, String classPath, List<String> jvmOptions, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-D" + LOG_SETTINGS + "=" + LOG_FILE,
                "-Xmx512m"));
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        while (line != null && !line.startsWith(Serving.PORT)) {
            line = out.readLine();
        }
        if (line == null) {
            process.destroy();
            throw new IOException("the server did not start");
        }
        return new ServerProcess(process, Integer.parseInt(line.substring(Serving.PORT.length())));
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    /** The processor time it has used so far, of all its threads. */
    public double cpuSeconds() throws IOException {
        return CpuTime.seconds(process);
    }

    @Override
    public void close() throws IOException {
        process.outputWriter(StandardCharsets.UTF_8).close();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
