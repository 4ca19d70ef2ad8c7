package dev.groundwave.hub.delivery;

import dev.groundwave.wire.Dialect;
import dev.groundwave.wire.ServiceMessage;
import java.util.List;

/** Makes finished frames. Safe for all threads; the caller owns the result's first reference. */
public interface FrameEncoder {
    /** The frame of a message in a dialect; one of no bytes when those who speak the dialect are not to see it. */
    EncodedFrame encode(ServiceMessage message, Dialect dialect);

    /**
     * Several frames of one dialect as one, in this order: in one run of memory, or, where each receiver numbers them,
     * side by side. The given ones are neither changed nor released.
     */
    EncodedFrame join(List<EncodedFrame> frames);
}
