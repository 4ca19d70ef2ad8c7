package dev.groundwave.client;

/** What happens when listeners cannot follow and the handler queue is full. Source: client-sdk.md, section 2.5. */
public enum Overflow {
    /**
     * The client stops reading, so that TCP holds the service back. While an operation is under way it reads on, up to
     * four times the bound, as the answer comes the same way. A service may drop the transport, and in the end the
     * connection, of a client that does not read.
     */
    BLOCK,
    /** The oldest message that waits is dropped and counted. */
    DROP_OLDEST,
    /** The message that comes is dropped and counted. */
    DROP_NEWEST,
    /** The connection is ended, with a {@link BackpressureException} as the cause. */
    FAIL
}
