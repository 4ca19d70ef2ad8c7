package dev.groundwave.server.net;

import dev.groundwave.server.admin.AdminApi;
import dev.groundwave.server.admin.AdminRequest;
import dev.groundwave.server.admin.AdminResponse;
import dev.groundwave.server.rest.RestResponse;
import dev.groundwave.server.socket.SocketLane;
import dev.groundwave.server.socket.SweptHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the one request of a connection to the management port.
 *
 * <p>The last handler of the pipeline; lives on the channel's event loop. The answer ends the connection, and content that
 * a request may have is dropped. A connection that takes too long is closed by the lane's sweep.
 */
final class ManagementGate extends SweptHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ManagementGate.class);
    private static final long LIFE_NANOS = Duration.ofSeconds(30).toNanos();

    private final SocketLane lane;
    private final AdminApi api;
    private final long sinceNanos = System.nanoTime();
    private boolean asked;
    private @Nullable ChannelHandlerContext context;

    ManagementGate(SocketLane lane, AdminApi api) {
        this.lane = lane;
        this.api = api;
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
        try {
            if (message instanceof HttpRequest head && !asked) {
                asked = true;
                take(ctx, head);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void take(ChannelHandlerContext ctx, HttpRequest head) {
        if (head.decoderResult().isFailure()) {
            answer(
                    ctx,
                    head,
                    PlainResponses.forBrokenRequest(head.decoderResult().cause()));
            return;
        }
        if (!PlainResponses.hasOneHost(head)) {
            answer(ctx, head, PlainResponses.text(400, "The request needs one Host header."));
            return;
        }
        AdminRequest request = new AdminRequest(
                head.method().name(),
                head.uri(),
                head.headers().get(HttpHeaderNames.HOST, ""),
                Optional.ofNullable(head.headers().get(HttpHeaderNames.AUTHORIZATION)));
        api.answer(request).whenComplete((response, fault) -> {
            RestResponse outcome = fault == null ? plain(response) : failed(fault);
            if (ctx.executor().inEventLoop()) {
                answer(ctx, head, outcome);
            } else {
                ctx.executor().execute(() -> answer(ctx, head, outcome));
            }
        });
    }

    private static RestResponse plain(AdminResponse response) {
        return new RestResponse(response.status(), response.headers(), response.body());
    }

    private static RestResponse failed(Throwable fault) {
        LOG.error("Fault in a call to the management port.", fault);
        return PlainResponses.empty(500);
    }

    private static void answer(ChannelHandlerContext ctx, HttpRequest head, RestResponse response) {
        ctx.writeAndFlush(PlainResponses.toNetty(ctx.alloc(), response, head, false))
                .addListener(_ -> {
                    // Not closed at once: what still comes would reset the connection, and the answer be lost.
                    if (ctx.channel() instanceof DuplexChannel duplex) {
                        duplex.shutdownOutput();
                    }
                });
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOG.error("Fault on a connection to the management port.", cause);
        }
        ctx.close();
    }

    @Override
    protected void sweep(long nowNanos) {
        if (nowNanos - sinceNanos > LIFE_NANOS) {
            Objects.requireNonNull(context, "not in a pipeline yet").close();
        }
    }
}
