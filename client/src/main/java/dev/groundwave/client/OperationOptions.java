package dev.groundwave.client;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Options of joining and leaving a group. Immutable. Source: client-sdk.md, section 1.5.
 *
 * @param ackId to repeat a failed call under its id, 0 to 2^53-1; empty for a generated one
 * @param timeout for all attempts and waiting; empty for the client's {@code operationTimeout}
 * @param retry after error answers and missing acks; empty for the client's {@code messageRetry}
 */
public record OperationOptions(OptionalLong ackId, Optional<Duration> timeout, Optional<RetryOptions> retry) {
    private static final OperationOptions DEFAULTS =
            new OperationOptions(OptionalLong.empty(), Optional.empty(), Optional.empty());
    private static final long MAX_ACK_ID = (1L << 53) - 1;

    /** Checks the ranges. */
    public OperationOptions {
        ackId.ifPresent(OperationOptions::checkAckId);
        timeout.ifPresent(given -> Spans.positive("timeout", given));
    }

    /** Everything as the client is set. */
    public static OperationOptions defaults() {
        return DEFAULTS;
    }

    /** These with an ack id. */
    public OperationOptions withAckId(long newAckId) {
        return new OperationOptions(OptionalLong.of(newAckId), timeout, retry);
    }

    /** These with a timeout. */
    public OperationOptions withTimeout(Duration newTimeout) {
        return new OperationOptions(ackId, Optional.of(newTimeout), retry);
    }

    /** These with a retry policy. */
    public OperationOptions withRetry(RetryOptions newRetry) {
        return new OperationOptions(ackId, timeout, Optional.of(newRetry));
    }

    private static void checkAckId(long ackId) {
        if (ackId < 0 || ackId > MAX_ACK_ID) {
            throw new IllegalArgumentException("ackId is " + ackId + ", allowed are 0 to " + MAX_ACK_ID);
        }
    }
}
