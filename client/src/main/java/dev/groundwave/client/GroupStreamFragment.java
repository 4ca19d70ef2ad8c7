package dev.groundwave.client;

import dev.groundwave.wire.Payload;
import java.util.Map;

/**
 * One fragment of a stream. Preview. Source: client-sdk.md, section 3.1.
 *
 * @param number its place in the stream, from 1
 * @param metadata of the stream; may be empty
 */
public record GroupStreamFragment(long number, Payload data, Map<String, String> metadata) {
    /** Copies the metadata. */
    public GroupStreamFragment {
        metadata = Map.copyOf(metadata);
    }
}
