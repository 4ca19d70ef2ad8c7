package dev.groundwave.bench.events;

import dev.groundwave.bench.run.Clients;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Calls the handler as the service does, over keep-alive connections, with the headers an event has. */
final class DirectLoad implements EchoLoad {
    private static final int MAX_ANSWER = 8192;
    private static final int OK = 200;

    private final List<Channel> connections = new ArrayList<>();

    /** Connects. */
    DirectLoad(Clients clients, int port, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            connections.add(clients.connect(
                    port, Optional.empty(), new HttpClientCodec(), new HttpObjectAggregator(MAX_ANSWER), new Caller()));
        }
    }

    @Override
    public EchoRound begin(int echoes) {
        EchoRound round = new EchoRound(echoes);
        connections.forEach(
                each -> each.eventLoop().execute(() -> each.pipeline().fireUserEventTriggered(round)));
        return round;
    }

    /** One connection. */
    private static final class Caller extends Asking<FullHttpResponse> {
        private static final byte[] BODY = TEXT.getBytes(StandardCharsets.US_ASCII);
        private static final String SIGNATURE = "sha256=" + "0".repeat(64);

        @Override
        protected void ask(ChannelHandlerContext ctx) {
            var request = new DefaultFullHttpRequest(
                    HttpVersion.HTTP_1_1, HttpMethod.POST, "/events/echo", Unpooled.wrappedBuffer(BODY));
            request.headers()
                    .set(HttpHeaderNames.HOST, "127.0.0.1")
                    .set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
                    .set(HttpHeaderNames.CONTENT_LENGTH, BODY.length)
                    .set("WebHook-Request-Origin", "localhost")
                    .set("ce-specversion", "1.0")
                    .set("ce-awpsversion", "1.0")
                    .set("ce-type", "azure.webpubsub.user.echo")
                    .set("ce-source", "/hubs/bench/client/0123456789abcdefghijklmnopqrstuv")
                    .set("ce-id", "1")
                    .set("ce-time", "2026-01-01T00:00:00Z")
                    .set("ce-signature", SIGNATURE)
                    .set("ce-hub", ClientLoad.HUB)
                    .set("ce-connectionId", "0123456789abcdefghijklmnopqrstuv")
                    .set("ce-eventName", "echo")
                    .set("ce-subprotocol", "json.webpubsub.azure.v1")
                    .set("x-ms-client-request-id", "00000000-0000-0000-0000-000000000000");
            ctx.writeAndFlush(request, ctx.voidPromise());
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, FullHttpResponse answer) {
            if (answer.status().code() == OK && answer.content().readableBytes() == BODY.length) {
                answered(ctx);
            } else {
                fail(new IOException("the handler answered " + answer.status()));
            }
        }
    }
}
