package dev.groundwave.bench.events;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** A number of echoes under way, shared by the connections that ask for them. Safe for all threads. */
final class EchoRound {
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger written = new AtomicInteger();
    private final CompletableFuture<long[]> done = new CompletableFuture<>();
    /** Each written once, before its echo counts as answered. */
    private final long[] nanos;

    EchoRound(int echoes) {
        this.nanos = new long[echoes];
    }

    /** Whether one more echo is to be asked for; then {@link #answered} must follow. */
    boolean begin() {
        return begun.getAndIncrement() < nanos.length;
    }

    /** Counts an answer that took so long. */
    void answered(long tookNanos) {
        int number = answered.getAndIncrement();
        nanos[number] = tookNanos;
        if (written.incrementAndGet() == nanos.length) {
            done.complete(nanos);
        }
    }

    /** Ends the round with a fault. */
    void fail(Throwable cause) {
        done.completeExceptionally(cause);
    }

    /** Completed with the last answer: how long each took, in nanoseconds, unsorted. */
    CompletableFuture<long[]> done() {
        return done;
    }
}
