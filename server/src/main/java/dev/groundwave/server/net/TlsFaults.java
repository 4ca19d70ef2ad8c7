package dev.groundwave.server.net;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends a connection whose TLS is broken. It is the peer's fault or the network's, and no news to anybody. */
@ChannelHandler.Sharable
final class TlsFaults extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(TlsFaults.class);

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        boolean tls = cause instanceof SSLException
                || (cause instanceof DecoderException && cause.getCause() instanceof SSLException);
        if (tls) {
            LOG.debug("TLS failed on a connection.", cause);
            ctx.close();
        } else {
            ctx.fireExceptionCaught(cause);
        }
    }
}
