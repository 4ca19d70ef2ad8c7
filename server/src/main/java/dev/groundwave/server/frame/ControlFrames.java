package dev.groundwave.server.frame;

import dev.groundwave.wire.CloseReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** Pings, pongs and closes. Source: RFC 6455, section 5.5. */
public final class ControlFrames {
    private static final int MAX_PAYLOAD_BYTES = 125;
    private static final int CODE_BYTES = 2;

    private ControlFrames() {}

    /** A ping without payload, shared by all sockets; whoever makes it releases it at the end. */
    public static PooledFrame sharedPing() {
        ByteBuf memory = Unpooled.directBuffer(FrameHeader.MAX_BYTES);
        FrameHeader.write(memory, FrameHeader.PING, 0);
        return new PooledFrame(memory, 1);
    }

    /** The answer to a ping; the payload is read and stays the caller's. */
    public static PooledFrame pong(ByteBufAllocator allocator, ByteBuf payload) {
        ByteBuf memory = allocator.directBuffer(FrameHeader.MAX_BYTES + payload.readableBytes());
        FrameHeader.write(memory, FrameHeader.PONG, payload.readableBytes());
        memory.writeBytes(payload, payload.readerIndex(), payload.readableBytes());
        return new PooledFrame(memory, 1);
    }

    /** A close frame with code and text; the text is cut where it is too long for the frame. */
    public static ByteBuf close(ByteBufAllocator allocator, CloseReason reason) {
        byte[] text = reason.text().getBytes(StandardCharsets.UTF_8);
        int length = Math.min(text.length, MAX_PAYLOAD_BYTES - CODE_BYTES);
        ByteBuf memory = allocator.directBuffer(FrameHeader.MAX_BYTES + CODE_BYTES + length);
        FrameHeader.write(memory, FrameHeader.CLOSE, CODE_BYTES + length);
        return memory.writeShort(reason.code()).writeBytes(text, 0, length);
    }

    /** A close frame without a code. */
    public static ByteBuf emptyClose(ByteBufAllocator allocator) {
        ByteBuf memory = allocator.directBuffer(FrameHeader.MAX_BYTES);
        FrameHeader.write(memory, FrameHeader.CLOSE, 0);
        return memory;
    }
}
