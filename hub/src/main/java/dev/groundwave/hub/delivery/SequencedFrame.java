package dev.groundwave.hub.delivery;

/**
 * The frame of a numbered message, or of several that follow each other: the bodies once for all receivers, behind heads
 * of each one's own. It takes as many numbers as it has frames.
 *
 * <p>Source: client-protocol.md, section 8.1.
 */
public interface SequencedFrame extends EncodedFrame {
    /** Size in bytes with this number in the first head and the next ones in the others, frame headers included. */
    int bytes(long firstSequenceId);

    /** One of its messages, from 0 to {@link #frames()} - 1; a reference of its own keeps it beyond this frame's end. */
    SequencedFrame part(int index);
}
