package dev.groundwave.client.port;

import java.time.Duration;

/**
 * A monotonic clock and what it wakes up.
 *
 * <p>Safe for all threads. Tests step one by hand.
 */
public interface Timers {
    /** Nanoseconds since some fixed moment; never goes back. */
    long nanoTime();

    /** Runs the task once after the delay, on a thread that it must not hold for long. */
    Timer schedule(Duration delay, Runnable task);

    /** One waiting task. */
    @FunctionalInterface
    interface Timer {
        /** Keeps the task from running if it has not begun; any thread, any number of times. */
        void cancel();
    }
}
