package dev.groundwave.server.socket;

import dev.groundwave.hub.delivery.EncodedFrame;
import dev.groundwave.hub.delivery.OfferResult;
import dev.groundwave.hub.delivery.Outbox;
import dev.groundwave.server.frame.ControlFrames;
import dev.groundwave.server.frame.PooledFrame;
import dev.groundwave.server.settings.LimitSettings;
import dev.groundwave.wire.CloseReason;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A connection's way out: a queue bounded in frames and bytes before a channel that takes a little ahead.
 *
 * <p>Lives on the channel's event loop. A frame counts from its offer until it is handed to the channel, which takes at
 * most {@link #AHEAD_BYTES} while the socket does not. One frame too many means that the client reads too slowly: the
 * queue is dropped and the connection closed. Source: client-protocol.md, sections 4 and 13.4.
 */
final class SocketOutbox implements Outbox {
    /** The event that tells the pipeline about a queue that was full. */
    enum Overflow {
        /** The connection is being closed because of it. */
        CLOSED
    }

    /** The channel's high-water mark. */
    static final int AHEAD_BYTES = 65_536;

    private final Channel channel;
    private final LimitSettings limits;
    private final ArrayDeque<PooledFrame> queue = new ArrayDeque<>(4);
    private int queuedFrames;
    private long queuedBytes;

    /** What to close with once the queue is empty; null while the connection is open. */
    private @Nullable CloseReason closing;

    private boolean closeFrameWritten;

    SocketOutbox(Channel channel, LimitSettings limits) {
        this.channel = channel;
        this.limits = limits;
    }

    @Override
    public OfferResult offer(EncodedFrame frame) {
        if (closing != null || !channel.isActive()) {
            return OfferResult.CLOSED;
        }
        if (isTooMuch(frame)) {
            // A long turn is not the client's fault: what the channel takes now does not count.
            flush();
            if (isTooMuch(frame)) {
                dropQueue();
                close(CloseReason.SLOW_CONSUMER);
                flush();
                // Later, because the hub is in the middle of its fan-out.
                channel.eventLoop().execute(() -> channel.pipeline().fireUserEventTriggered(Overflow.CLOSED));
                return OfferResult.CLOSED;
            }
        }
        frame.retain();
        queue.add((PooledFrame) frame);
        queuedFrames += frame.frames();
        queuedBytes += frame.bytes();
        if (queuedBytes >= AHEAD_BYTES && channel.isWritable()) {
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

    private void writeWhatFits() {
        PooledFrame frame;
        while (channel.isWritable() && (frame = queue.poll()) != null) {
            queuedFrames -= frame.frames();
            queuedBytes -= frame.bytes();
            channel.write(frame.intoWrite(), channel.voidPromise());
        }
    }

    private boolean isTooMuch(EncodedFrame frame) {
        return queuedFrames + frame.frames() > limits.outboundMessages()
                || queuedBytes + frame.bytes() > limits.outboundBytes();
    }

    private void dropQueue() {
        PooledFrame frame;
        while ((frame = queue.poll()) != null) {
            frame.release();
        }
        queuedFrames = 0;
        queuedBytes = 0;
    }
}
