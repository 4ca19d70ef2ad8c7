package dev.groundwave.server.settings;

import java.net.URI;
import java.util.Optional;

/**
 * How the service shows an event handler who it is, beyond the signature.
 *
 * <p>{@code toString()} tells no secret. Source: events-and-operations.md, section 1.4.
 */
public sealed interface UpstreamAuth {
    /** Not at all. */
    record None() implements UpstreamAuth {}

    /** A fixed {@code Authorization} header. */
    record Header(String value) implements UpstreamAuth {
        /** Checks that it can stand in a header. */
        public Header {
            if (value.isBlank() || value.chars().anyMatch(c -> c < ' ' || c > '~')) {
                throw new IllegalArgumentException("auth.value is blank or has characters that no header can have");
            }
        }

        @Override
        public String toString() {
            return "Header[***]";
        }
    }

    /** A bearer token from an OAuth 2 server, by client credentials. Source: RFC 6749, section 4.4. */
    record ClientCredentials(URI tokenUrl, String clientId, String clientSecret, Optional<String> scope)
            implements UpstreamAuth {
        /** Checks the address. */
        public ClientCredentials {
            String scheme = tokenUrl.getScheme();
            boolean web = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
            if (!web || tokenUrl.getHost() == null) {
                throw new IllegalArgumentException("auth.tokenUrl is not an absolute http or https address");
            }
        }

        @Override
        public String toString() {
            return "ClientCredentials[clientId=" + clientId + "]";
        }
    }
}
