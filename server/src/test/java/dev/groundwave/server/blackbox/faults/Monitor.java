package dev.groundwave.server.blackbox.faults;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the threads of one scenario wait for each other, and where the first failure of any of them ends all.
 *
 * <p>Safe for all threads.
 */
public final class Monitor {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** Apart from the other, so that no message wakes all those who merely pause. */
    private final Condition failed = lock.newCondition();

    /** Guarded by the lock; null as long as all is well. */
    private @Nullable Throwable failure;

    /** All is well. */
    public Monitor() {}

    /** Something happened that somebody may wait for. */
    public void changed() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The first failure counts. */
    public void fail(Throwable what) {
        lock.lock();
        try {
            if (failure == null) {
                failure = what;
            }
            changed.signalAll();
            failed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether anything failed. */
    public boolean hasFailed() {
        lock.lock();
        try {
            return failure != null;
        } finally {
            lock.unlock();
        }
    }

    /** Waits so long, or until a failure; whether all is well. */
    public boolean pause(long millis) {
        return !await(failed, () -> false, millis) && !hasFailed();
    }

    /** Waits until it holds, the time is over, or something failed; whether it holds. */
    public boolean await(BooleanSupplier condition, long millis) {
        return await(changed, condition, millis);
    }

    private boolean await(Condition signal, BooleanSupplier condition, long millis) {
        long left = TimeUnit.MILLISECONDS.toNanos(millis);
        lock.lock();
        try {
            while (failure == null && !condition.getAsBoolean()) {
                if (left <= 0) {
                    return false;
                }
                left = signal.awaitNanos(left);
            }
            return failure == null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Throws the failure, if there is one. */
    public void check(String context) {
        Throwable first = failure();
        if (first != null) {
            throw new AssertionError(context + ": " + first.getMessage(), first);
        }
    }

    private @Nullable Throwable failure() {
        lock.lock();
        try {
            return failure;
        } finally {
            lock.unlock();
        }
    }
}
