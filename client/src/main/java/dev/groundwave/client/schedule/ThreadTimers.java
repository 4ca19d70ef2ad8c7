package dev.groundwave.client.schedule;

import dev.groundwave.client.port.Timers;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** Timers of the system's clock on one thread of their own. */
final class ThreadTimers implements Timers {
    private final ScheduledThreadPoolExecutor scheduler;

    ThreadTimers(ThreadFactory threads) {
        scheduler = new ScheduledThreadPoolExecutor(1, threads);
        // Most timers of a client are timeouts that get cancelled; they must not pile up until they are due.
        scheduler.setRemoveOnCancelPolicy(true);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        Future<?> waiting = scheduler.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> waiting.cancel(false);
    }
}
