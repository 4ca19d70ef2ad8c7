package dev.groundwave.server.socket;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A WebSocket that was closed as soon as it was open: waits a little for the client's close, and ends. */
final class RefusedSocket extends SweptHandler {
    private static final long GRACE_NANOS = Duration.ofSeconds(5).toNanos();

    private final SocketLane lane;
    private final long sinceNanos = System.nanoTime();
    private @Nullable ChannelHandlerContext context;

    RefusedSocket(SocketLane lane) {
        this.lane = lane;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        lane.add(this);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        lane.remove(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
        if (message instanceof CloseWebSocketFrame) {
            ctx.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // Whatever it was, the connection was to end anyway.
        ctx.close();
    }

    @Override
    protected void sweep(long nowNanos) {
        if (nowNanos - sinceNanos > GRACE_NANOS) {
            Objects.requireNonNull(context, "not in a pipeline yet").close();
        }
    }
}
