package dev.groundwave.client.testing;

import dev.groundwave.client.WebPubSubClientBuilder;
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
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Time, and if so wanted threads, stepped by hand.
 *
 * <p>{@link #attach} puts a client on it entirely: nothing happens but in {@link #settle()} and {@link #advance}, on the
 * thread that calls them, so that a test is the same every time. Blocking calls of the client would wait for ever then;
 * take the {@code Async} ones. {@link #attachClock} leaves the client its threads: blocking calls work, and only time
 * stands still.
 *
 * <p>Safe for all threads.
 */
public final class ManualTime implements Timers, Executor, InstantSource {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock.
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private long nanos;
    private long lastOrder;

    /** A time that begins with the year 2026. */
    public ManualTime() {}

    /** Gives the client this clock and runs everything of it, listeners included, in the steps of this time. */
    public WebPubSubClientBuilder attach(WebPubSubClientBuilder builder) {
        return attachClock(builder).executor(this).handlerExecutor(this);
    }

    /** Gives the client this clock only. */
    public WebPubSubClientBuilder attachClock(WebPubSubClientBuilder builder) {
        return builder.timers(this).wallClock(this);
    }

    @Override
    public void execute(Runnable task) {
        boolean unused = locked(() -> tasks.add(task));
    }

    @Override
    public long nanoTime() {
        return locked(() -> nanos);
    }

    @Override
    public Instant instant() {
        return BEGIN.plusNanos(nanoTime());
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        Waiting entry = locked(() -> {
            Waiting added = new Waiting(nanos + delay.toNanos(), ++lastOrder, task);
            waiting.add(added);
            return added;
        });
        return () -> {
            boolean unused = locked(() -> waiting.remove(entry));
        };
    }

    /** Runs everything that can run now. */
    public void settle() {
        for (Runnable task = nextTask(); task != null; task = nextTask()) {
            task.run();
        }
    }

    /** Lets time pass, timer by timer, and runs what each leads to. */
    public void advance(Duration duration) {
        settle();
        long end = nanoTime() + duration.toNanos();
        for (Waiting next = takeDue(end); next != null; next = takeDue(end)) {
            next.task.run();
            settle();
        }
        long unused = locked(() -> nanos = end);
    }

    /** How many timers wait; none when every client on this time is stopped. */
    public int waitingTimers() {
        return locked(waiting::size);
    }

    private @Nullable Runnable nextTask() {
        lock.lock();
        try {
            return tasks.poll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes the first timer up to that moment, which becomes the present. */
    private @Nullable Waiting takeDue(long end) {
        lock.lock();
        try {
            Waiting next = waiting.stream()
                    .filter(entry -> entry.due <= end)
                    .min(Comparator.comparingLong((Waiting entry) -> entry.due).thenComparingLong(entry -> entry.order))
                    .orElse(null);
            if (next != null) {
                waiting.remove(next);
                nanos = Math.max(nanos, next.due);
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    /** One timer; identity counts. */
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
