package dev.groundwave.server.net;

import dev.groundwave.server.admin.AdminApi;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import java.util.concurrent.atomic.AtomicInteger;

/** Orders the handlers of a connection on the management port: HTTP/1.1 in clear, small, and few at one time. */
@ChannelHandler.Sharable
public final class ManagementPipeline extends ChannelInitializer<Channel> {
    private static final int MAX_LINE_BYTES = 2048;
    /** Room for a token. */
    private static final int MAX_HEADER_BYTES = 16_384;

    private static final int MAX_CONNECTIONS = 64;

    private final Listeners listeners;
    private final AdminApi api;
    private final AtomicInteger open = new AtomicInteger();

    /** A pipeline to this view of the service. */
    public ManagementPipeline(Listeners listeners, AdminApi api) {
        this.listeners = listeners;
        this.api = api;
    }

    @Override
    protected void initChannel(Channel channel) {
        listeners.adopt(channel);
        channel.closeFuture().addListener(_ -> open.decrementAndGet());
        if (open.incrementAndGet() > MAX_CONNECTIONS) {
            channel.close();
            return;
        }
        HttpDecoderConfig http =
                new HttpDecoderConfig().setMaxInitialLineLength(MAX_LINE_BYTES).setMaxHeaderSize(MAX_HEADER_BYTES);
        channel.pipeline().addLast(new HttpServerCodec(http), new ManagementGate(listeners.laneOf(channel), api));
    }
}
