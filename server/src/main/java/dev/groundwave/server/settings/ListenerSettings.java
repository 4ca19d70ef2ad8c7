package dev.groundwave.server.settings;

import java.util.Optional;

/**
 * Where the service listens.
 *
 * @param host a name or address; {@code 0.0.0.0} or {@code ::} for all
 * @param port 1 to 65535, or 0 for any free one
 * @param tls for {@code https} and {@code wss}; without it everything is in clear
 */
public record ListenerSettings(String host, int port, Optional<TlsSettings> tls) {
    /** Checks the port. */
    public ListenerSettings {
        if (host.isBlank()) {
            throw new IllegalArgumentException("host is blank");
        }
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port is " + port + ", allowed are 0 to 65535");
        }
    }

    /** A listener in clear. */
    public ListenerSettings(String host, int port) {
        this(host, port, Optional.empty());
    }
}
