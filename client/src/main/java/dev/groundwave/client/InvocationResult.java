package dev.groundwave.client;

import dev.groundwave.wire.Payload;
import java.util.Map;
import java.util.Optional;

/**
 * The answer to an invocation. Source: client-sdk.md, section 3.2.
 *
 * @param invocationId as it was sent
 * @param data empty when the application answered with nothing
 * @param metadata of the answer; may be empty
 */
public record InvocationResult(String invocationId, Optional<Payload> data, Map<String, String> metadata) {
    /** Copies the metadata. */
    public InvocationResult {
        metadata = Map.copyOf(metadata);
    }
}
