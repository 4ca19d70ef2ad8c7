package dev.groundwave.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * An immutable run of bytes.
 *
 * <p>Safe for all threads. {@link #toString()} tells the size only, so that no payload reaches a log by accident.
 */
public final class Bytes {
    /** No bytes at all. */
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    /** A copy of the whole array. */
    public static Bytes copyOf(byte[] source) {
        return wrap(source.clone());
    }

    /**
     * A copy of {@code length} bytes from {@code offset}.
     *
     * @throws IndexOutOfBoundsException when the range lies outside the array
     */
    public static Bytes copyOf(byte[] source, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, source.length);
        return wrap(Arrays.copyOfRange(source, offset, offset + length));
    }

    /** A copy of what remains in the buffer; its position stays. */
    public static Bytes copyOf(ByteBuffer source) {
        byte[] copy = new byte[source.remaining()];
        source.duplicate().get(copy);
        return wrap(copy);
    }

    /** Takes the array over without a copy: the caller gives up every right to change it. */
    public static Bytes wrap(byte[] owned) {
        return owned.length == 0 ? EMPTY : new Bytes(owned);
    }

    /** The UTF-8 form of the text. A lone surrogate becomes a question mark. */
    public static Bytes utf8(String text) {
        return wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** How many bytes these are. */
    public int size() {
        return content.length;
    }

    /** A copy that the caller may change. */
    public byte[] toArray() {
        return content.clone();
    }

    /** A read-only view without a copy. */
    public ByteBuffer asByteBuffer() {
        return ByteBuffer.wrap(content).asReadOnlyBuffer();
    }

    /** The bytes read as UTF-8; broken sequences become the replacement character. */
    public String asUtf8() {
        return new String(content, StandardCharsets.UTF_8);
    }

    /**
     * Copies all bytes into {@code target} from {@code offset} on.
     *
     * @throws IndexOutOfBoundsException when they do not fit
     */
    public void copyTo(byte[] target, int offset) {
        System.arraycopy(content, 0, target, offset, content.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(content, that.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    @Override
    public String toString() {
        return "Bytes[" + content.length + "]";
    }
}
