package dev.groundwave.wire;

import java.util.Optional;

/**
 * What makes a group message a fragment of a stream.
 *
 * <p>Source: client-protocol.md, section 11.
 *
 * @param streamSequenceId the fragment's number, unsigned, from 1
 * @param endOfStream the terminal message, whose payload is an empty text
 * @param error only with {@code endOfStream}
 */
public record StreamInfo(String streamId, long streamSequenceId, boolean endOfStream, Optional<StreamError> error) {
    /** A fragment with data. */
    public static StreamInfo fragment(String streamId, long streamSequenceId) {
        return new StreamInfo(streamId, streamSequenceId, false, Optional.empty());
    }

    /** The terminal message. */
    public static StreamInfo end(String streamId, long streamSequenceId, Optional<StreamError> error) {
        return new StreamInfo(streamId, streamSequenceId, true, error);
    }
}
