package dev.groundwave.server.settings;

import java.util.Optional;

/**
 * Where the service listens.
 *
 * @param host a name or address; {@code 0.0.0.0} or {@code ::} for all
 * @param port 1 to 65535, or 0 for any free one
 * @param tls for {@code https} and {@code wss}; without it everything is in clear
 * @param management where those who look after it are told more; empty for nowhere
 */
public record ListenerSettings(
        String host, int port, Optional<TlsSettings> tls, Optional<ManagementSettings> management) {
    /** Checks the ports. */
    public ListenerSettings {
        if (host.isBlank()) {
            throw new IllegalArgumentException("host is blank");
        }
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port is " + port + ", allowed are 0 to 65535");
        }
        if (port != 0 && management.equals(Optional.of(new ManagementSettings(host, port)))) {
            throw new IllegalArgumentException("management.port is " + port + ", which is the service's own");
        }
    }

    /** A listener and no management. */
    public ListenerSettings(String host, int port, Optional<TlsSettings> tls) {
        this(host, port, tls, Optional.empty());
    }

    /** A listener in clear. */
    public ListenerSettings(String host, int port) {
        this(host, port, Optional.empty());
    }
}
