package dev.groundwave.client;

import dev.groundwave.client.port.Timers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Time and threads stepped by hand: nothing happens but in {@link #settle()} and {@link #advance(Duration)}. */
final class ManualTime implements Timers, Executor, InstantSource {
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private long nanos = 1_000;
    private long count;
    private Duration slept = Duration.ZERO;

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochSecond(1_800_000_000, nanos).plus(slept);
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        Waiting entry = new Waiting(nanos + delay.toNanos(), count++, task);
        waiting.add(entry);
        return () -> waiting.remove(entry);
    }

    /** The computer sleeps: only the wall clock goes on. */
    void sleep(Duration duration) {
        slept = slept.plus(duration);
    }

    /** Runs so many of the tasks that can run now. */
    void run(int count) {
        for (int i = 0; i < count && !tasks.isEmpty(); i++) {
            tasks.remove().run();
        }
    }

    /** Runs everything that can run now. */
    void settle() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /** Lets time pass, timer by timer. */
    void advance(Duration duration) {
        settle();
        long end = nanos + duration.toNanos();
        for (Waiting next = next(end); next != null; next = next(end)) {
            nanos = Math.max(nanos, next.due);
            waiting.remove(next);
            next.task.run();
            settle();
        }
        nanos = end;
    }

    /** Timers that wait. */
    int timers() {
        return waiting.size();
    }

    private @Nullable Waiting next(long end) {
        return waiting.stream()
                .filter(entry -> entry.due <= end)
                .min(Comparator.comparingLong((Waiting entry) -> entry.due).thenComparingLong(entry -> entry.order))
                .orElse(null);
    }

    private static final class Waiting {
        private final long due;
        private final long order;
        private final Runnable task;

        Waiting(long due, long order, Runnable task) {
            this.due = due;
            this.order = order;
            this.task = task;
        }
    }
}
