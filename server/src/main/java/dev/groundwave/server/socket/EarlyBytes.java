package dev.groundwave.server.socket;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Keeps what a client sends before its handshake is answered, and passes it on when it leaves the pipeline.
 *
 * <p>Lives on the channel's event loops, one after the other. The socket is not read meanwhile, so it holds no more than
 * was read already.
 */
final class EarlyBytes extends ChannelInboundHandlerAdapter {
    private final Queue<Object> kept = new ArrayDeque<>();

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        ctx.channel().config().setAutoRead(false);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        kept.add(message);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // The client is gone before it was back.
        ctx.close();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        for (Object message = kept.poll(); message != null; message = kept.poll()) {
            ctx.fireChannelRead(message);
        }
        ctx.channel().config().setAutoRead(true);
    }
}
