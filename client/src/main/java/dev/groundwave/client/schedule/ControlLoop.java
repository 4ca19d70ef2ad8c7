package dev.groundwave.client.schedule;

import dev.groundwave.client.port.Timers;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * The one order in which everything happens to a client: calls, frames, ends of transports and timers.
 *
 * <p>Tasks must not block. Also keeps the generation: the number of the connection attempt that counts. Whatever
 * belongs to an older one is ignored, so a late callback of a given-up transport cannot touch its successor.
 * Source: client-sdk.md, section 2.1.
 */
public final class ControlLoop implements Executor {
    private final SerialExecutor serial;
    private final Timers timers;

    /** Changed and compared on the loop only. */
    private long generation;

    /** A loop of its own on shared threads. */
    public ControlLoop(Executor threads, Timers timers) {
        this.serial = new SerialExecutor(threads);
        this.timers = timers;
    }

    @Override
    public void execute(Runnable task) {
        serial.execute(task);
    }

    /**
     * Runs the task on the loop after the delay. Call it, and cancel, on the loop: a timer cancelled there does not
     * run any more, even when it was due.
     */
    public Timers.Timer after(Duration delay, Runnable task) {
        return new LoopTimer(delay, task);
    }

    /** The clock of the timers, in nanoseconds; any thread. */
    public long nanoTime() {
        return timers.nanoTime();
    }

    /** Outdates everything of older generations; on the loop. */
    public long nextGeneration() {
        return ++generation;
    }

    /** Whether this generation still counts; on the loop. */
    public boolean isCurrent(long number) {
        return number == generation;
    }

    private final class LoopTimer implements Timers.Timer {
        private final Timers.Timer timer;
        private boolean cancelled;

        LoopTimer(Duration delay, Runnable task) {
            timer = timers.schedule(
                    delay,
                    () -> serial.execute(() -> {
                        if (!cancelled) {
                            task.run();
                        }
                    }));
        }

        @Override
        public void cancel() {
            cancelled = true;
            timer.cancel();
        }
    }
}
