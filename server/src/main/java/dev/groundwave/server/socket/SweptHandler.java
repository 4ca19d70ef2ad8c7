package dev.groundwave.server.socket;

import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * A handler at the end of a pipeline that its lane's sweep visits about twice a second, in place of a timer of its own.
 *
 * <p>It registers itself with {@link SocketLane#add} and leaves with {@link SocketLane#remove}.
 */
public abstract class SweptHandler extends ChannelInboundHandlerAdapter {
    /** Where the lane finds this handler; the lane's alone. */
    int sweepIndex;

    /** Does what is due. On the event loop. */
    protected abstract void sweep(long nowNanos);
}
