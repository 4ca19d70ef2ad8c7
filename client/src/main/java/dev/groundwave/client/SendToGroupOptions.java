package dev.groundwave.client;

import java.time.Duration;
import java.util.Map;

/** Options of sending to a group. Immutable. Source: client-sdk.md, section 1.5. */
public final class SendToGroupOptions {
    private static final SendToGroupOptions DEFAULTS =
            new SendToGroupOptions(SendEventOptions.defaults(), false, Duration.ZERO);

    /** What sending to a group shares with sending an event. */
    private final SendEventOptions common;

    private final boolean noEcho;
    private final Duration ttl;

    private SendToGroupOptions(SendEventOptions common, boolean noEcho, Duration ttl) {
        this.common = common;
        this.noEcho = noEcho;
        this.ttl = ttl;
    }

    /** With echo and ack, and everything else as the client is set. */
    public static SendToGroupOptions defaults() {
        return DEFAULTS;
    }

    /** This connection gets no copy of its own message. */
    public static SendToGroupOptions noEcho() {
        return DEFAULTS.withNoEcho();
    }

    /** No ack: completes when written, at most once. */
    public static SendToGroupOptions fireAndForget() {
        return DEFAULTS.withFireAndForget();
    }

    /** These without a copy to the sender. */
    public SendToGroupOptions withNoEcho() {
        return new SendToGroupOptions(common, true, ttl);
    }

    /** These without an ack. */
    public SendToGroupOptions withFireAndForget() {
        return new SendToGroupOptions(common.withFireAndForget(), noEcho, ttl);
    }

    /** These with an ack id, 0 to 2^53-1, to repeat a failed call. */
    public SendToGroupOptions withAckId(long ackId) {
        return new SendToGroupOptions(common.withAckId(ackId), noEcho, ttl);
    }

    /** These with metadata, which receivers get unchanged; rules in client-protocol.md, section 4. */
    public SendToGroupOptions withMetadata(Map<String, String> metadata) {
        return new SendToGroupOptions(common.withMetadata(metadata), noEcho, ttl);
    }

    /** These with a time to live, whole seconds from 0 (none) to 300: who cannot get it by then never does. */
    public SendToGroupOptions withTtl(Duration newTtl) {
        if (!newTtl.equals(Duration.ofSeconds(newTtl.toSeconds()))) {
            throw new IllegalArgumentException("ttl is " + newTtl + ", whole seconds are allowed");
        }
        return new SendToGroupOptions(common, noEcho, newTtl);
    }

    /** These with a timeout for all attempts and waiting. */
    public SendToGroupOptions withTimeout(Duration timeout) {
        return new SendToGroupOptions(common.withTimeout(timeout), noEcho, ttl);
    }

    /** These with a retry policy for error answers and missing acks. */
    public SendToGroupOptions withRetry(RetryOptions retry) {
        return new SendToGroupOptions(common.withRetry(retry), noEcho, ttl);
    }

    SendEventOptions common() {
        return common;
    }

    boolean isNoEcho() {
        return noEcho;
    }

    Duration ttl() {
        return ttl;
    }
}
