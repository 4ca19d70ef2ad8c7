package dev.groundwave.bench.rest;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** A number of sends under way, shared by the connections that make them. Safe for all threads. */
final class Round {
    private static final int ACCEPTED = 202;

    private final int sends;
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    Round(int sends) {
        this.sends = sends;
    }

    /** The number of the next send, or -1 when all are begun. */
    int next() {
        int number = begun.getAndIncrement();
        return number < sends ? number : -1;
    }

    /** Counts an answer; any but an accepted one ends the round with a fault. */
    void answered(int status) {
        if (status != ACCEPTED) {
            fail(new IllegalStateException("a send was answered " + status));
        } else if (answered.incrementAndGet() == sends) {
            done.complete(null);
        }
    }

    /** Ends the round with a fault. */
    void fail(Throwable cause) {
        done.completeExceptionally(cause);
    }

    /** Completed with the last answer. */
    CompletableFuture<Void> done() {
        return done;
    }
}
