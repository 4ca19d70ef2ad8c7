package dev.groundwave.wire.codec;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Tells whether bytes can be read as a {@code google.protobuf.Any}, without the protobuf library.
 *
 * <p>An Any has a string in field 1 and bytes in field 2; other fields are skipped, as every protobuf reader does.
 * Source: client-protocol.md, section 13.6; protobuf.dev, Encoding.
 */
public final class AnyShape {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int START_GROUP = 3;
    private static final int END_GROUP = 4;
    private static final int FIXED32 = 5;
    /** As deep as protobuf-java follows groups. */
    private static final int MAX_GROUPS = 100;

    private static final long TYPE_URL_TAG = (1 << 3) | LENGTH_DELIMITED;
    private static final long MAX_TAG = 0xFFFF_FFFFL;

    private final byte[] bytes;
    private final long[] openGroups = new long[MAX_GROUPS];
    private int groups;
    private int position;

    private AnyShape(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Whether the bytes are a well-formed {@code Any}; none at all are one, with both fields at their defaults. */
    public static boolean isAny(byte[] bytes) {
        return new AnyShape(bytes).readAll();
    }

    private boolean readAll() {
        while (position < bytes.length) {
            long tag = varint();
            if (tag >>> 3 == 0 || tag < 0 || tag > MAX_TAG || !skip(tag)) {
                return false;
            }
        }
        return groups == 0;
    }

    private boolean skip(long tag) {
        return switch ((int) tag & 7) {
            case VARINT -> skipVarint();
            case FIXED64 -> advance(8);
            case LENGTH_DELIMITED -> skipLengthDelimited(tag);
            case START_GROUP -> openGroup(tag >>> 3);
            case END_GROUP -> groups > 0 && openGroups[--groups] == tag >>> 3;
            case FIXED32 -> advance(4);
            default -> false;
        };
    }

    private boolean openGroup(long field) {
        if (groups == MAX_GROUPS) {
            return false;
        }
        openGroups[groups++] = field;
        return true;
    }

    private boolean skipLengthDelimited(long tag) {
        long length = varint();
        int start = position;
        if (!advance(length)) {
            return false;
        }
        return tag != TYPE_URL_TAG || groups > 0 || isUtf8(start, (int) length);
    }

    private boolean isUtf8(int start, int length) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, start, length));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private boolean advance(long count) {
        if (count < 0 || count > bytes.length - position) {
            return false;
        }
        position += (int) count;
        return true;
    }

    private boolean skipVarint() {
        int start = position;
        varint();
        return position > start;
    }

    /** The next varint; negative, and the position unmoved, when there is none. A value above 2^63-1 is negative too. */
    private long varint() {
        long value = 0;
        for (int i = 0; i < 10 && position + i < bytes.length; i++) {
            byte b = bytes[position + i];
            value |= (long) (b & 0x7F) << (7 * i);
            if (b >= 0) {
                position += i + 1;
                return value;
            }
        }
        return -1;
    }
}
