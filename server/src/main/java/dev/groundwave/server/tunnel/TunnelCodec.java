package dev.groundwave.server.tunnel;

import dev.groundwave.wire.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Optional;

/**
 * Tunnel messages as bytes: a length in little-endian order, and behind it a MessagePack array of the type's number, the
 * JSON and the content.
 *
 * <p>Stateless. MessagePack's few forms that can occur are read and written here, straight from and into Netty's memory. The
 * library for it was tried and left out: on this Java it writes a warning about {@code sun.misc.Unsafe} to the standard
 * error of whoever runs the service, and it will stop working when that is removed. Source: events-and-operations.md,
 * section 3.2, and the MessagePack specification.
 */
final class TunnelCodec {
    private static final int LENGTH_BYTES = 4;
    /** The array's, and the longest of the three heads. */
    private static final int HEADS_BYTES = 1 + 1 + 5 + 5;

    private static final int ARRAY_OF_THREE = 0x93;
    private static final int NIL = 0xc0;
    private static final int BIN_8 = 0xc4;
    private static final int BIN_16 = 0xc5;
    private static final int BIN_32 = 0xc6;
    private static final int UINT_8 = 0xcc;
    private static final int UINT_16 = 0xcd;
    private static final int UINT_32 = 0xce;
    private static final int SHORT_STR = 0xa0;
    private static final int SHORT_STR_MASK = 0xe0;
    private static final int SHORT_STR_BYTES = 31;
    private static final int STR_8 = 0xd9;
    private static final int STR_16 = 0xda;
    private static final int STR_32 = 0xdb;

    private TunnelCodec() {}

    /** The whole frame of a message; the caller's to release. */
    static ByteBuf encode(TunnelMessage message, ByteBufAllocator allocator) {
        byte[] json = TunnelJson.write(message);
        int contentBytes = message.content().map(Bytes::size).orElse(0);
        ByteBuf frame = allocator.buffer(LENGTH_BYTES + HEADS_BYTES + json.length + contentBytes);
        // Every type is below 128, which stands for itself.
        frame.writeIntLE(0).writeByte(ARRAY_OF_THREE).writeByte(message.type());
        writeStr(frame, json);
        message.content().ifPresentOrElse(content -> writeBin(frame, content), () -> frame.writeByte(NIL));
        return frame.setIntLE(0, frame.readableBytes() - LENGTH_BYTES);
    }

    private static void writeStr(ByteBuf frame, byte[] utf8) {
        if (utf8.length <= SHORT_STR_BYTES) {
            frame.writeByte(SHORT_STR | utf8.length);
        } else if (utf8.length <= 0xFF) {
            frame.writeByte(STR_8).writeByte(utf8.length);
        } else if (utf8.length <= 0xFFFF) {
            frame.writeByte(STR_16).writeShort(utf8.length);
        } else {
            frame.writeByte(STR_32).writeInt(utf8.length);
        }
        frame.writeBytes(utf8);
    }

    private static void writeBin(ByteBuf frame, Bytes content) {
        if (content.size() <= 0xFF) {
            frame.writeByte(BIN_8).writeByte(content.size());
        } else if (content.size() <= 0xFFFF) {
            frame.writeByte(BIN_16).writeShort(content.size());
        } else {
            frame.writeByte(BIN_32).writeInt(content.size());
        }
        frame.writeBytes(content.asByteBuffer());
    }

    /** Reads a frame, which is exactly one message and stays the caller's. */
    static TunnelMessage decode(ByteBuf frame) throws MalformedTunnelMessageException {
        require(frame.readableBytes() > LENGTH_BYTES, "a message begins with its length");
        require(frame.readUnsignedIntLE() == frame.readableBytes(), "a frame is one message of the length it tells");
        require(frame.readUnsignedByte() == ARRAY_OF_THREE, "a message is an array of three");
        long type = readInteger(frame);
        byte[] json = readBytes(frame, readStrLength(frame));
        Optional<Bytes> content = readContent(frame);
        require(!frame.isReadable(), "a message ends with its content");
        return TunnelJson.read(type, json, content);
    }

    private static long readInteger(ByteBuf frame) throws MalformedTunnelMessageException {
        int form = readForm(frame);
        if (form < 0x80) {
            return form;
        }
        return switch (form) {
            case UINT_8 -> readNumber(frame, 1);
            case UINT_16 -> readNumber(frame, 2);
            case UINT_32 -> readNumber(frame, 4);
            default -> throw new MalformedTunnelMessageException("the first item is an unsigned integer");
        };
    }

    private static long readStrLength(ByteBuf frame) throws MalformedTunnelMessageException {
        int form = readForm(frame);
        if ((form & SHORT_STR_MASK) == SHORT_STR) {
            return form & SHORT_STR_BYTES;
        }
        return switch (form) {
            case STR_8 -> readNumber(frame, 1);
            case STR_16 -> readNumber(frame, 2);
            case STR_32 -> readNumber(frame, 4);
            default -> throw new MalformedTunnelMessageException("the second item is a string");
        };
    }

    private static Optional<Bytes> readContent(ByteBuf frame) throws MalformedTunnelMessageException {
        int form = readForm(frame);
        if (form == NIL) {
            return Optional.empty();
        }
        long length = switch (form) {
            case BIN_8 -> readNumber(frame, 1);
            case BIN_16 -> readNumber(frame, 2);
            case BIN_32 -> readNumber(frame, 4);
            default -> throw new MalformedTunnelMessageException("the third item is bytes or nil");
        };
        return Optional.of(Bytes.wrap(readBytes(frame, length)));
    }

    private static int readForm(ByteBuf frame) throws MalformedTunnelMessageException {
        return (int) readNumber(frame, 1);
    }

    private static long readNumber(ByteBuf frame, int bytes) throws MalformedTunnelMessageException {
        require(frame.readableBytes() >= bytes, "a message is whole");
        long number = 0;
        for (int i = 0; i < bytes; i++) {
            number = number << 8 | frame.readUnsignedByte();
        }
        return number;
    }

    /** Nothing is allocated on the word of a length alone: what it tells must be there. */
    private static byte[] readBytes(ByteBuf frame, long length) throws MalformedTunnelMessageException {
        require(length <= frame.readableBytes(), "a message is whole");
        byte[] bytes = new byte[(int) length];
        frame.readBytes(bytes);
        return bytes;
    }

    private static void require(boolean kept, String rule) throws MalformedTunnelMessageException {
        if (!kept) {
            throw new MalformedTunnelMessageException(rule);
        }
    }
}
