package dev.groundwave.server.blackbox;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Protobuf messages byte by byte, also those that no codec would write. Source: protobuf.dev, Encoding. */
public final class ProtobufBytes {
    private static final int VARINT = 0;
    private static final int LENGTH_DELIMITED = 2;

    private ProtobufBytes() {}

    /** A message of these fields. */
    public static byte[] message(byte[]... fields) {
        return WireBytes.join(fields);
    }

    /** A field with an unsigned number. */
    public static byte[] number(int field, long value) {
        return WireBytes.join(varint((long) field << 3 | VARINT), varint(value));
    }

    /** A field with a text. */
    public static byte[] text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    /** A field with bytes, or with a message. */
    public static byte[] bytes(int field, byte[] value) {
        return WireBytes.join(varint((long) field << 3 | LENGTH_DELIMITED), varint(value.length), value);
    }

    private static byte[] varint(long unsigned) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long rest = unsigned;
        while ((rest & ~0x7FL) != 0) {
            bytes.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
        return bytes.toByteArray();
    }
}
