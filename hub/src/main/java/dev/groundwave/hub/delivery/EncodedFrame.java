package dev.groundwave.hub.delivery;

/**
 * One or more finished frames, ready for any number of sockets.
 *
 * <p>Counted: whoever makes it holds one reference, every queue slot another. Safe for all threads.
 */
public interface EncodedFrame {
    /** Size in bytes, frame headers included. */
    int bytes();

    /** How many frames these are. */
    int frames();

    /** Adds a reference. */
    void retain();

    /** Gives a reference up; with the last one the memory goes. */
    void release();
}
