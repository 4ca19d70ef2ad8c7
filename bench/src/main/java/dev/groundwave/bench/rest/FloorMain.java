package dev.groundwave.bench.rest;

import dev.groundwave.bench.run.BenchCertificate;
import dev.groundwave.bench.run.Serving;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The least a server can do: it reads each request with its content and answers 202. Transport, TLS and number of event
 * loops are those of the service; with a key store as argument it speaks TLS.
 */
final class FloorMain {
    private FloorMain() {}

    /** Runs until the input ends. */
    public static void main(String[] args) throws IOException, GeneralSecurityException {
        Optional<SslContext> tls = args.length > 0 ? Optional.of(tls(Path.of(args[0]))) : Optional.empty();
        boolean epoll = Epoll.isAvailable();
        var group = new MultiThreadIoEventLoopGroup(
                Runtime.getRuntime().availableProcessors(),
                epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        var bound = new ServerBootstrap()
                .group(group)
                .channel(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        tls.ifPresentOrElse(context -> negotiate(channel, context), () -> speakHttp1(channel));
                    }
                })
                .bind("127.0.0.1", 0)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException("cannot listen", bound.cause());
        }
        Serving.untilTheEnd(((InetSocketAddress) bound.channel().localAddress()).getPort());
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private static void negotiate(Channel channel, SslContext tls) {
        channel.pipeline()
                .addLast(
                        tls.newHandler(channel.alloc()),
                        new ApplicationProtocolNegotiationHandler(ApplicationProtocolNames.HTTP_1_1) {
                            @Override
                            protected void configurePipeline(ChannelHandlerContext ctx, String protocol) {
                                if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
                                    speakHttp2(ctx.channel());
                                } else {
                                    speakHttp1(ctx.channel());
                                }
                            }
                        });
    }

    private static void speakHttp1(Channel channel) {
        channel.pipeline().addLast(new HttpServerCodec(), new FloorAnswers.Http1());
    }

    private static void speakHttp2(Channel channel) {
        channel.pipeline()
                .addLast(
                        Http2FrameCodecBuilder.forServer().build(),
                        new Http2MultiplexHandler(new FloorAnswers.Http2()));
    }

    /** As the service has it. */
    private static SslContext tls(Path store) throws IOException, GeneralSecurityException {
        BenchCertificate.Pair pair = BenchCertificate.read(store);
        return SslContextBuilder.forServer(pair.key(), pair.certificate())
                .protocols("TLSv1.3", "TLSv1.2")
                .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        ApplicationProtocolNames.HTTP_2,
                        ApplicationProtocolNames.HTTP_1_1))
                .build();
    }
}
