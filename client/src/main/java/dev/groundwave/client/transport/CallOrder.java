package dev.groundwave.client.transport;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Calls to the owner of a link in one order, one at a time, whatever threads they come from.
 *
 * <p>The order is that of {@link #add}, which may be called with another lock held; {@link #run} makes the calls on the
 * caller's thread, unless another thread, or this one further up, is at it already and will make these as well. Safe for
 * all threads. Nothing foreign is called while the lock is held.
 */
final class CallOrder {
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock.
    private final Queue<Runnable> calls = new ArrayDeque<>();
    private boolean calling;

    void add(Runnable call) {
        lock.lock();
        try {
            calls.add(call);
        } finally {
            lock.unlock();
        }
    }

    void run() {
        for (Runnable call = begin(); call != null; call = begin()) {
            try {
                call.run();
            } finally {
                end();
            }
        }
    }

    private @Nullable Runnable begin() {
        lock.lock();
        try {
            Runnable next = calling ? null : calls.poll();
            calling |= next != null;
            return next;
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        lock.lock();
        try {
            calling = false;
        } finally {
            lock.unlock();
        }
    }
}
