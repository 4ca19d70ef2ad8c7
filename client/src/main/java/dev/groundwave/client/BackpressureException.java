package dev.groundwave.client;

/**
 * An operation that was not sent because too many others are under way. Source: client-sdk.md, section 1.6.
 */
public final class BackpressureException extends WebPubSubException {
    private static final long serialVersionUID = 1L;

    private final int queueLength;

    BackpressureException(int queueLength) {
        super("not sent: " + queueLength + " operations wait for their turn", null);
        this.queueLength = queueLength;
    }

    /** How many operations were waiting. */
    public int queueLength() {
        return queueLength;
    }
}
