package dev.groundwave.server.auth;

import dev.groundwave.wire.event.ClientCertificate;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Where a request comes from, as far as the network tells; what a token says is {@link Caller}.
 *
 * @param address the caller's own, behind proxies that are trusted; empty when those did not tell it
 * @param secure whether the caller's connection is encrypted
 * @param certificates what the caller showed in the TLS handshake, its own first; empty mostly
 * @param forwardedHost the host that the caller used, as a trusted proxy tells it; it counts beside the {@code Host} header
 */
public record Peer(
        Optional<InetAddress> address,
        boolean secure,
        List<ClientCertificate> certificates,
        Optional<String> forwardedHost) {
    /** Somebody without a proxy. */
    public Peer(Optional<InetAddress> address, boolean secure, List<ClientCertificate> certificates) {
        this(address, secure, certificates, Optional.empty());
    }

    /** Copies the list. */
    public Peer {
        certificates = List.copyOf(certificates);
    }
}
