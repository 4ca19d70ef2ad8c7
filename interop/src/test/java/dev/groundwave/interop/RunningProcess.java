package dev.groundwave.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process this test run started, with what it writes. Closing it ends it and what it started. */
final class RunningProcess implements AutoCloseable {
    private static final long END_SECONDS = 10;

    private final String command;
    private final Process process;
    private final Output out;
    private final Output err;

    private RunningProcess(String command, Process process) {
        this.command = command;
        this.process = process;
        this.out = new Output(command + " out", process.getInputStream());
        this.err = new Output(command + " err", process.getErrorStream());
    }

    /**
     * Starts a process.
     *
     * @param environment set in addition to this process's own, of which the settings of a service are left out
     */
    static RunningProcess start(Path directory, Map<String, String> environment, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("GROUNDWAVE_"));
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            return new RunningProcess(Path.of(command.getFirst()).getFileName().toString(), process);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    command.getFirst() + " could not be started; is it installed and on the PATH?", e);
        }
    }

    Output out() {
        return out;
    }

    Output err() {
        return err;
    }

    /** Asks the process to end: SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** Waits for the end. */
    int exitCode(long seconds) {
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                close();
                throw new AssertionError(described("did not end within " + seconds + " s"));
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + command, e);
        }
    }

    /** What happened, with everything the process wrote: for the message of a failed test. */
    String described(String what) {
        return command + " " + what + "\n--- its output:\n" + String.join("\n", out.lines()) + "\n--- its errors:\n"
                + String.join("\n", err.lines());
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
