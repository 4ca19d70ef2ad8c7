package dev.groundwave.hub.delivery;

import java.util.function.LongSupplier;

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

    /**
     * Makes the frame worthless from a moment on; what is not written by then is dropped. Only its maker calls this, before
     * anybody else knows the frame.
     *
     * @param deadlineNanos on the clock that the hubs were given; not 0
     */
    void expireAt(long deadlineNanos);

    /** Whether the frame is worthless now; the clock is asked only if the frame can become so. */
    boolean isExpired(LongSupplier nanoClock);

    /** Adds a reference. */
    void retain();

    /** Gives a reference up; with the last one the memory goes. */
    void release();
}
