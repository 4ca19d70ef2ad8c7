package dev.groundwave.server.net;

import dev.groundwave.server.socket.SocketLane;
import dev.groundwave.server.socket.SweptHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks after an HTTP/2 connection as a whole: one without calls for long is closed. The last handler of its pipeline. */
final class StreamsGate extends SweptHandler {
    private static final Logger LOG = LoggerFactory.getLogger(StreamsGate.class);
    private static final long IDLE_NANOS = Duration.ofMinutes(2).toNanos();

    private final SocketLane lane;
    private final Http2Connection connection;
    private long busyNanos = System.nanoTime();
    private @Nullable ChannelHandlerContext context;

    StreamsGate(SocketLane lane, Http2Connection connection) {
        this.lane = lane;
        this.connection = connection;
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

    /** What concerns the whole connection was acted on before it came here. */
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("An HTTP/2 connection is broken.", cause);
        if (!(cause instanceof Http2Exception)) {
            ctx.close();
        }
        // Else the codec tells the client what it did wrong, and closes.
    }

    @Override
    protected void sweep(long nowNanos) {
        if (connection.numActiveStreams() > 0) {
            busyNanos = nowNanos;
        } else if (nowNanos - busyNanos > IDLE_NANOS) {
            Objects.requireNonNull(context, "not in a pipeline yet").close();
        }
    }
}
