package dev.groundwave.interop;

import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLContext;

/** How the service is spoken to: in the clear, or with a certificate that only this test run's authority vouches for. */
enum Scheme {
    HTTP,
    HTTPS;

    /** Made at first use, for all services of this run. */
    private static final class Authority {
        static final TestAuthority OF_THIS_RUN = TestAuthority.make();

        private Authority() {}
    }

    /** The scheme of a service that is running. */
    static Scheme of(URI endpoint) {
        return valueOf(endpoint.getScheme().toUpperCase(Locale.ROOT));
    }

    /** What the service is told, as its environment. */
    Map<String, String> settings() {
        return switch (this) {
            case HTTP -> Map.of();
            case HTTPS ->
                Map.of(
                        "GROUNDWAVE_TLS__CERTIFICATE",
                        Authority.OF_THIS_RUN.certificateFile().toString(),
                        "GROUNDWAVE_TLS__PRIVATE_KEY",
                        Authority.OF_THIS_RUN.keyFile().toString());
        };
    }

    /**
     * What makes a script trust the service, as its environment: the first name is node's, the second OpenSSL's, by which
     * aiohttp and websocket-client go, the third that of requests.
     */
    Map<String, String> trust() {
        return switch (this) {
            case HTTP -> Map.of();
            case HTTPS -> {
                String file = Authority.OF_THIS_RUN.authorityFile().toString();
                yield Map.of("NODE_EXTRA_CA_CERTS", file, "SSL_CERT_FILE", file, "REQUESTS_CA_BUNDLE", file);
            }
        };
    }

    /** What makes a client in Java trust the service. */
    SSLContext client() {
        try {
            return switch (this) {
                case HTTP -> SSLContext.getDefault();
                case HTTPS -> Authority.OF_THIS_RUN.client();
            };
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has a default", e);
        }
    }
}
