package dev.groundwave.server.frame;

import io.netty.buffer.ByteBuf;

/** The header of an unmasked final frame. Source: RFC 6455, section 5.2. */
final class FrameHeader {
    static final int MAX_BYTES = 10;
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;

    private static final int FINAL = 0x80;
    private static final int SHORT_LENGTH = 125;
    private static final int LENGTH_IN_TWO_BYTES = 126;
    private static final int LENGTH_IN_EIGHT_BYTES = 127;

    private FrameHeader() {}

    static void write(ByteBuf target, int opcode, int payloadBytes) {
        target.writeByte(FINAL | opcode);
        if (payloadBytes <= SHORT_LENGTH) {
            target.writeByte(payloadBytes);
        } else if (payloadBytes <= 0xFFFF) {
            target.writeByte(LENGTH_IN_TWO_BYTES).writeShort(payloadBytes);
        } else {
            target.writeByte(LENGTH_IN_EIGHT_BYTES).writeLong(payloadBytes);
        }
    }
}
