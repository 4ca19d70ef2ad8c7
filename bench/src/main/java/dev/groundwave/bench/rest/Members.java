package dev.groundwave.bench.rest;

import dev.groundwave.bench.run.Clients;
import dev.groundwave.wire.token.AccessKey;
import dev.groundwave.wire.token.AccessToken;
import dev.groundwave.wire.token.TokenSigner;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The connected clients that get the messages, all the same user and in the same group. */
final class Members {
    private static final long AN_HOUR = 3600;
    private static final long PATIENCE_SECONDS = 60;
    private static final int ANSWER_BYTES = 8192;

    private final AtomicLong arrived = new AtomicLong();
    private volatile long expected = Long.MAX_VALUE;
    private volatile CompletableFuture<Void> complete = new CompletableFuture<>();

    /** Connects them, one after the other. Blocks until all are in. */
    static Members connect(Clients clients, Scenario scenario, int port, AccessKey key) throws IOException {
        Members members = new Members();
        Optional<SslContext> tls =
                scenario.http2() ? Optional.of(Clients.tls(ApplicationProtocolNames.HTTP_1_1)) : Optional.empty();
        String address = "://127.0.0.1:" + port + "/client/hubs/" + Scenario.HUB;
        String token = new TokenSigner(key, Clock.systemUTC())
                .sign(AccessToken.of("http" + address, Instant.now().plusSeconds(AN_HOUR))
                        .withSubject(Scenario.USER)
                        .withGroups(List.of(Scenario.GROUP)));
        URI url = URI.create((tls.isPresent() ? "wss" : "ws") + address + "?access_token=" + token);
        for (int i = 0; i < scenario.members(); i++) {
            CompletableFuture<Void> in = new CompletableFuture<>();
            clients.connect(
                    port,
                    tls,
                    new HttpClientCodec(),
                    new HttpObjectAggregator(ANSWER_BYTES),
                    new WebSocketClientProtocolHandler(WebSocketClientHandshakerFactory.newHandshaker(
                            url, WebSocketVersion.V13, null, false, new DefaultHttpHeaders())),
                    members.new Member(in));
            in.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        }
        return members;
    }

    /** Completed when so many more messages have arrived. To be called while nothing is under way. */
    CompletableFuture<Void> expect(long messages) {
        CompletableFuture<Void> next = new CompletableFuture<>();
        complete = next;
        expected = arrived.get() + messages;
        return next;
    }

    /** One client, on its event loop. */
    private final class Member extends SimpleChannelInboundHandler<WebSocketFrame> {
        private final CompletableFuture<Void> in;

        private Member(CompletableFuture<Void> in) {
            this.in = in;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event == WebSocketClientProtocolHandler.ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
                in.complete(null);
            }
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
            if (frame instanceof TextWebSocketFrame && arrived.incrementAndGet() == expected) {
                complete.complete(null);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            fail(new IOException("the server closed a client's connection"));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            fail(cause);
            ctx.close();
        }

        private void fail(Throwable cause) {
            in.completeExceptionally(cause);
            complete.completeExceptionally(cause);
        }
    }
}
