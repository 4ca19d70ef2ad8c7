package dev.groundwave.server.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import java.util.function.LongSupplier;

/**
 * A tunnel's way out, bounded in bytes. On the channel's event loop.
 *
 * <p>Source: events-and-operations.md, section 3.2.
 */
final class TunnelOutbox {
    /** 1 MiB of content, and headers. */
    static final int LONGEST_MESSAGE_BYTES = 1_048_576 + 131_072;

    /** What became of a message. */
    enum Offer {
        /** It is on its way. */
        SENT,
        /** The back end does not read what was sent before. */
        FULL,
        /** It is longer than a message may be. */
        TOO_LONG
    }

    private final Channel channel;
    private final int mostWaitingBytes;
    private final LongSupplier nanoClock;
    private long waitingBytes;
    private long lastMessageNanos;

    TunnelOutbox(Channel channel, int mostWaitingBytes, LongSupplier nanoClock) {
        this.channel = channel;
        this.mostWaitingBytes = mostWaitingBytes;
        this.nanoClock = nanoClock;
        this.lastMessageNanos = nanoClock.getAsLong();
    }

    /** Sends a message unless it is too much. */
    Offer offer(TunnelMessage message) {
        ByteBuf frame = TunnelCodec.encode(message, channel.alloc());
        int bytes = frame.readableBytes();
        if (bytes > LONGEST_MESSAGE_BYTES || (waitingBytes > 0 && waitingBytes + bytes > mostWaitingBytes)) {
            frame.release();
            return bytes > LONGEST_MESSAGE_BYTES ? Offer.TOO_LONG : Offer.FULL;
        }
        write(frame);
        return Offer.SENT;
    }

    /** Sends a message of which there are few: of the tunnel's own, or an answer before which nothing waited. */
    void send(TunnelMessage message) {
        write(TunnelCodec.encode(message, channel.alloc()));
    }

    private void write(ByteBuf frame) {
        int bytes = frame.readableBytes();
        waitingBytes += bytes;
        lastMessageNanos = nanoClock.getAsLong();
        channel.writeAndFlush(new BinaryWebSocketFrame(frame)).addListener(_ -> waitingBytes -= bytes);
    }

    /** When the last message went out. */
    long lastMessageNanos() {
        return lastMessageNanos;
    }

    /** Whether the back end reads. */
    boolean isReady() {
        return channel.isWritable();
    }
}
