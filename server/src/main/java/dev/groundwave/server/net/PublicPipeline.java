package dev.groundwave.server.net;

import dev.groundwave.server.settings.LimitSettings;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import java.util.Optional;

/** The one place that orders the handlers of a connection on the public port. */
@ChannelHandler.Sharable
public final class PublicPipeline extends ChannelInitializer<Channel> {
    private static final int MAX_HEADER_BYTES = 65_536;

    private final Listeners listeners;
    private final Routes routes;
    private final LimitSettings limits;
    private final Optional<ServerTls> tls;
    private final TlsFaults tlsFaults = new TlsFaults();

    /** A pipeline to these routes. */
    public PublicPipeline(Listeners listeners, Routes routes, LimitSettings limits, Optional<ServerTls> tls) {
        this.listeners = listeners;
        this.routes = routes;
        this.limits = limits;
        this.tls = tls;
    }

    @Override
    protected void initChannel(Channel channel) {
        listeners.adopt(channel);
        if (tls.isPresent()) {
            channel.pipeline()
                    .addLast(tls.get().newHandler(channel.alloc()), tlsFaults, new ProtocolChoice(this::speakHttp1));
        } else {
            speakHttp1(channel);
        }
    }

    private void speakHttp1(Channel channel) {
        HttpDecoderConfig http = new HttpDecoderConfig()
                .setMaxInitialLineLength(limits.requestLineBytes())
                .setMaxHeaderSize(MAX_HEADER_BYTES);
        channel.pipeline()
                .addLast(
                        new HttpServerCodec(http),
                        new HttpGate(listeners.laneOf(channel), routes, limits.restBodyBytes()));
    }
}
