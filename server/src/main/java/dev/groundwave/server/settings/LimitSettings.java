package dev.groundwave.server.settings;

/**
 * Bounds that an operator may move.
 *
 * @param maxConnections client connections at one time; 0 = no limit
 * @param requestLineBytes longest request line, at least 16,384
 * @param restBodyBytes largest body of a REST call
 * @param outboundMessages frames that may wait for a slow client
 * @param outboundBytes bytes that may wait for a slow client, frame headers included
 */
public record LimitSettings(
        int maxConnections, int requestLineBytes, int restBodyBytes, int outboundMessages, int outboundBytes) {
    /** What client-protocol.md 4 and rest-api.md 4 name. */
    public static final LimitSettings DEFAULTS = new LimitSettings(0, 16_384, 1_048_576, 1000, 16_777_216);

    private static final int LEAST_REQUEST_LINE_BYTES = 16_384;

    /** Checks the ranges. */
    public LimitSettings {
        atLeast("limits.maxConnections", maxConnections, 0);
        atLeast("limits.requestLineBytes", requestLineBytes, LEAST_REQUEST_LINE_BYTES);
        atLeast("limits.restBodyBytes", restBodyBytes, 1);
        atLeast("limits.outboundMessages", outboundMessages, 1);
        atLeast("limits.outboundBytes", outboundBytes, 1);
    }

    private static void atLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " is " + value + ", the least is " + least);
        }
    }
}
