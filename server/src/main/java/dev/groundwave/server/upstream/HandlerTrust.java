package dev.groundwave.server.upstream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.client.HttpClient;
import reactor.netty.tcp.SslProvider.GenericSslContextSpec;

/** Which certificates of event handlers are believed: those the JDK knows, and those an operator names. */
final class HandlerTrust {
    private HandlerTrust() {}

    /** A client that speaks TLS and offers what it speaks above. The certificate must be the host's, whoever vouches. */
    static HttpClient secure(HttpClient client, List<X509Certificate> named) {
        if (named.isEmpty()) {
            return client.secure();
        }
        TrustManagerFactory trust = all(named);
        GenericSslContextSpec<?> tls =
                Http2SslContextSpec.forClient().configure(context -> context.trustManager(trust));
        return client.secure(spec -> spec.sslContext(tls));
    }

    private static TrustManagerFactory all(List<X509Certificate> named) {
        try {
            KeyStore believed = KeyStore.getInstance(KeyStore.getDefaultType());
            believed.load(null, null);
            int number = 0;
            for (TrustManager known : factory(null).getTrustManagers()) {
                if (known instanceof X509TrustManager authorities) {
                    for (X509Certificate certificate : authorities.getAcceptedIssuers()) {
                        believed.setCertificateEntry("known-" + number++, certificate);
                    }
                }
            }
            for (X509Certificate certificate : named) {
                believed.setCertificateEntry("named-" + number++, certificate);
            }
            return factory(believed);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("upstream.trustedCertificates cannot be used: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("an empty store is not read", e);
        }
    }

    /** @param store null for what the JDK knows */
    private static TrustManagerFactory factory(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }
}
