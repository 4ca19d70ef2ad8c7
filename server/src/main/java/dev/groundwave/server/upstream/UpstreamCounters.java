package dev.groundwave.server.upstream;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * What has become of events, summed over all handlers of the server. Safe for all threads.
 *
 * <p>Source: events-and-operations.md, section 4.3.
 */
public final class UpstreamCounters {
    private final AtomicInteger inFlight = new AtomicInteger();
    private final LongAdder delivered = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder unhandled = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final LongAdder validated = new LongAdder();
    private final LongAdder validationsFailed = new LongAdder();

    UpstreamCounters() {}

    /** Events under way. */
    public int inFlight() {
        return inFlight.get();
    }

    /** Events that a handler answered as the contract has it, a refusal of a connect included. */
    public long delivered() {
        return delivered.sum();
    }

    /** Events that no handler took, whatever the reason. */
    public long failed() {
        return failed.sum();
    }

    /** User events that no handler is there for. */
    public long unhandled() {
        return unhandled.sum();
    }

    /** Attempts beyond the first one. */
    public long retries() {
        return retries.sum();
    }

    /** Validations that handlers passed. */
    public long validated() {
        return validated.sum();
    }

    /** Validations that handlers did not pass. */
    public long validationsFailed() {
        return validationsFailed.sum();
    }

    /** One event more is under way, until the answer is run for the first time. */
    Runnable begin() {
        inFlight.incrementAndGet();
        AtomicBoolean ended = new AtomicBoolean();
        return () -> {
            if (ended.compareAndSet(false, true)) {
                inFlight.decrementAndGet();
            }
        };
    }

    void countOutcome(boolean success) {
        (success ? delivered : failed).increment();
    }

    void countUnhandled() {
        unhandled.increment();
    }

    void countRetry() {
        retries.increment();
    }

    void countValidation(boolean passed) {
        (passed ? validated : validationsFailed).increment();
    }
}
