package dev.groundwave.server.net;

import dev.groundwave.server.settings.TlsSettings;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLException;

/**
 * The TLS of a listener: BoringSSL where it is to be had, the JDK's elsewhere.
 *
 * <p>Safe for all threads. A connection keeps the certificate that it began with; a new one counts for new connections.
 */
public final class ServerTls {
    private volatile SslContext context;

    /**
     * TLS with a certificate.
     *
     * @throws IllegalArgumentException when the certificate cannot be used
     */
    public ServerTls(TlsSettings settings) {
        this.context = build(settings);
    }

    /**
     * Makes another certificate ready.
     *
     * @return what makes it count from then on
     * @throws IllegalArgumentException when the certificate cannot be used
     */
    public Runnable prepare(TlsSettings settings) {
        SslContext next = build(settings);
        return () -> context = next;
    }

    SslHandler newHandler(ByteBufAllocator allocator) {
        return context.newHandler(allocator);
    }

    private static SslContext build(TlsSettings settings) {
        X509Certificate[] chain = settings.chain().toArray(X509Certificate[]::new);
        SslContextBuilder builder = SslContextBuilder.forServer(settings.privateKey(), chain)
                .protocols("TLSv1.3", "TLSv1.2")
                .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        ApplicationProtocolNames.HTTP_2,
                        ApplicationProtocolNames.HTTP_1_1));
        if (settings.clientCertificates()) {
            // The handshake proves that the client has the key; whom to believe is for the event handler to decide.
            builder.clientAuth(ClientAuth.OPTIONAL).trustManager(InsecureTrustManagerFactory.INSTANCE);
        }
        try {
            return builder.build();
        } catch (SSLException e) {
            throw new IllegalArgumentException("tls.certificate cannot be used: " + e.getMessage(), e);
        }
    }
}
