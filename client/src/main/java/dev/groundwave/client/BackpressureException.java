package dev.groundwave.client;

/**
 * Too much waits: an operation was not sent because of others under way, or a connection was ended because listeners could
 * not follow. Source: client-sdk.md, sections 1.6 and 2.5.
 */
public final class BackpressureException extends WebPubSubException {
    private static final long serialVersionUID = 1L;

    private final int queueLength;

    BackpressureException(int queueLength) {
        this("not sent: " + queueLength + " operations wait for their turn", queueLength);
    }

    /** For a connection that was ended because so many events wait for listeners. */
    static BackpressureException ofListeners(int queueLength) {
        return new BackpressureException("the handler queue is full: " + queueLength + " events wait", queueLength);
    }

    private BackpressureException(String message, int queueLength) {
        super(message, null);
        this.queueLength = queueLength;
    }

    /** How many operations, or events, were waiting. */
    public int queueLength() {
        return queueLength;
    }
}
