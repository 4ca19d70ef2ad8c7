package dev.groundwave.server.tunnel;

import dev.groundwave.server.socket.SocketLane;
import dev.groundwave.server.socket.SweptHandler;
import dev.groundwave.server.upstream.UpstreamRequest;
import dev.groundwave.wire.CloseReason;
import dev.groundwave.wire.HubName;
import dev.groundwave.wire.event.UpstreamResponse;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * One tunnel after its handshake: whole WebSocket messages to tunnel messages, signs of life, and every way it can end.
 *
 * <p>The last handler of the channel's pipeline; lives on its event loop, but for what says otherwise. Source:
 * events-and-operations.md, section 3.
 */
final class TunnelSocket extends SweptHandler {
    private static final Logger LOG = LoggerFactory.getLogger(TunnelSocket.class);
    private static final CloseReason STOPPING = new CloseReason(1001, "Service reloading, reconnect");
    private static final CloseReason NEEDS_BINARY = new CloseReason(1003, "A tunnel takes binary messages.");
    private static final CloseReason MALFORMED = new CloseReason(1007, "The message is not a valid tunnel message.");
    private static final CloseReason TOO_LARGE = new CloseReason(1009, "The message is too large.");

    /** Back ends give up a tunnel after 120 s without a message; pings do not count there. */
    private static final long QUIET_NANOS = Duration.ofSeconds(30).toNanos();

    private static final long GRACE_NANOS = Duration.ofSeconds(5).toNanos();
    private static final int NO_CODE = -1;

    private final SocketLane lane;
    private final Parts parts;
    private final long pingIntervalNanos;
    private long lastReadNanos;
    private long lastWritableNanos;
    private long lastPingNanos;

    /** When the close went out; null while the tunnel is open. */
    private @Nullable Long closingSinceNanos;

    // Null before the handler is in its pipeline.
    private @Nullable ChannelHandlerContext context;
    private @Nullable TunnelOutbox out;
    private volatile @Nullable ForwardCalls forward;
    private @Nullable ReverseCalls reverse;

    /**
     * What makes one tunnel another than the next.
     *
     * @param id tells it from all others of the service
     * @param service what the back end may call, and by which address
     * @param bounds of what may be under way
     */
    record Parts(
            String id,
            HubName hub,
            Tunnels tunnels,
            ReverseCalls.Service service,
            ReverseCalls.Address address,
            Bounds bounds,
            LongSupplier nanoClock) {}

    /** How many calls may be under way to the back end, and how many bytes may wait for it. */
    record Bounds(int calls, int waitingBytes, Duration pingInterval) {}

    TunnelSocket(SocketLane lane, Parts parts) {
        this.lane = lane;
        this.parts = parts;
        this.pingIntervalNanos = parts.bounds().pingInterval().toNanos();
        this.lastReadNanos = parts.nanoClock().getAsLong();
        this.lastWritableNanos = lastReadNanos;
        this.lastPingNanos = lastReadNanos;
    }

    /** Any thread. */
    String id() {
        return parts.id();
    }

    /** Any thread. */
    HubName hub() {
        return parts.hub();
    }

    /** One attempt to call an event handler through this tunnel. Any thread. */
    Mono<UpstreamResponse> call(UpstreamRequest request) {
        return present(forward).call(request);
    }

    /** Ends the tunnel because the server stops. Any thread. */
    void dismiss() {
        context().executor().execute(() -> close(STOPPING));
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        TunnelOutbox box = new TunnelOutbox(ctx.channel(), parts.bounds().waitingBytes(), parts.nanoClock());
        out = box;
        forward = new ForwardCalls(ctx.executor(), box, parts.bounds().calls());
        reverse = new ReverseCalls(
                ctx.executor(),
                box,
                parts.service(),
                parts.address(),
                () -> ctx.channel().config().setAutoRead(true));
        lane.add(this);
    }

    /** The handshake is answered: the greeting comes before anything else. */
    void begin() {
        if (closingSinceNanos != null || context().isRemoved()) {
            return;
        }
        present(out).send(new TunnelMessage.ConnectionConnected(parts.id()));
        parts.tunnels().join(this);
        LOG.info("A tunnel is open. hub={} tunnel={}", parts.hub(), parts.id());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            lastReadNanos = parts.nanoClock().getAsLong();
            if (message instanceof WebSocketFrame frame) {
                onFrame(frame);
            }
        } catch (MalformedTunnelMessageException e) {
            fail(MALFORMED, e.getMessage());
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void onFrame(WebSocketFrame frame) throws MalformedTunnelMessageException {
        if (frame instanceof CloseWebSocketFrame close) {
            echoClose(close.statusCode());
        } else if (closingSinceNanos != null) {
            // What comes behind our close is read so that the back end's close is found, and dropped.
            return;
        } else if (frame instanceof BinaryWebSocketFrame) {
            onMessage(TunnelCodec.decode(frame.content()));
        } else if (frame instanceof TextWebSocketFrame) {
            fail(NEEDS_BINARY, "a tunnel takes binary messages");
        } else if (frame instanceof PingWebSocketFrame && present(out).isReady()) {
            context().writeAndFlush(new PongWebSocketFrame(frame.content().retain()));
        }
    }

    private void onMessage(TunnelMessage message) {
        switch (message) {
            case TunnelMessage.HttpResponse response -> present(forward).onResponse(response);
            case TunnelMessage.HttpRequest call -> {
                ReverseCalls calls = present(reverse);
                calls.accept(call);
                if (calls.isFull()) {
                    context().channel().config().setAutoRead(false);
                }
            }
            case TunnelMessage.ServiceStatus _, TunnelMessage.ConnectionConnected _ ->
                throw new IllegalStateException("the codec reads none of these");
        }
    }

    private void echoClose(int code) {
        boolean answersOurs = closingSinceNanos != null;
        end();
        if (answersOurs) {
            context().close();
            return;
        }
        CloseWebSocketFrame echo = code == NO_CODE ? new CloseWebSocketFrame() : new CloseWebSocketFrame(code, "");
        context().writeAndFlush(echo).addListener(ChannelFutureListener.CLOSE);
    }

    private void fail(CloseReason reason, @Nullable String why) {
        if (closingSinceNanos != null) {
            return;
        }
        LOG.warn("A tunnel is closed, its back end broke a rule: {}. hub={} tunnel={}", why, parts.hub(), parts.id());
        close(reason);
    }

    private void close(CloseReason reason) {
        if (closingSinceNanos != null) {
            return;
        }
        end();
        closingSinceNanos = parts.nanoClock().getAsLong();
        context().channel().config().setAutoRead(true);
        context().writeAndFlush(new CloseWebSocketFrame(reason.code(), reason.text()));
    }

    /** Nothing goes through any more. */
    private void end() {
        parts.tunnels().leave(this);
        present(forward).end();
        present(reverse).end();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        present(reverse).goOn();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof TooLongFrameException
                || (cause instanceof CorruptedWebSocketFrameException frame
                        && frame.closeStatus().code() == TOO_LARGE.code())) {
            fail(TOO_LARGE, "a message is not that large");
        } else if (cause instanceof CorruptedWebSocketFrameException) {
            fail(CloseReason.INVALID_FRAME, "WebSocket frames are well-formed");
        } else if (cause instanceof IOException) {
            ctx.close();
        } else {
            LOG.error("Fault in a tunnel. hub={} tunnel={}", parts.hub(), parts.id(), cause);
            close(CloseReason.INTERNAL_ERROR);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        lane.remove(this);
        end();
        LOG.info("A tunnel is gone. hub={} tunnel={}", parts.hub(), parts.id());
    }

    /** Sends what is due, and ends what is dead or does not answer a close. */
    @Override
    protected void sweep(long nowNanos) {
        Long closing = closingSinceNanos;
        if (closing != null) {
            if (nowNanos - closing > GRACE_NANOS) {
                context().close();
            }
            return;
        }
        noteProgress(nowNanos);
        long patience = 2 * pingIntervalNanos + GRACE_NANOS;
        if (nowNanos - lastReadNanos > patience || nowNanos - lastWritableNanos > patience) {
            LOG.warn("A tunnel is aborted, its back end is silent. hub={} tunnel={}", parts.hub(), parts.id());
            context().close();
            return;
        }
        if (nowNanos - present(out).lastMessageNanos() >= QUIET_NANOS) {
            present(out).send(new TunnelMessage.ServiceStatus(""));
        }
        if (nowNanos - lastPingNanos >= pingIntervalNanos) {
            lastPingNanos = nowNanos;
            context().writeAndFlush(new PingWebSocketFrame());
        }
    }

    /** Who is not read from cannot be silent. */
    private void noteProgress(long nowNanos) {
        if (!context().channel().config().isAutoRead()) {
            lastReadNanos = nowNanos;
        }
        if (present(out).isReady()) {
            lastWritableNanos = nowNanos;
        }
    }

    private ChannelHandlerContext context() {
        return present(context);
    }

    private static <T> T present(@Nullable T part) {
        return Objects.requireNonNull(part, "not in a pipeline yet");
    }
}
