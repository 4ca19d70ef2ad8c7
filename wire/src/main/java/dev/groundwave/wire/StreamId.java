package dev.groundwave.wire;

/** The rule for stream ids: not empty. Source: client-protocol.md, section 11.1. */
final class StreamId {
    private StreamId() {}

    static void check(String streamId) {
        if (streamId.isEmpty()) {
            throw new IllegalArgumentException("a stream id is not empty");
        }
    }
}
