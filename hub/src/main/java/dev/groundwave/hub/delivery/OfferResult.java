package dev.groundwave.hub.delivery;

/** What became of a frame that was offered to an {@link Outbox}. */
public enum OfferResult {
    /** It is queued, and the transport keeps up. */
    SENT,
    /** It is queued behind others, because the transport is slower. */
    BACK_PRESSURED,
    /** It was dropped: the outbox is closed, or closes now because it is full. */
    CLOSED
}
