package dev.groundwave.hub.session;

/**
 * How much a reliable client may leave unacknowledged.
 *
 * @param messages at least 1
 * @param bytes whole WebSocket frames, headers included; at least 1
 */
public record ReplayLimits(int messages, long bytes) {
    /** Source: client-protocol.md, section 8.2. */
    public static final ReplayLimits DEFAULTS = new ReplayLimits(1000, 16_777_216);

    /** Checks the ranges. */
    public ReplayLimits {
        if (messages < 1 || bytes < 1) {
            throw new IllegalArgumentException("a replay buffer has room for " + messages + " messages and " + bytes
                    + " bytes; the least is 1 of each");
        }
    }
}
