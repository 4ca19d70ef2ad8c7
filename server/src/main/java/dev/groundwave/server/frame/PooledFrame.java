package dev.groundwave.server.frame;

import dev.groundwave.hub.delivery.EncodedFrame;
import io.netty.buffer.ByteBuf;
import java.util.function.LongSupplier;

/**
 * Finished frames in one run of direct memory. The memory's reference count is the frame's.
 *
 * <p>Never changed once shared, so any number of sockets on any lane may write it at the same time.
 */
public final class PooledFrame implements EncodedFrame {
    private final ByteBuf memory;
    private final int bytes;
    private final int frames;

    /** When it becomes worthless; 0 = never. Set before the frame is shared. */
    private long deadlineNanos;

    /** Takes the buffer and its one reference over. */
    PooledFrame(ByteBuf memory, int frames) {
        this.memory = memory;
        this.bytes = memory.readableBytes();
        this.frames = frames;
    }

    @Override
    public int bytes() {
        return bytes;
    }

    @Override
    public int frames() {
        return frames;
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
        memory.retain();
    }

    @Override
    public void release() {
        memory.release();
    }

    /** A view with indexes of its own for one socket's write, which uses up one reference of the caller. */
    public ByteBuf intoWrite() {
        return memory.duplicate();
    }

    void appendTo(ByteBuf target) {
        target.writeBytes(memory, memory.readerIndex(), bytes);
    }
}
