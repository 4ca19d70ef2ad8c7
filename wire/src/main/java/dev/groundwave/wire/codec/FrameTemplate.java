package dev.groundwave.wire.codec;

import dev.groundwave.wire.Bytes;

/**
 * A sequenced message, encoded but for its sequence id: a short prefix of each receiver's own, then a body for all.
 *
 * <p>Immutable and safe for all threads. Prefix and body joined are the frame that {@link MessageCodec#encode} makes of
 * the same message with that id.
 */
public interface FrameTemplate {
    /** No prefix of any dialect is longer than this, in bytes. */
    int MAX_PREFIX_BYTES = 48;

    /** What stands behind the prefix, the same for every sequence id. */
    Bytes body();

    /** The length of the prefix, in bytes; nothing is allocated. */
    int prefixBytes(long sequenceId);

    /**
     * Writes the prefix and returns its length; nothing is allocated.
     *
     * @param sequenceId unsigned
     * @throws IndexOutOfBoundsException when {@code target} has less than {@link #MAX_PREFIX_BYTES} from
     *     {@code offset} and the prefix does not fit
     */
    int writePrefix(long sequenceId, byte[] target, int offset);

    /** The whole frame in a new array. */
    default byte[] frame(long sequenceId) {
        byte[] prefix = new byte[MAX_PREFIX_BYTES];
        int length = writePrefix(sequenceId, prefix, 0);
        byte[] frame = new byte[length + body().size()];
        System.arraycopy(prefix, 0, frame, 0, length);
        body().copyTo(frame, length);
        return frame;
    }
}
