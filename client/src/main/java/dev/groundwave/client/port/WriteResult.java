package dev.groundwave.client.port;

/** What became of one message. */
public enum WriteResult {
    /** Handed to the network. */
    WRITTEN,
    /** The transport ended while it was being written: the peer may have it or not. */
    UNCERTAIN,
    /** The transport ended before its turn came: the peer has nothing of it. */
    NEVER_STARTED
}
