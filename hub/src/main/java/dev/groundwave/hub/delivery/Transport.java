package dev.groundwave.hub.delivery;

/**
 * One WebSocket as the way out of a connection. A reliable connection may have several, one after the other.
 *
 * <p>Used on the connection's lane only.
 */
public interface Transport extends Outbox {
    /**
     * Queues a frame whose numbers begin with this one, in order with all others and takes a reference of its own, unless the answer is {@link
     * OfferResult#CLOSED}. It does not count against the bounds of the queue: whoever numbers frames bounds them.
     */
    OfferResult offer(SequencedFrame frame, long firstSequenceId);

    /** Ends the WebSocket at once without a close frame, because another one has taken its place. */
    void abort();
}
