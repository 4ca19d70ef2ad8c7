package dev.groundwave.client;

import dev.groundwave.wire.Metadata;
import java.time.Duration;
import java.util.Map;

/** Options of sending an event. Immutable. Source: client-sdk.md, section 1.5. */
public final class SendEventOptions {
    private static final SendEventOptions DEFAULTS = new SendEventOptions(OperationOptions.defaults(), false, Map.of());

    private final OperationOptions operation;
    private final boolean fireAndForget;
    private final Map<String, String> metadata;

    private SendEventOptions(OperationOptions operation, boolean fireAndForget, Map<String, String> metadata) {
        if (fireAndForget && operation.ackId().isPresent()) {
            throw new IllegalArgumentException("fire-and-forget has no ack and so no ack id");
        }
        this.operation = operation;
        this.fireAndForget = fireAndForget;
        this.metadata = metadata;
    }

    /** With ack, and everything else as the client is set. */
    public static SendEventOptions defaults() {
        return DEFAULTS;
    }

    /** No ack: completes when written, at most once. */
    public static SendEventOptions fireAndForget() {
        return DEFAULTS.withFireAndForget();
    }

    /** These without an ack. */
    public SendEventOptions withFireAndForget() {
        return new SendEventOptions(operation, true, metadata);
    }

    /** These with an ack id, 0 to 2^53-1, to repeat a failed call. */
    public SendEventOptions withAckId(long ackId) {
        return new SendEventOptions(operation.withAckId(ackId), fireAndForget, metadata);
    }

    /** These with metadata for the event handler; rules in client-protocol.md, section 4. */
    public SendEventOptions withMetadata(Map<String, String> newMetadata) {
        return new SendEventOptions(operation, fireAndForget, Metadata.checkedCopy(newMetadata));
    }

    /** These with a timeout for all attempts and waiting. */
    public SendEventOptions withTimeout(Duration timeout) {
        return new SendEventOptions(operation.withTimeout(timeout), fireAndForget, metadata);
    }

    /** These with a retry policy for error answers and missing acks. */
    public SendEventOptions withRetry(RetryOptions retry) {
        return new SendEventOptions(operation.withRetry(retry), fireAndForget, metadata);
    }

    OperationOptions operation() {
        return operation;
    }

    boolean isFireAndForget() {
        return fireAndForget;
    }

    Map<String, String> metadata() {
        return metadata;
    }
}
