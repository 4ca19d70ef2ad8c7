package dev.groundwave.server.net;

import dev.groundwave.server.auth.Peer;
import dev.groundwave.server.rest.RestCall;
import dev.groundwave.server.rest.RestResponse;
import dev.groundwave.server.settings.RequestType;
import dev.groundwave.server.socket.Admission;
import dev.groundwave.server.socket.Handshake;
import dev.groundwave.server.socket.SocketLane;
import dev.groundwave.server.socket.SweptHandler;
import dev.groundwave.server.tunnel.TunnelEntrance;
import dev.groundwave.wire.Bytes;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends each request of an HTTP connection to a handshake or to the REST API, one after the other.
 *
 * <p>The last handler of the pipeline until an upgrade; lives on the channel's event loop. While an answer is not out,
 * later requests wait. A connection that does nothing, or is too slow with a request, is closed by the lane's sweep.
 */
final class HttpGate extends SweptHandler {
    private static final Logger LOG = LoggerFactory.getLogger(HttpGate.class);
    private static final long REQUEST_NANOS = Duration.ofSeconds(30).toNanos();
    /** An answer that takes longer was lost by a fault. */
    private static final long ANSWER_NANOS = Duration.ofMinutes(2).toNanos();

    private static final long IDLE_NANOS = Duration.ofMinutes(2).toNanos();
    private static final long LINGER_NANOS = Duration.ofSeconds(2).toNanos();
    /** Parsed parts of later requests that may wait before reading stops. */
    private static final int WAITING_PARTS = 16;

    /** What a connection is waiting for, and so how long it may. */
    private enum State {
        IDLE,
        REQUEST,
        /** The caller is being checked; the content waits. */
        JUDGING,
        ANSWER,
        /** The application is asked whether a client may come in. */
        ADMISSION,
        /** The answer is on its way; a client that does not take it is not served further. */
        SENDING,
        /** Answered for the last time: what still comes is dropped, so that the answer is not lost to a reset. */
        LINGERING;

        /** Whether what comes belongs to a later request. */
        boolean isWaiting() {
            return this == JUDGING || this == ANSWER || this == ADMISSION || this == SENDING;
        }
    }

    private final SocketLane lane;
    private final Routes routes;
    private final int discardableBytes;
    private final ArrayDeque<HttpObject> waiting = new ArrayDeque<>(2);

    private State state = State.IDLE;
    /** Whether no sweep has seen the state yet: the clock is read twice a second, and not for each request. */
    private boolean fresh = true;

    /** When a sweep saw the state first. */
    private long sinceNanos;

    /** Who is at the other end; null before the first request. */
    private @Nullable Peer peer;

    /** Who sent the request under way; null when idle. */
    private @Nullable Peer caller;

    /** The request under way; null when idle. */
    private @Nullable HttpRequest request;

    /** The REST call under way; null for a handshake. */
    private @Nullable RestExchange exchange;

    private @Nullable ChannelHandlerContext context;

    HttpGate(SocketLane lane, Routes routes, int discardableBytes) {
        this.lane = lane;
        this.routes = routes;
        this.discardableBytes = discardableBytes;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        lane.add(this);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        lane.remove(this);
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        HttpObject part = (HttpObject) message;
        if (state == State.LINGERING) {
            ReferenceCountUtil.release(part);
        } else if (state.isWaiting()) {
            waiting.add(part);
            if (waiting.size() >= WAITING_PARTS) {
                ctx.channel().config().setAutoRead(false);
            }
        } else {
            take(ctx, part);
        }
    }

    private void take(ChannelHandlerContext ctx, HttpObject part) {
        try {
            if (part.decoderResult().isFailure()) {
                answerLast(
                        ctx,
                        PlainResponses.forBrokenRequest(part.decoderResult().cause()));
                return;
            }
            if (part instanceof HttpRequest head) {
                begin(ctx, head);
            }
            if (part instanceof HttpContent content && state == State.REQUEST) {
                onContent(ctx, content);
            }
        } finally {
            ReferenceCountUtil.release(part);
        }
    }

    private void begin(ChannelHandlerContext ctx, HttpRequest head) {
        enter(State.REQUEST);
        request = head;
        exchange = null;
        Peer other = peer == null ? Peers.of(ctx.channel()) : peer;
        peer = other;
        Peer sender = routes.entrance().callerOf(other, head.headers());
        caller = sender;
        if (!PlainResponses.hasOneHost(head)) {
            answerLast(ctx, PlainResponses.text(400, "The request needs one Host header."));
            return;
        }
        if (routes.isHandshake(head.uri())) {
            return;
        }
        RestCall call = routes.open(head, sender, false);
        if (call instanceof RestCall.Deferred(CompletionStage<RestCall> judged)) {
            enter(State.JUDGING);
            judged.whenComplete((next, fault) -> ctx.executor().execute(() -> afterJudgement(ctx, head, next, fault)));
        } else {
            proceed(ctx, head, call);
        }
    }

    /** Goes on with a call whose caller took time to check; what came meanwhile waits. */
    private void afterJudgement(
            ChannelHandlerContext ctx, HttpRequest head, @Nullable RestCall call, @Nullable Throwable fault) {
        if (state != State.JUDGING || ctx.isRemoved()) {
            return;
        }
        enter(State.REQUEST);
        if (call == null) {
            answerLast(ctx, fault(Objects.requireNonNull(fault, "neither a call nor a fault")));
            return;
        }
        proceed(ctx, head, call);
        takeWaiting(ctx);
    }

    private void proceed(ChannelHandlerContext ctx, HttpRequest head, RestCall call) {
        RestExchange begun = new RestExchange(routes.rest(), call, discardableBytes);
        exchange = begun;
        boolean asks = HttpUtil.is100ContinueExpected(head);
        if (begun.wantsContent()) {
            if (asks) {
                ctx.writeAndFlush(PlainResponses.goOn());
            }
        } else if (asks || HttpUtil.getContentLength(head, 0L) > discardableBytes) {
            // The answer is known: no need to wait for what is not wanted.
            answerWhenReady(ctx, begun.answer(), true);
        }
    }

    private void onContent(ChannelHandlerContext ctx, HttpContent content) {
        RestExchange call = exchange;
        if (call == null) {
            if (content.content().isReadable()) {
                answerLast(ctx, PlainResponses.text(400, "A handshake has no content."));
            } else if (content instanceof LastHttpContent) {
                shakeHands(ctx);
            }
            return;
        }
        if (!call.accept(content.content())) {
            answerWhenReady(ctx, call.tooMuch(), true);
        } else if (content instanceof LastHttpContent) {
            answerWhenReady(ctx, call.answer(), false);
        }
    }

    private void shakeHands(ChannelHandlerContext ctx) {
        HttpRequest head = Objects.requireNonNull(request, "no request under way");
        Peer client = Objects.requireNonNull(caller, "no request under way");
        if (routes.isTunnel(head.uri())) {
            askForTunnel(ctx, head, client);
            return;
        }
        Optional<String> path = routes.clientPath(head.uri());
        if (!routes.entrance().admits(RequestType.CLIENT_CONNECTION, client)) {
            answer(ctx, PlainResponses.text(403, "Connections from this address are not allowed."), false);
            return;
        }
        Handshake verdict = routes.handshakes().judge(path.orElseThrow(), head, client);
        switch (verdict) {
            case Handshake.Admitted admitted -> askForAdmission(ctx, head, admitted);
            case Handshake.Recovering recovering -> {
                if (waiting.isEmpty()) {
                    leave(ctx, () -> routes.recovery().perform(ctx.channel(), lane, head, recovering));
                } else {
                    // Behind a handshake that was not answered yet the client may not send: it was read as HTTP.
                    ctx.close();
                }
            }
            case Handshake.Refused(int status, String text) -> answer(ctx, PlainResponses.text(status, text), false);
        }
    }

    /** Most clients need not wait; for others the application is asked, which has its own deadline. */
    private void askForAdmission(ChannelHandlerContext ctx, HttpRequest head, Handshake.Admitted admitted) {
        CompletableFuture<Admission.Outcome> asked = routes.admission().ask(admitted);
        if (asked.isDone()) {
            admit(ctx, head, asked.join());
            return;
        }
        enter(State.ADMISSION);
        asked.thenAccept(outcome -> ctx.executor().execute(() -> admit(ctx, head, outcome)));
    }

    private void admit(ChannelHandlerContext ctx, HttpRequest head, Admission.Outcome outcome) {
        boolean gone = ctx.isRemoved() || !ctx.channel().isActive();
        switch (outcome) {
            case Admission.Entering entering -> {
                if (gone || !waiting.isEmpty()) {
                    // Behind a handshake that was not answered yet the client may not send: it was read as HTTP.
                    routes.admission().abandon(entering);
                    ctx.close();
                } else {
                    leave(ctx, () -> routes.upgrade().perform(ctx.channel(), lane, head, entering));
                }
            }
            case Admission.TurnedAway(int status, Optional<String> type, Bytes body) -> {
                if (!gone) {
                    answer(ctx, PlainResponses.ofApplication(status, type, body), false);
                }
            }
        }
    }

    private void askForTunnel(ChannelHandlerContext ctx, HttpRequest head, Peer backEnd) {
        if (!routes.entrance().admits(RequestType.SERVER_CONNECTION, backEnd)) {
            answer(ctx, PlainResponses.text(403, "Tunnels from this address are not allowed."), false);
            return;
        }
        enter(State.JUDGING);
        routes.tunnels()
                .judge(head, backEnd, ctx.executor())
                .whenComplete((judgement, fault) ->
                        ctx.executor().execute(() -> afterTunnelJudgement(ctx, head, judgement, fault)));
    }

    private void afterTunnelJudgement(
            ChannelHandlerContext ctx,
            HttpRequest head,
            TunnelEntrance.@Nullable Judgement judgement,
            @Nullable Throwable fault) {
        if (state != State.JUDGING || ctx.isRemoved()) {
            return;
        }
        if (judgement == null) {
            answerLast(ctx, fault(Objects.requireNonNull(fault, "neither a judgement nor a fault")));
            return;
        }
        switch (judgement) {
            case TunnelEntrance.Refused(int status, String text) ->
                answer(ctx, PlainResponses.text(status, text), false);
            case TunnelEntrance.Admitted admitted -> {
                if (waiting.isEmpty()) {
                    leave(ctx, () -> routes.tunnels().open(ctx.channel(), lane, head, admitted));
                } else {
                    // As with clients: what came behind the handshake was read as HTTP.
                    ctx.close();
                }
            }
        }
    }

    /** Gives the channel up to others. Should they fail, nobody would look after it: it ends. */
    private void leave(ChannelHandlerContext ctx, Runnable next) {
        ctx.pipeline().remove(this);
        boolean done = false;
        try {
            next.run();
            done = true;
        } finally {
            if (!done) {
                ctx.channel().close();
            }
        }
    }

    private void answerWhenReady(ChannelHandlerContext ctx, CompletionStage<RestResponse> stage, boolean last) {
        enter(State.ANSWER);
        stage.whenComplete((response, fault) -> {
            RestResponse outcome = fault == null ? response : fault(fault);
            if (ctx.executor().inEventLoop()) {
                answer(ctx, outcome, last);
            } else {
                ctx.executor().execute(() -> answer(ctx, outcome, last));
            }
        });
    }

    private RestResponse fault(Throwable fault) {
        LOG.error("Fault in a REST call.", fault);
        return routes.rest().internalError();
    }

    private void answerLast(ChannelHandlerContext ctx, RestResponse response) {
        answer(ctx, response, true);
    }

    private void answer(ChannelHandlerContext ctx, RestResponse response, boolean last) {
        HttpRequest head = request;
        boolean keepAlive = !last && head != null && HttpUtil.isKeepAlive(head);
        ChannelFuture written =
                ctx.writeAndFlush(PlainResponses.toNetty(ctx.alloc(), dressed(ctx, response), head, keepAlive));
        request = null;
        exchange = null;
        if (keepAlive) {
            enter(State.SENDING);
            written.addListener(sent -> {
                if (sent.isSuccess() && state == State.SENDING) {
                    enter(State.IDLE);
                    takeWaiting(ctx);
                }
            });
        } else {
            linger(ctx, written);
        }
    }

    private RestResponse dressed(ChannelHandlerContext ctx, RestResponse response) {
        boolean tls = ctx.pipeline().get(SslHandler.class) != null;
        RestResponse dressed = routes.entrance().dress(response, request);
        return tls ? PlainResponses.overTls(dressed) : dressed;
    }

    private void takeWaiting(ChannelHandlerContext ctx) {
        while (!waiting.isEmpty() && (state == State.IDLE || state == State.REQUEST)) {
            take(ctx, waiting.poll());
        }
        if (waiting.isEmpty() && !ctx.channel().config().isAutoRead()) {
            ctx.channel().config().setAutoRead(true);
        }
    }

    private void linger(ChannelHandlerContext ctx, ChannelFuture written) {
        enter(State.LINGERING);
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
        ctx.channel().config().setAutoRead(true);
        if (ctx.channel() instanceof DuplexChannel duplex) {
            SslHandler tls = ctx.pipeline().get(SslHandler.class);
            ChannelFuture last = tls == null ? written : tls.closeOutbound();
            last.addListener(_ -> duplex.shutdownOutput());
        }
    }

    private void enter(State next) {
        state = next;
        fresh = true;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOG.error("Fault on an HTTP connection.", cause);
        }
        ctx.close();
    }

    @Override
    protected void sweep(long nowNanos) {
        if (fresh) {
            fresh = false;
            sinceNanos = nowNanos;
        }
        long allowed = switch (state) {
            case IDLE -> IDLE_NANOS;
            case REQUEST, SENDING -> REQUEST_NANOS;
            case JUDGING, ANSWER -> ANSWER_NANOS;
            case ADMISSION -> Long.MAX_VALUE;
            case LINGERING -> LINGER_NANOS;
        };
        if (nowNanos - sinceNanos > allowed) {
            Objects.requireNonNull(context, "not in a pipeline yet").close();
        }
    }
}
