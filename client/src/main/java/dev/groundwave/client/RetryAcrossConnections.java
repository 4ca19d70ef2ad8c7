package dev.groundwave.client;

/**
 * Whether an operation that was sent and not answered is sent again on a new connection, whose service does not know
 * the old ack ids. Source: client-sdk.md, section 2.6.
 */
public enum RetryAcrossConnections {
    /** Sent again: at least once. */
    ALWAYS,
    /** Fails with {@link Outcome#UNKNOWN}: at most once. */
    SAME_CONNECTION_ONLY
}
