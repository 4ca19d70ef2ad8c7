package dev.groundwave.client;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Ids for acks: from 1 upwards, never reset, and always above every id that the user supplied.
 *
 * <p>Otherwise a generated id could equal one that the service remembers, and a message never executed would count as
 * a duplicate. Safe for all threads. Source: client-sdk.md, section 1.5.
 */
final class AckIds {
    private final AtomicLong last = new AtomicLong();

    long next() {
        return last.incrementAndGet();
    }

    /** Jumps past an id of the user's. */
    void passBy(long userId) {
        long unused = last.accumulateAndGet(userId, Math::max);
    }
}
