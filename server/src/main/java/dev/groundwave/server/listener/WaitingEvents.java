package dev.groundwave.server.listener;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Events on their way from event loops to one sink's thread, bounded by the memory they hold.
 *
 * <p>Safe for all threads. The lock is held for a few instructions only, so that loops may take it.
 */
final class WaitingEvents {
    private final long mostWeight;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Under the lock.
    private final Queue<RaisedEvent> events = new ArrayDeque<>();
    private long weight;
    private boolean closed;

    /** @param mostWeight in bytes, as events weigh themselves */
    WaitingEvents(long mostWeight) {
        this.mostWeight = mostWeight;
    }

    /** Adds an event; refuses it when there is no room, or the queue is closed. */
    boolean tryAdd(RaisedEvent event) {
        int more = event.weight();
        lock.lock();
        try {
            if (closed || weight + more > mostWeight) {
                return false;
            }
            events.add(event);
            weight += more;
            changed.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The next event; waits for it. Null when the queue is closed and empty, or the thread is interrupted. */
    @Nullable
    RaisedEvent take() {
        lock.lock();
        try {
            while (events.isEmpty() && !closed) {
                changed.await();
            }
            RaisedEvent next = events.poll();
            if (next != null) {
                weight -= next.weight();
            }
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** Waits so long, or until the queue is closed: false then. */
    boolean pause(Duration length) {
        long left = length.toNanos();
        lock.lock();
        try {
            while (left > 0 && !closed) {
                left = changed.awaitNanos(left);
            }
            return !closed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing more; what waits can still be had. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Closes and forgets what waits: how many events. */
    int abandon() {
        lock.lock();
        try {
            close();
            int left = events.size();
            events.clear();
            weight = 0;
            return left;
        } finally {
            lock.unlock();
        }
    }
}
