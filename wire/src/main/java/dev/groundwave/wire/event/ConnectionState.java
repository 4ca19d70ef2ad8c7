package dev.groundwave.wire.event;

import java.nio.charset.StandardCharsets;

/**
 * What an application keeps with a connection: an opaque text that goes back to it with every later event.
 *
 * <p>{@link #toString()} tells the size only. Source: events-and-operations.md, section 1.13.
 *
 * @param value may be empty
 */
public record ConnectionState(String value) {
    /** Longest state, in bytes. */
    public static final int MAX_BYTES = 8192;

    /** Checks the size. */
    public ConnectionState {
        int bytes = value.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "a connection state has up to " + MAX_BYTES + " bytes; this one has " + bytes);
        }
    }

    @Override
    public String toString() {
        return "ConnectionState[" + value.length() + " characters]";
    }
}
