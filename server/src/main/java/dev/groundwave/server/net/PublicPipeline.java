package dev.groundwave.server.net;

import dev.groundwave.server.settings.LimitSettings;
import dev.groundwave.server.socket.SocketLane;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import java.util.Optional;

/** The one place that orders the handlers of a connection on the public port. */
@ChannelHandler.Sharable
public final class PublicPipeline extends ChannelInitializer<Channel> {
    private static final int MAX_HEADER_BYTES = 65_536;

    /** Calls of one HTTP/2 connection at one time. */
    private static final int MAX_STREAMS = 128;

    /** How long a connection that is told to end waits for the answers under way. */
    private static final long LAST_STREAMS_MS = 1000;

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
                    .addLast(
                            tls.get().newHandler(channel.alloc()),
                            tlsFaults,
                            new ProtocolChoice(this::speakHttp1, this::speakHttp2));
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

    /** REST calls only; browsers and SDKs open their WebSockets over HTTP/1.1. */
    private void speakHttp2(Channel channel) {
        SocketLane lane = listeners.laneOf(channel);
        Http2FrameCodec codec = Http2FrameCodecBuilder.forServer()
                .initialSettings(
                        new Http2Settings().maxConcurrentStreams(MAX_STREAMS).maxHeaderListSize(MAX_HEADER_BYTES))
                .gracefulShutdownTimeoutMillis(LAST_STREAMS_MS)
                .build();
        ChannelInitializer<Channel> streams = new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel stream) {
                stream.pipeline()
                        .addLast(new Http2StreamFrameToHttpObjectCodec(true), new StreamGate(lane, routes, limits));
            }
        };
        channel.pipeline()
                .addLast(codec, new Http2MultiplexHandler(streams), new StreamsGate(lane, codec.connection()));
    }
}
