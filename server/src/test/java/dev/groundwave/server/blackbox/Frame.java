package dev.groundwave.server.blackbox;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * One WebSocket frame of RFC 6455, to be sent with any defect or as it was received.
 *
 * <p>Immutable.
 */
public final class Frame {
    /** Opcodes of RFC 6455, section 5.2. */
    public static final int CONTINUATION = 0x0;

    /** UTF-8 data. */
    public static final int TEXT = 0x1;

    /** Binary data. */
    public static final int BINARY = 0x2;

    /** The closing handshake. */
    public static final int CLOSE = 0x8;

    /** Are you there. */
    public static final int PING = 0x9;

    /** I am. */
    public static final int PONG = 0xA;

    private static final int FIN_BIT = 0x80;
    private static final int MASK_BIT = 0x80;
    private static final int SHORT_LENGTH = 126;
    private static final int LONG_LENGTH = 127;
    private static final byte[] MASK = WireBytes.of(0x37, 0xFA, 0x21, 0x3D);
    private static final byte[] ZERO_MASK = new byte[4];

    private final int firstByte;
    private final boolean masked;
    private final byte[] payload;

    private Frame(int firstByte, boolean masked, byte[] payload) {
        this.firstByte = firstByte;
        this.masked = masked;
        this.payload = payload;
    }

    /** A proper, final, masked frame. */
    public static Frame of(int opcode, byte[] payload) {
        return new Frame(FIN_BIT | opcode, true, payload);
    }

    /** A proper close frame with a code and a reason. */
    public static Frame close(int code, String reason) {
        return of(CLOSE, WireBytes.join(WireBytes.of(code >> 8, code), WireBytes.utf8(reason)));
    }

    /** The same without the FIN bit. */
    public Frame unfinished() {
        return new Frame(firstByte & ~FIN_BIT, masked, payload);
    }

    /** The same without the mask, which a client may not send. */
    public Frame unmasked() {
        return new Frame(firstByte, false, payload);
    }

    /** The same with reserved bits: 1 for RSV3, 2 for RSV2, 4 for RSV1. */
    public Frame reserved(int bits) {
        return new Frame(firstByte | bits << 4, masked, payload);
    }

    /** Whether this is the last frame of its message. */
    public boolean fin() {
        return (firstByte & FIN_BIT) != 0;
    }

    /** The kind of frame. */
    public int opcode() {
        return firstByte & 0xF;
    }

    /** A copy of the unmasked payload. */
    public byte[] payload() {
        return payload.clone();
    }

    /** The payload as UTF-8. */
    public String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    /**
     * The bytes on the wire with a mask that changes nothing: unmasking a very large frame takes the server long while its
     * buffers are watched for leaks.
     */
    public byte[] bytesUnderZeroMask() {
        byte[] header = header(payload.length);
        System.arraycopy(ZERO_MASK, 0, header, header.length - ZERO_MASK.length, ZERO_MASK.length);
        return WireBytes.join(header, payload);
    }

    /** The bytes on the wire. */
    public byte[] bytes() {
        return WireBytes.join(header(payload.length), body());
    }

    /** Only the header, announcing a payload of another length. */
    public byte[] header(long length) {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        header.write(firstByte);
        int mask = masked ? MASK_BIT : 0;
        if (length < SHORT_LENGTH) {
            header.write(mask | (int) length);
        } else if (length < 1 << 16) {
            header.write(mask | SHORT_LENGTH);
            writeNumber(header, length, 2);
        } else {
            header.write(mask | LONG_LENGTH);
            writeNumber(header, length, 8);
        }
        if (masked) {
            header.writeBytes(MASK);
        }
        return header.toByteArray();
    }

    @Override
    public String toString() {
        return "frame 0x" + Integer.toHexString(firstByte) + " of " + payload.length + " bytes: " + text();
    }

    /** Reads a frame of the server and checks what every one of them must keep: no mask, no reserved bit. */
    static Frame read(RawSocket socket, int firstByte) {
        int second = socket.readByte();
        if ((firstByte & 0x70) != 0 || (second & MASK_BIT) != 0) {
            throw new AssertionError("the server set a reserved bit or the mask bit: " + firstByte + ", " + second);
        }
        long length = second;
        if (second == SHORT_LENGTH) {
            length = readNumber(socket, 2);
        } else if (second == LONG_LENGTH) {
            length = readNumber(socket, 8);
        }
        return new Frame(firstByte, false, socket.readBytes(Math.toIntExact(length)));
    }

    private byte[] body() {
        byte[] body = payload.clone();
        for (int i = 0; masked && i < body.length; i++) {
            body[i] ^= MASK[i % MASK.length];
        }
        return body;
    }

    private static void writeNumber(ByteArrayOutputStream out, long value, int bytes) {
        for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
            out.write((int) (value >>> shift));
        }
    }

    private static long readNumber(RawSocket socket, int bytes) {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value = value << 8 | socket.readByte();
        }
        return value;
    }
}
