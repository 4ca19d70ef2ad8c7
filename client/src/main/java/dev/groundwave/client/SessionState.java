package dev.groundwave.client;

/** Where a client stands. Source: client-sdk.md, section 2.1. */
public enum SessionState {
    /** Not running; {@code start()} is possible. */
    STOPPED,
    /** {@code start()} is under way. */
    CONNECTING,
    /** The service has greeted this connection. */
    CONNECTED,
    /** The transport is lost and the connection may yet be saved. */
    RECOVERING,
    /** The connection is lost for good and a new one is being sought. */
    RECONNECTING,
    /** {@code stop()} is under way. */
    STOPPING,
    /** Closed for good. */
    CLOSED
}
