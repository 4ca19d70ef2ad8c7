package dev.groundwave.bench.events;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One connection that asks again as soon as it has its answer. On its event loop.
 *
 * @param <T> what an answer is
 */
abstract class Asking<T> extends SimpleChannelInboundHandler<T> {
    private @Nullable EchoRound round;
    private long askedNanos;

    /** Sends one question. */
    protected abstract void ask(ChannelHandlerContext ctx);

    /** To be called for each answer. */
    protected final void answered(ChannelHandlerContext ctx) {
        EchoRound current = round;
        if (current != null) {
            current.answered(System.nanoTime() - askedNanos);
            proceed(ctx, current);
        }
    }

    private void proceed(ChannelHandlerContext ctx, EchoRound current) {
        if (current.begin()) {
            askedNanos = System.nanoTime();
            ask(ctx);
        }
    }

    /** To be called when an answer is not what was hoped for. */
    protected final void fail(Throwable cause) {
        if (round != null) {
            round.fail(cause);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof EchoRound next) {
            round = next;
            proceed(ctx, next);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        fail(new IOException("the server closed the connection"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(cause);
        ctx.close();
    }
}
