package dev.groundwave.client;

/** What is known about an operation that failed. Source: client-sdk.md, section 1.6. */
public enum Outcome {
    /** The service said no: it was not done. */
    REJECTED,
    /** It never left this client: it was not done. */
    NOT_SENT,
    /** It was sent and no answer came: it may have been done. Repeat it with the same ack id to be safe. */
    UNKNOWN
}
