package dev.groundwave.bench.client;

import dev.groundwave.bench.run.Clients;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A raw client that sends what the measured one receives. Ends with its event loops. */
final class Publisher {
    private static final String MESSAGE = "{\"type\":\"sendToGroup\",\"group\":\"" + Orders.IN
            + "\",\"dataType\":\"text\",\"data\":\"" + Orders.TEXT + "\"}";
    private static final int MAX_ANSWER = 8192;
    private static final long PATIENCE_SECONDS = 20;

    private final Channel connection;

    /** Connects. Blocks until it is in. */
    Publisher(Clients clients, int port, String url) throws IOException {
        CompletableFuture<Void> in = new CompletableFuture<>();
        this.connection = clients.connect(
                port,
                Optional.empty(),
                new HttpClientCodec(),
                new HttpObjectAggregator(MAX_ANSWER),
                new WebSocketClientProtocolHandler(WebSocketClientHandshakerFactory.newHandshaker(
                        URI.create(url),
                        WebSocketVersion.V13,
                        "json.webpubsub.azure.v1",
                        false,
                        new DefaultHttpHeaders())),
                new ChannelInboundHandlerAdapter() {
                    @Override
                    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
                        if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
                            in.complete(null);
                        }
                    }

                    @Override
                    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
                        in.completeExceptionally(cause);
                        ctx.close();
                    }
                });
        in.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    /** Sends so many messages; they are on their way when this returns. */
    void publish(int messages) {
        connection.eventLoop().execute(() -> {
            for (int i = 0; i < messages; i++) {
                connection.write(new TextWebSocketFrame(MESSAGE), connection.voidPromise());
            }
            connection.flush();
        });
    }
}
