package dev.groundwave.bench.client;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A count that goes up on one thread while another waits for it. */
final class Progress {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition reached = lock.newCondition();
    private volatile int count;
    /** Below it nobody needs to be told. */
    private volatile int awaited = Integer.MAX_VALUE;

    /** One more. For one thread. */
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // There is one writer.
    void step() {
        int now = count + 1;
        count = now;
        if (now >= awaited) {
            lock.lock();
            try {
                reached.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    int count() {
        return count;
    }

    /** Blocks until the count is at least this. */
    void await(int least) throws InterruptedException {
        lock.lock();
        try {
            awaited = least;
            while (count < least) {
                reached.await();
            }
            awaited = Integer.MAX_VALUE;
        } finally {
            lock.unlock();
        }
    }
}
