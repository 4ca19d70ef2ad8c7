package dev.groundwave.server.frame;

import dev.groundwave.wire.codec.FrameTemplate;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.LongSupplier;

/**
 * The frame of a numbered message: its body once in direct memory, a small head for each receiver.
 *
 * <p>A short body is copied behind its head, which costs less than a second piece in the gathering write; a long one is
 * referenced. Never changed once shared; the body's reference count is the frame's.
 */
public final class PooledTemplate implements NumberedFrame {
    /** Up to here a body is copied. */
    static final int COPIED_BYTES = 2048;

    private static final int MAX_HEAD_BYTES = FrameHeader.MAX_BYTES + FrameTemplate.MAX_PREFIX_BYTES;

    private final FrameTemplate template;
    private final ByteBuf body;
    private final int bodyBytes;
    private final int opcode;

    /** When it becomes worthless; 0 = never. Set before the frame is shared. */
    private long deadlineNanos;

    /** Takes the buffer and its one reference over. */
    PooledTemplate(FrameTemplate template, ByteBuf body, int opcode) {
        this.template = template;
        this.body = body;
        this.bodyBytes = body.readableBytes();
        this.opcode = opcode;
    }

    @Override
    public int bytes() {
        return MAX_HEAD_BYTES + bodyBytes;
    }

    @Override
    public int bytes(long sequenceId) {
        int payload = template.prefixBytes(sequenceId) + bodyBytes;
        return FrameHeader.bytes(payload) + payload;
    }

    /** How long the part of the payload is that this number stands in; the same for all numbers of one length. */
    int headBytes(long sequenceId) {
        return template.prefixBytes(sequenceId);
    }

    @Override
    public PooledTemplate part(int index) {
        return this;
    }

    @Override
    public int frames() {
        return 1;
    }

    @Override
    public void expireAt(long deadline) {
        deadlineNanos = deadline;
    }

    @Override
    public boolean isExpired(LongSupplier nanoClock) {
        return deadlineNanos != 0 && nanoClock.getAsLong() - deadlineNanos >= 0;
    }

    @Override
    public void retain() {
        body.retain();
    }

    @Override
    public void release() {
        body.release();
    }

    @Override
    public boolean isShort() {
        return bodyBytes <= COPIED_BYTES;
    }

    @Override
    public void appendTo(ByteBuf target, long sequenceId) {
        appendTo(target, sequenceId, new byte[FrameTemplate.MAX_PREFIX_BYTES]);
    }

    /** The same with memory for the prefix that the caller may use again. */
    void appendTo(ByteBuf target, long sequenceId, byte[] scratch) {
        writeHead(target, sequenceId, scratch);
        target.writeBytes(body, body.readerIndex(), bodyBytes);
    }

    /** The head alone, for a body that follows by {@link #bodyIntoWrite()}. */
    public ByteBuf head(ByteBufAllocator allocator, long sequenceId) {
        ByteBuf head = allocator.directBuffer(MAX_HEAD_BYTES);
        writeHead(head, sequenceId, new byte[FrameTemplate.MAX_PREFIX_BYTES]);
        return head;
    }

    /** A view of the body for one socket's write, which uses up one reference of the caller. */
    public ByteBuf bodyIntoWrite() {
        return body.duplicate();
    }

    private void writeHead(ByteBuf target, long sequenceId, byte[] scratch) {
        int length = template.writePrefix(sequenceId, scratch, 0);
        FrameHeader.write(target, opcode, length + bodyBytes);
        target.writeBytes(scratch, 0, length);
    }
}
