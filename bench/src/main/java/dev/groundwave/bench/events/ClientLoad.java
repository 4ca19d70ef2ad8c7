package dev.groundwave.bench.events;

import dev.groundwave.bench.run.Clients;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Clients that send events and wait for the handler's message. */
final class ClientLoad implements EchoLoad {
    static final String HUB = "bench";

    private static final String SUBPROTOCOL = "json.webpubsub.azure.v1";
    private static final int MAX_ANSWER = 8192;
    private static final long PATIENCE_SECONDS = 60;

    private final List<Channel> connections = new ArrayList<>();

    /** Connects, one after the other. Blocks until all are in. */
    ClientLoad(Clients clients, int port, int count) throws IOException {
        URI url = URI.create("ws://127.0.0.1:" + port + "/client/hubs/" + HUB);
        for (int i = 0; i < count; i++) {
            Client client = new Client();
            connections.add(clients.connect(
                    port,
                    Optional.empty(),
                    new HttpClientCodec(),
                    new HttpObjectAggregator(MAX_ANSWER),
                    new WebSocketClientProtocolHandler(WebSocketClientHandshakerFactory.newHandshaker(
                            url, WebSocketVersion.V13, SUBPROTOCOL, false, new DefaultHttpHeaders())),
                    client));
            client.in.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        }
    }

    @Override
    public EchoRound begin(int echoes) {
        EchoRound round = new EchoRound(echoes);
        connections.forEach(
                each -> each.eventLoop().execute(() -> each.pipeline().fireUserEventTriggered(round)));
        return round;
    }

    /** One client. */
    private static final class Client extends Asking<TextWebSocketFrame> {
        private static final byte[] EVENT = ("{\"type\":\"event\",\"event\":\"echo\",\"dataType\":\"text\",\"data\":\""
                        + TEXT + "\"}")
                .getBytes(StandardCharsets.US_ASCII);

        private final CompletableFuture<Void> in = new CompletableFuture<>();

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
                in.complete(null);
            }
            super.userEventTriggered(ctx, event);
        }

        @Override
        protected void ask(ChannelHandlerContext ctx) {
            ctx.writeAndFlush(
                    new TextWebSocketFrame(ctx.alloc().buffer(EVENT.length).writeBytes(EVENT)));
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, TextWebSocketFrame frame) {
            String text = frame.content().toString(StandardCharsets.UTF_8);
            if (text.contains("\"type\":\"message\"") && text.contains(TEXT)) {
                answered(ctx);
            } else if (!text.contains("\"event\":\"connected\"")) {
                fail(new IOException("the service said something else"));
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            in.completeExceptionally(cause);
            super.exceptionCaught(ctx, cause);
        }
    }
}
