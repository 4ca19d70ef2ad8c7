package dev.groundwave.hub.delivery;

/**
 * The frame of a numbered message: one body for all its receivers, behind a head of each one's own.
 *
 * <p>Source: client-protocol.md, section 8.1.
 */
public interface SequencedFrame extends EncodedFrame {
    /** Size in bytes with this number in its head, frame header included. */
    int bytes(long sequenceId);
}
