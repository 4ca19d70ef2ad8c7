package dev.groundwave.server.socket;

import dev.groundwave.hub.delivery.EncodedFrame;
import dev.groundwave.hub.delivery.OfferResult;
import dev.groundwave.hub.delivery.SequencedFrame;
import dev.groundwave.hub.delivery.Transport;
import dev.groundwave.server.frame.ControlFrames;
import dev.groundwave.server.frame.NumberedFrame;
import dev.groundwave.server.frame.PooledFrame;
import dev.groundwave.server.frame.PooledTemplate;
import dev.groundwave.server.settings.LimitSettings;
import dev.groundwave.wire.CloseReason;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A connection's way out: a queue bounded in frames and bytes before a channel that takes a little ahead.
 *
 * <p>Lives on the channel's event loop. A frame counts from its offer until it is handed to the channel, which takes at
 * most {@link #AHEAD_BYTES} while the socket does not. One frame too many means that the client reads too slowly: the
 * queue is dropped and the connection closed. Numbered frames are bounded by whoever numbers them. Source:
 * client-protocol.md, sections 4 and 13.4.
 */
final class SocketOutbox implements Transport {
    /** The event that tells the pipeline about a queue that was full. */
    enum Overflow {
        /** The connection is being closed because of it. */
        CLOSED
    }

    /** The channel's high-water mark. */
    static final int AHEAD_BYTES = 65_536;

    /** How much of short numbered frames goes into one buffer at most. */
    private static final int TOGETHER_BYTES = 16_384;

    private final Channel channel;
    private final LimitSettings limits;
    private final LongSupplier nanoClock;
    private final FrameQueue queue = new FrameQueue();

    /** What is queued without a number. */
    private int queuedFrames;

    private long queuedBytes;

    /** All that is queued; of numbered frames roughly. */
    private long waitingBytes;

    /** What to close with once the queue is empty; null while the connection is open. */
    private @Nullable CloseReason closing;

    private boolean closeFrameWritten;

    SocketOutbox(Channel channel, LimitSettings limits, LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.channel = channel;
        this.limits = limits;
    }

    @Override
    public OfferResult offer(EncodedFrame frame) {
        if (isClosed()) {
            return OfferResult.CLOSED;
        }
        if (isTooMuch(frame)) {
            // A long turn is not the client's fault: what the channel takes now does not count.
            flush();
            // What an empty queue before a ready channel gets does not wait, however much it is.
            boolean waits = !queue.isEmpty() || !channel.isWritable();
            if (waits && isTooMuch(frame)) {
                overflow();
                return OfferResult.CLOSED;
            }
        }
        queuedFrames += frame.frames();
        queuedBytes += frame.bytes();
        return enqueue(frame, 0);
    }

    @Override
    public OfferResult offer(SequencedFrame frame, long sequenceId) {
        return isClosed() ? OfferResult.CLOSED : enqueue(frame, sequenceId);
    }

    private OfferResult enqueue(EncodedFrame frame, long sequenceId) {
        frame.retain();
        queue.add(frame, sequenceId);
        waitingBytes += frame.bytes();
        if (waitingBytes >= AHEAD_BYTES && channel.isWritable()) {
            flush();
        }
        return channel.isWritable() ? OfferResult.SENT : OfferResult.BACK_PRESSURED;
    }

    @Override
    public void flush() {
        while (channel.isWritable() && !queue.isEmpty()) {
            writeWhatFits();
            channel.flush();
        }
        queue.shrink();
        if (closing != null && queue.isEmpty() && !closeFrameWritten) {
            closeFrameWritten = true;
            channel.writeAndFlush(ControlFrames.close(channel.alloc(), closing), channel.voidPromise());
        }
    }

    @Override
    public void close(CloseReason reason) {
        if (closing == null) {
            closing = reason;
        }
    }

    @Override
    public void abort() {
        dispose();
        channel.close();
    }

    @Override
    public void resumeReading() {
        channel.config().setAutoRead(true);
    }

    /** Answers the client's close with the same code, or without one for a negative code, and then closes the channel. */
    void echoClose(int code) {
        close(CloseReason.NORMAL);
        dropQueue();
        if (closeFrameWritten) {
            channel.close();
            return;
        }
        closeFrameWritten = true;
        ByteBuf frame = code < 0
                ? ControlFrames.emptyClose(channel.alloc())
                : ControlFrames.close(channel.alloc(), new CloseReason(code, ""));
        channel.writeAndFlush(frame).addListener(ChannelFutureListener.CLOSE);
    }

    /** Whether a close is under way or done. */
    boolean isClosing() {
        return closing != null;
    }

    /** Releases what never went out. Nothing is taken afterwards. */
    void dispose() {
        close(CloseReason.NORMAL);
        closeFrameWritten = true;
        dropQueue();
    }

    private boolean isClosed() {
        return closing != null || !channel.isActive();
    }

    private void overflow() {
        dropQueue();
        close(CloseReason.SLOW_CONSUMER);
        flush();
        // Later, because the hub is in the middle of its fan-out.
        channel.eventLoop().execute(() -> channel.pipeline().fireUserEventTriggered(Overflow.CLOSED));
    }

    private void writeWhatFits() {
        EncodedFrame frame;
        while (channel.isWritable() && (frame = queue.peek()) != null) {
            if (frame.isExpired(nanoClock)) {
                dequeue(frame);
                frame.release();
            } else if (frame instanceof NumberedFrame numbered) {
                writeNumbered(numbered);
            } else {
                dequeue(frame);
                channel.write(((PooledFrame) frame).intoWrite(), channel.voidPromise());
            }
        }
    }

    /** Writes short frames together in one buffer, long ones each in two pieces. */
    private void writeNumbered(NumberedFrame first) {
        if (!first.isShort()) {
            long sequenceId = queue.peekSequenceId();
            dequeue(first);
            writeParts(first, sequenceId);
            first.release();
            return;
        }
        int room = (int) Math.max(Math.min(waitingBytes, TOGETHER_BYTES), first.bytes());
        ByteBuf together = channel.alloc().directBuffer(room);
        while (queue.peek() instanceof NumberedFrame next
                && next.isShort()
                && !next.isExpired(nanoClock)
                && together.readableBytes() + next.bytes() <= room) {
            next.appendTo(together, queue.peekSequenceId());
            dequeue(next);
            next.release();
        }
        channel.write(together, channel.voidPromise());
    }

    private void writeParts(NumberedFrame frame, long firstSequenceId) {
        for (int i = 0; i < frame.frames(); i++) {
            PooledTemplate part = frame.part(i);
            part.retain();
            channel.write(part.head(channel.alloc(), firstSequenceId + i), channel.voidPromise());
            channel.write(part.bodyIntoWrite(), channel.voidPromise());
        }
    }

    /** Takes the first frame out of the queue and its counts; its reference is now the caller's. */
    private void dequeue(EncodedFrame frame) {
        if (queue.peekSequenceId() == 0) {
            queuedFrames -= frame.frames();
            queuedBytes -= frame.bytes();
        }
        waitingBytes -= frame.bytes();
        queue.remove();
    }

    private boolean isTooMuch(EncodedFrame frame) {
        return queuedFrames + frame.frames() > limits.outboundMessages()
                || queuedBytes + frame.bytes() > limits.outboundBytes();
    }

    private void dropQueue() {
        EncodedFrame frame;
        while ((frame = queue.peek()) != null) {
            dequeue(frame);
            frame.release();
        }
    }
}
