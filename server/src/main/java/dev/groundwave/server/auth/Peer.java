package dev.groundwave.server.auth;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Where a request comes from, as far as the network tells; what a token says is {@link Caller}.
 *
 * @param address the caller's own, behind proxies that are trusted; empty when those did not tell it
 * @param secure whether the caller's connection is encrypted
 * @param certificates what the caller showed in the TLS handshake, its own first; empty mostly
 */
public record Peer(Optional<InetAddress> address, boolean secure, List<ClientCertificate> certificates) {
    /** Copies the list. */
    public Peer {
        certificates = List.copyOf(certificates);
    }
}
