package dev.groundwave.bench.rest;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.util.ReferenceCountUtil;

/** The floor's handlers: 202 without content behind the last piece of each request. */
final class FloorAnswers {
    private FloorAnswers() {}

    /** For a connection of HTTP/1.1. */
    static final class Http1 extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object part) {
            ReferenceCountUtil.release(part);
            if (part instanceof LastHttpContent) {
                var answer = new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1, HttpResponseStatus.ACCEPTED, Unpooled.EMPTY_BUFFER);
                answer.headers().set(HttpHeaderNames.CONTENT_LENGTH, HttpHeaderValues.ZERO);
                ctx.writeAndFlush(answer, ctx.voidPromise());
            }
        }
    }

    /** For each stream of an HTTP/2 connection. */
    @ChannelHandler.Sharable
    static final class Http2 extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object frame) {
            boolean last = frame instanceof Http2DataFrame data && data.isEndStream();
            ReferenceCountUtil.release(frame);
            if (last) {
                var headers = new DefaultHttp2Headers().status("202").set("content-length", "0");
                ctx.writeAndFlush(new DefaultHttp2HeadersFrame(headers, true));
            }
        }
    }
}
