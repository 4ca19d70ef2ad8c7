package dev.groundwave.server.net;

import dev.groundwave.server.settings.LimitSettings;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;

/** The one place that orders the handlers of a connection on the public port. */
@ChannelHandler.Sharable
public final class PublicPipeline extends ChannelInitializer<Channel> {
    private static final int MAX_HEADER_BYTES = 65_536;

    private final Listeners listeners;
    private final Routes routes;
    private final LimitSettings limits;

    /** A pipeline to these routes. */
    public PublicPipeline(Listeners listeners, Routes routes, LimitSettings limits) {
        this.listeners = listeners;
        this.routes = routes;
        this.limits = limits;
    }

    @Override
    protected void initChannel(Channel channel) {
        listeners.adopt(channel);
        HttpDecoderConfig http = new HttpDecoderConfig()
                .setMaxInitialLineLength(limits.requestLineBytes())
                .setMaxHeaderSize(MAX_HEADER_BYTES);
        channel.pipeline()
                .addLast(
                        new HttpServerCodec(http),
                        new HttpGate(listeners.laneOf(channel), routes, false, limits.restBodyBytes()));
    }
}
