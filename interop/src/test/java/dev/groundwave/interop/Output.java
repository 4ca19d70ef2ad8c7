package dev.groundwave.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * What a process writes to one stream, line by line, read by a thread of its own until the stream ends, so that the
 * process never waits for a reader. Safe for all threads.
 */
final class Output {
    private final Thread reader;
    /** Guarded by {@code this}. */
    private final List<String> lines = new ArrayList<>();
    /** Guarded by {@code this}. */
    private boolean ended;

    Output(String name, InputStream stream) {
        this.reader = Thread.ofPlatform().daemon().name(name).start(() -> read(stream));
    }

    private void read(InputStream stream) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                add(line);
            }
        } catch (IOException e) {
            // The stream of a process that is killed may break instead of ending.
            add("(the output ended early: " + e.getMessage() + ")");
        } finally {
            end();
        }
    }

    private synchronized void add(String line) {
        lines.add(line);
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** The lines so far. */
    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /** Waits for a line; empty when the stream ends or the time is over without one. */
    synchronized Optional<String> await(Predicate<String> wanted, long seconds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (true) {
            Optional<String> found = lines.stream().filter(wanted).findFirst();
            long leftMs = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (found.isPresent() || ended || leftMs <= 0) {
                return found;
            }
            try {
                wait(leftMs);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for a process's output", e);
            }
        }
    }

    /** All lines, once the process ended. */
    List<String> toTheEnd() {
        try {
            if (!reader.join(Duration.ofSeconds(10))) {
                throw new UncheckedIOException(new IOException("the output of an ended process does not end"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading a process's output", e);
        }
        return lines();
    }
}
