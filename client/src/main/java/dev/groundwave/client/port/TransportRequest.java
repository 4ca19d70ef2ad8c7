package dev.groundwave.client.port;

import dev.groundwave.wire.Dialect;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * What to open.
 *
 * @param uri scheme {@code ws} or {@code wss}; its query is a secret
 * @param subprotocol the one name to offer
 * @param headers of the handshake
 * @param connectTimeout for TCP, TLS and the upgrade together
 * @param maxIncomingBytes a larger message ends the transport
 */
public record TransportRequest(
        URI uri, String subprotocol, Map<String, String> headers, Duration connectTimeout, int maxIncomingBytes) {
    /** Copies the headers. */
    public TransportRequest {
        headers = Map.copyOf(headers);
    }

    /** Whether messages are text frames; else they are binary ones. */
    public boolean isText() {
        return Dialect.ofSubprotocol(subprotocol).map(Dialect::text).orElse(true);
    }

    @Override
    public String toString() {
        return "TransportRequest[" + uri.getScheme() + "://" + uri.getAuthority() + "]";
    }
}
