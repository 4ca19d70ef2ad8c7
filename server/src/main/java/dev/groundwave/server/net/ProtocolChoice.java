package dev.groundwave.server.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for the end of the TLS handshake and then puts the handlers of the agreed protocol in place. */
final class ProtocolChoice extends ApplicationProtocolNegotiationHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ProtocolChoice.class);

    private final Consumer<Channel> http1;
    private final Consumer<Channel> http2;

    ProtocolChoice(Consumer<Channel> http1, Consumer<Channel> http2) {
        super(ApplicationProtocolNames.HTTP_1_1);
        this.http1 = http1;
        this.http2 = http2;
    }

    @Override
    protected void configurePipeline(ChannelHandlerContext ctx, String protocol) {
        Consumer<Channel> chosen = protocol.equals(ApplicationProtocolNames.HTTP_2) ? http2 : http1;
        chosen.accept(ctx.channel());
    }

    @Override
    protected void handshakeFailure(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("A TLS handshake failed.", cause);
        ctx.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("A connection ended before its protocol was chosen.", cause);
        ctx.close();
    }
}
