package dev.groundwave.server.net;

import dev.groundwave.server.auth.Peer;
import dev.groundwave.server.rest.RestCall;
import dev.groundwave.server.rest.RestResponse;
import dev.groundwave.server.settings.LimitSettings;
import dev.groundwave.server.socket.SocketLane;
import dev.groundwave.server.socket.SweptHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One REST call on a stream of an HTTP/2 connection.
 *
 * <p>The last handler of the stream's pipeline; lives on the connection's event loop. A stream that takes too long is
 * reset by the lane's sweep.
 */
final class StreamGate extends SweptHandler {
    private static final Logger LOG = LoggerFactory.getLogger(StreamGate.class);
    private static final long REQUEST_NANOS = Duration.ofSeconds(30).toNanos();
    /** An answer that takes longer was lost by a fault. */
    private static final long ANSWER_NANOS = Duration.ofMinutes(2).toNanos();

    /** What a stream is waiting for. */
    private enum State {
        REQUEST,
        /** The caller is being checked; the content waits. */
        JUDGING,
        ANSWER,
        /** What still comes is dropped. */
        ANSWERED
    }

    private final SocketLane lane;
    private final Routes routes;
    private final LimitSettings limits;
    /** What came while the caller was checked; not more than the stream's window. */
    private final ArrayDeque<HttpObject> waiting = new ArrayDeque<>(2);

    private State state = State.REQUEST;
    private long sinceNanos = System.nanoTime();
    /** Whether the client has sent all it had to. */
    private boolean complete;
    /** Null before the head. */
    private @Nullable HttpRequest request;
    /** Null before the caller is checked. */
    private @Nullable RestExchange exchange;

    private @Nullable ChannelHandlerContext context;

    StreamGate(SocketLane lane, Routes routes, LimitSettings limits) {
        this.lane = lane;
        this.routes = routes;
        this.limits = limits;
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
        if (!(message instanceof HttpObject part)) {
            // A reset or a priority: the stream's channel ends by itself.
            ReferenceCountUtil.release(message);
            return;
        }
        complete |= part instanceof LastHttpContent;
        if (state == State.JUDGING) {
            waiting.add(part);
        } else {
            take(ctx, part);
        }
    }

    private void take(ChannelHandlerContext ctx, HttpObject part) {
        try {
            if (request == null && part instanceof HttpRequest head) {
                begin(ctx, head);
            }
            if (state == State.JUDGING && part instanceof LastHttpContent) {
                // The head was all there is.
                waiting.add(ReferenceCountUtil.retain(part));
            } else if (state == State.REQUEST && part instanceof HttpContent content) {
                onContent(ctx, content);
            }
        } finally {
            ReferenceCountUtil.release(part);
        }
    }

    private void begin(ChannelHandlerContext ctx, HttpRequest head) {
        request = head;
        if (head.uri().length() > limits.requestLineBytes()) {
            answer(ctx, PlainResponses.text(414, "The request line is too long."));
        } else if (!PlainResponses.hasOneHost(head)) {
            answer(ctx, PlainResponses.text(400, "The request needs one host."));
        } else if (routes.isHandshake(head.uri())) {
            answer(ctx, PlainResponses.text(400, "This address takes WebSocket connections over HTTP/1.1 only."));
        } else {
            Peer caller = routes.entrance().callerOf(Peers.of(ctx.channel()), head.headers());
            RestCall call = routes.open(head, caller, true);
            if (call instanceof RestCall.Deferred(CompletionStage<RestCall> judged)) {
                enter(State.JUDGING);
                ctx.channel().config().setAutoRead(false);
                judged.whenComplete(
                        (next, fault) -> ctx.executor().execute(() -> afterJudgement(ctx, head, next, fault)));
            } else {
                proceed(ctx, head, call);
            }
        }
    }

    private void afterJudgement(
            ChannelHandlerContext ctx, HttpRequest head, @Nullable RestCall call, @Nullable Throwable fault) {
        if (state != State.JUDGING || ctx.isRemoved()) {
            return;
        }
        enter(State.REQUEST);
        if (call == null) {
            answer(ctx, fault(Objects.requireNonNull(fault, "neither a call nor a fault")));
        } else {
            proceed(ctx, head, call);
        }
        while (!waiting.isEmpty()) {
            take(ctx, waiting.poll());
        }
        ctx.channel().config().setAutoRead(true);
    }

    private void proceed(ChannelHandlerContext ctx, HttpRequest head, RestCall call) {
        RestExchange begun = new RestExchange(routes.rest(), call, limits.restBodyBytes());
        exchange = begun;
        if (begun.wantsContent() && HttpUtil.is100ContinueExpected(head)) {
            ctx.writeAndFlush(PlainResponses.goOn());
        }
    }

    private void onContent(ChannelHandlerContext ctx, HttpContent content) {
        RestExchange call = Objects.requireNonNull(exchange, "content before its head");
        if (!call.accept(content.content())) {
            answerWhenReady(ctx, call.tooMuch());
        } else if (content instanceof LastHttpContent) {
            answerWhenReady(ctx, call.answer());
        }
    }

    private void answerWhenReady(ChannelHandlerContext ctx, CompletionStage<RestResponse> stage) {
        enter(State.ANSWER);
        stage.whenComplete((response, fault) -> {
            RestResponse outcome = fault == null ? response : fault(fault);
            if (ctx.executor().inEventLoop()) {
                answer(ctx, outcome);
            } else {
                ctx.executor().execute(() -> answer(ctx, outcome));
            }
        });
    }

    private RestResponse fault(Throwable fault) {
        LOG.error("Fault in a REST call.", fault);
        return routes.rest().internalError();
    }

    private void answer(ChannelHandlerContext ctx, RestResponse response) {
        enter(State.ANSWERED);
        RestResponse dressed = PlainResponses.overTls(routes.entrance().dress(response, request));
        ChannelFuture written = ctx.writeAndFlush(PlainResponses.toStream(ctx.alloc(), dressed, request));
        if (!complete) {
            // The answer stands; the rest of the request is not wanted. Source: RFC 9113, section 8.1.
            written.addListener(_ -> ctx.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.NO_ERROR)));
        }
    }

    private void enter(State next) {
        state = next;
        sinceNanos = System.nanoTime();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException || cause instanceof Http2Exception) {
            LOG.debug("An HTTP/2 stream is broken.", cause);
        } else {
            LOG.error("Fault on an HTTP/2 stream.", cause);
        }
        ctx.close();
    }

    @Override
    protected void sweep(long nowNanos) {
        long allowed = state == State.REQUEST || state == State.ANSWERED ? REQUEST_NANOS : ANSWER_NANOS;
        if (nowNanos - sinceNanos > allowed) {
            Objects.requireNonNull(context, "not in a pipeline yet").close();
        }
    }
}
