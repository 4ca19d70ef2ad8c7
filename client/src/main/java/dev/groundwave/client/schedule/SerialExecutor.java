package dev.groundwave.client.schedule;

import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A view of an executor that runs tasks one at a time, in the order they came.
 *
 * <p>Holds no thread while idle. Any thread may add tasks. What one task writes, the next one sees. A task that throws
 * does not keep the following ones from running; its exception goes to the thread that ran it.
 */
public final class SerialExecutor implements Executor {
    /** After so many tasks the thread is given back, so that one busy client does not hold it for ever. */
    private static final int TASKS_PER_TURN = 256;

    private final Executor threads;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    /** Tasks added and not yet run; whoever raises it from 0 starts a turn. */
    private final AtomicInteger pending = new AtomicInteger();

    /** The thread that runs a task of this executor now; null between turns. */
    private volatile @Nullable Thread current;

    /** A new order on top of {@code threads}. */
    public SerialExecutor(Executor threads) {
        this.threads = threads;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (pending.getAndIncrement() == 0) {
            threads.execute(this::turn);
        }
    }

    /** Whether the caller is a task of this executor. */
    public boolean isCurrentThread() {
        return Thread.currentThread().equals(current);
    }

    private void turn() {
        int limit = Math.min(pending.get(), TASKS_PER_TURN);
        int taken = 0;
        current = Thread.currentThread();
        try {
            while (taken < limit) {
                taken++;
                Objects.requireNonNull(tasks.poll()).run();
            }
        } finally {
            current = null;
            if (pending.addAndGet(-taken) > 0) {
                threads.execute(this::turn);
            }
        }
    }
}
