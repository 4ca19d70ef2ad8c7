package dev.groundwave.hub;

import dev.groundwave.hub.delivery.Lane;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A lane with a thread of its own, for tests of what only real threads bring out. */
final class ThreadLane implements Lane, AutoCloseable {
    private final int index;
    private final AtomicReference<@Nullable Throwable> fault = new AtomicReference<>();
    private final ExecutorService executor;
    private volatile @Nullable Thread thread;

    ThreadLane(int index) {
        this.index = index;
        executor = Executors.newSingleThreadExecutor(task -> {
            Thread made = new Thread(task, "lane-" + index);
            made.setDaemon(true);
            made.setUncaughtExceptionHandler((_, cause) -> fault.compareAndSet(null, cause));
            thread = made;
            return made;
        });
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public boolean isCurrent() {
        return Thread.currentThread().equals(thread);
    }

    @Override
    public void execute(Runnable task) {
        executor.execute(task);
    }

    /** What a task threw; null when none did. */
    @Nullable
    Throwable fault() {
        return fault.get();
    }

    /** Waits for the tasks that it was given. */
    @Override
    public void close() {
        executor.close();
    }
}
