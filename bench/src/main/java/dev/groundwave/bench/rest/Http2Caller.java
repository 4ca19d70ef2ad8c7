package dev.groundwave.bench.rest;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2ChannelDuplexHandler;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One HTTP/2 connection with one call under way at a time, as the one of HTTP/1.1 has. On its event loop. */
final class Http2Caller extends Http2ChannelDuplexHandler {
    private final Calls calls;
    private final byte[] body = Calls.body();
    private @Nullable Round round;

    Http2Caller(Calls calls) {
        this.calls = calls;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event instanceof Round next) {
            round = next;
            send(ctx, next);
        } else {
            super.userEventTriggered(ctx, event);
        }
    }

    private void send(ChannelHandlerContext ctx, Round current) {
        int number = current.next();
        if (number < 0) {
            return;
        }
        Http2Headers headers = new DefaultHttp2Headers()
                .method("POST")
                .scheme("https")
                .authority(calls.host())
                .path(calls.path())
                .set("authorization", calls.authorization(number))
                .set("content-type", Calls.CONTENT_TYPE)
                .set("content-length", Integer.toString(body.length));
        Http2FrameStream stream = newStream();
        ctx.write(new DefaultHttp2HeadersFrame(headers, false).stream(stream));
        ctx.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(body), true).stream(stream));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
        try {
            Round current = round;
            if (frame instanceof Http2HeadersFrame answer) {
                Round under = Objects.requireNonNull(current, "an answer before any call");
                under.answered(answer.isEndStream() ? status(answer) : -1);
                send(ctx, under);
            } else if (frame instanceof Http2ResetFrame && current != null) {
                current.fail(new IOException("the server reset a stream"));
            }
        } finally {
            ReferenceCountUtil.release(frame);
        }
    }

    private static int status(Http2HeadersFrame answer) {
        return Integer.parseInt(Objects.requireNonNull(answer.headers().status(), "an answer without status")
                .toString());
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        if (round != null) {
            round.fail(new IOException("the server closed the connection"));
        }
        super.channelInactive(ctx);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (round != null) {
            round.fail(cause);
        }
        ctx.close();
    }
}
