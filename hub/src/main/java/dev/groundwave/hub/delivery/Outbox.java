package dev.groundwave.hub.delivery;

import dev.groundwave.wire.CloseReason;

/**
 * A connection's bounded way out. Used on the connection's lane only; never blocks and never calls back into the hub
 * before it returns.
 */
public interface Outbox {
    /** Queues a frame and takes a reference of its own, unless the answer is {@link OfferResult#CLOSED}. */
    OfferResult offer(EncodedFrame frame);

    /** Hands what is queued to the transport, as far as that takes it. Called once at the end of a turn. */
    void flush();

    /** Ends the connection behind everything queued. Later offers are dropped, later closes ignored. */
    void close(CloseReason reason);

    /** The connection's publications have caught up: reading from its client may go on. */
    void resumeReading();
}
