package dev.groundwave.server.socket;

import dev.groundwave.hub.Connection;
import dev.groundwave.hub.Hub;
import dev.groundwave.server.frame.ControlFrames;
import dev.groundwave.server.frame.PooledFrame;
import dev.groundwave.wire.CloseReason;
import dev.groundwave.wire.MalformedMessageException;
import dev.groundwave.wire.WireLimits;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's WebSocket after the handshake: frames to whole messages, keep-alive, and every way it can end.
 *
 * <p>The last handler of the channel's pipeline; lives on its event loop. Source: client-protocol.md, section 13.
 */
final class ClientSocket extends SweptHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ClientSocket.class);
    private static final long GRACE_NANOS = Duration.ofSeconds(5).toNanos();

    private final SocketLane lane;
    private final Hub hub;
    private final Connection connection;
    private final SocketOutbox outbox;
    private final Conversation conversation;
    private final long pingIntervalNanos;
    private final Optional<TokenRenewal> renewal;

    /** A message of which not all fragments have come; null between messages. */
    private @Nullable ByteBuf fragments;

    private boolean fragmentsAreText;

    private long lastReadNanos = System.nanoTime();
    private long lastPingNanos = lastReadNanos;

    /** When the sweep first saw the close; 0 before. */
    private long closingSinceNanos;

    /** What the application is told should the connection end with this WebSocket. */
    private String endReason = "The network connection was lost.";

    private @Nullable ChannelHandlerContext context;

    /** A client that the hub knows already. */
    record Attached(Hub hub, Connection connection, SocketOutbox outbox) {}

    ClientSocket(
            SocketLane lane,
            Attached client,
            Conversation conversation,
            Duration pingInterval,
            Optional<TokenRenewal> renewal) {
        this.lane = lane;
        this.hub = client.hub();
        this.connection = client.connection();
        this.outbox = client.outbox();
        this.conversation = conversation;
        this.pingIntervalNanos = pingInterval.toNanos();
        this.renewal = renewal;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        lane.add(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            lastReadNanos = System.nanoTime();
            if (message instanceof WebSocketFrame frame) {
                onFrame(frame);
            }
        } catch (MalformedMessageException e) {
            LOG.debug(
                    "Client broke the protocol: {} hub={} connectionId={}",
                    e.getMessage(),
                    hub.name(),
                    connection.id());
            fail(e.closeReason());
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void onFrame(WebSocketFrame frame) throws MalformedMessageException {
        if (frame instanceof CloseWebSocketFrame close) {
            endReason = close.reasonText();
            if (close.statusCode() == CloseReason.NORMAL.code()) {
                hub.detach(connection, endReason);
            }
            outbox.echoClose(close.statusCode());
        } else if (outbox.isClosing()) {
            // What comes behind our close frame is read so that the client's close is found, and dropped.
            return;
        } else if (frame instanceof PingWebSocketFrame ping) {
            pong(ping.content());
        } else if (frame instanceof TextWebSocketFrame || frame instanceof BinaryWebSocketFrame) {
            onData(frame);
        } else if (frame instanceof ContinuationWebSocketFrame) {
            onContinuation(frame);
        }
    }

    private void onData(WebSocketFrame frame) throws MalformedMessageException {
        boolean text = frame instanceof TextWebSocketFrame;
        if (frame.isFinalFragment()) {
            onMessage(text, frame.content());
        } else {
            fragments = context().alloc().buffer().writeBytes(frame.content());
            fragmentsAreText = text;
        }
    }

    private void onContinuation(WebSocketFrame frame) throws MalformedMessageException {
        ByteBuf whole = fragments;
        if (whole == null) {
            throw new MalformedMessageException("a continuation of nothing", CloseReason.INVALID_FRAME);
        }
        if (whole.readableBytes() + frame.content().readableBytes() > WireLimits.MAX_MESSAGE_BYTES) {
            throw new MalformedMessageException("a message over 1 MiB", CloseReason.MESSAGE_TOO_LARGE);
        }
        whole.writeBytes(frame.content());
        if (frame.isFinalFragment()) {
            try {
                onMessage(fragmentsAreText, whole);
            } finally {
                dropFragments();
            }
        }
    }

    private void onMessage(boolean text, ByteBuf payload) throws MalformedMessageException {
        conversation.onMessage(text, payload);
        if (connection.isCongested() || conversation.isFull()) {
            context().channel().config().setAutoRead(false);
        }
    }

    private void pong(ByteBuf payload) {
        offer(ControlFrames.pong(context().alloc(), payload));
    }

    /** Queues a frame of the socket's own in order with everything else. */
    private void offer(PooledFrame frame) {
        connection.turn().touch(connection);
        outbox.offer(frame);
        frame.release();
    }

    /** Ends the connection for good, behind what is queued. */
    private void fail(CloseReason reason) {
        hub.detach(connection, reason.text());
        dropFragments();
        outbox.close(reason);
        connection.turn().touch(connection);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event != SocketOutbox.Overflow.CLOSED) {
            ctx.fireUserEventTriggered(event);
            return;
        }
        if (!ctx.channel().isActive()) {
            // Another transport has taken the place of this one meanwhile.
            return;
        }
        LOG.debug("Client reads too slowly, closed. hub={} connectionId={}", hub.name(), connection.id());
        hub.detach(connection, CloseReason.SLOW_CONSUMER.text());
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            outbox.flush();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof CorruptedWebSocketFrameException corrupted) {
            stopDecoding(ctx);
            fail(reasonFor(corrupted));
        } else if (cause instanceof IOException) {
            ctx.close();
        } else {
            LOG.error("Fault on a client's connection. hub={} connectionId={}", hub.name(), connection.id(), cause);
            fail(CloseReason.INTERNAL_ERROR);
        }
    }

    /** Nothing can be read behind a broken frame: from now on bytes arrive here as they are, and are dropped. */
    private static void stopDecoding(ChannelHandlerContext ctx) {
        if (ctx.pipeline().get(WebSocket13FrameDecoder.class) != null) {
            ctx.pipeline().remove(WebSocket13FrameDecoder.class);
        }
    }

    private static CloseReason reasonFor(CorruptedWebSocketFrameException cause) {
        return switch (cause.closeStatus().code()) {
            case 1007 -> CloseReason.INVALID_UTF8;
            case 1009 -> CloseReason.MESSAGE_TOO_LARGE;
            default -> CloseReason.INVALID_FRAME;
        };
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        lane.remove(this);
        conversation.end();
        if (hub.suspend(connection, outbox, endReason)) {
            lane.detached().add(hub, connection, System.nanoTime());
        }
        outbox.dispose();
        dropFragments();
        LOG.debug("Client is gone. hub={} connectionId={}", hub.name(), connection.id());
    }

    /** Sends the ping and the token that are due, and ends what is dead or does not answer a close. */
    @Override
    protected void sweep(long nowNanos) {
        if (outbox.isClosing()) {
            closingSinceNanos = closingSinceNanos == 0 ? nowNanos : closingSinceNanos;
            if (nowNanos - closingSinceNanos > GRACE_NANOS) {
                context().close();
            }
            return;
        }
        if (!context().channel().config().isAutoRead()) {
            lastReadNanos = nowNanos;
        } else if (nowNanos - lastReadNanos > 2 * pingIntervalNanos + GRACE_NANOS) {
            LOG.debug("Client is silent, aborted. hub={} connectionId={}", hub.name(), connection.id());
            endReason = "The client did not answer the keep-alive pings.";
            context().close();
            return;
        }
        if (nowNanos - lastPingNanos >= pingIntervalNanos) {
            lastPingNanos = nowNanos;
            connection.turn().touch(connection);
            outbox.offer(lane.ping());
        }
        renewal.ifPresent(due -> due.sweep(nowNanos));
    }

    private void dropFragments() {
        if (fragments != null) {
            fragments.release();
            fragments = null;
        }
    }

    private ChannelHandlerContext context() {
        return Objects.requireNonNull(context, "not in a pipeline yet");
    }
}
