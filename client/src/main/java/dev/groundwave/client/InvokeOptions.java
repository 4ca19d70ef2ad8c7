package dev.groundwave.client;

import dev.groundwave.wire.Metadata;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Options of an invocation. Immutable. Source: client-sdk.md, section 1.5.
 *
 * @param invocationId 1 to 256 characters, other than those under way; empty for a generated one
 * @param metadata for the event handler; rules in client-protocol.md, section 4
 * @param timeout until the answer; empty for the client's {@code operationTimeout}
 */
public record InvokeOptions(Optional<String> invocationId, Map<String, String> metadata, Optional<Duration> timeout) {
    private static final InvokeOptions DEFAULTS = new InvokeOptions(Optional.empty(), Map.of(), Optional.empty());

    /** Checks the metadata and the timeout; the id is checked when it is used. */
    public InvokeOptions {
        metadata = Metadata.checkedCopy(metadata);
        timeout.ifPresent(given -> Spans.positive("timeout", given));
    }

    /** Everything as the client is set. */
    public static InvokeOptions defaults() {
        return DEFAULTS;
    }

    /** These with an id. */
    public InvokeOptions withInvocationId(String newInvocationId) {
        return new InvokeOptions(Optional.of(newInvocationId), metadata, timeout);
    }

    /** These with metadata. */
    public InvokeOptions withMetadata(Map<String, String> newMetadata) {
        return new InvokeOptions(invocationId, newMetadata, timeout);
    }

    /** These with a timeout. */
    public InvokeOptions withTimeout(Duration newTimeout) {
        return new InvokeOptions(invocationId, metadata, Optional.of(newTimeout));
    }
}
