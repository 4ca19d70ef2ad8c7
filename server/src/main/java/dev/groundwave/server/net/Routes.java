package dev.groundwave.server.net;

import dev.groundwave.server.auth.Peer;
import dev.groundwave.server.rest.RestApi;
import dev.groundwave.server.rest.RestCall;
import dev.groundwave.server.rest.RestHead;
import dev.groundwave.server.settings.RequestType;
import dev.groundwave.server.socket.Admission;
import dev.groundwave.server.socket.HandshakeGate;
import dev.groundwave.server.socket.Recovery;
import dev.groundwave.server.socket.Upgrade;
import dev.groundwave.server.tunnel.TunnelEntrance;
import io.netty.handler.codec.http.HttpRequest;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Where a request can go, for all connections of the server.
 *
 * @param publicEndpoints whose base paths may stand before a request's path
 */
public record Routes(
        Entrance entrance,
        HandshakeGate handshakes,
        Admission admission,
        Upgrade upgrade,
        Recovery recovery,
        TunnelEntrance tunnels,
        RestApi rest,
        List<URI> publicEndpoints) {
    private static final String CLIENT = "/client";
    private static final String TUNNEL = "/server/tunnel";

    /** Whether the request is a handshake, which is for HTTP/1.1 alone. */
    boolean isHandshake(String target) {
        return clientPath(target).isPresent() || isTunnel(target);
    }

    /** The path of a client's handshake without a base path, still percent-encoded; empty for other requests. */
    Optional<String> clientPath(String target) {
        return find(target, Routes::isClientPath);
    }

    /** Whether a back end wants to open a tunnel. */
    boolean isTunnel(String target) {
        return find(target, TUNNEL::equals).isPresent();
    }

    private Optional<String> find(String target, Predicate<String> wanted) {
        int end = target.indexOf('?');
        String path = end < 0 ? target : target.substring(0, end);
        if (wanted.test(path)) {
            return Optional.of(path);
        }
        for (URI endpoint : publicEndpoints) {
            String base = endpoint.getRawPath();
            String trimmed = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
            boolean below = path.regionMatches(true, 0, trimmed, 0, trimmed.length());
            if (below && wanted.test(path.substring(trimmed.length()))) {
                return Optional.of(path.substring(trimmed.length()));
            }
        }
        return Optional.empty();
    }

    /** Begins a REST call, as far as the network rules let it. */
    RestCall open(HttpRequest request, Peer caller, boolean framed) {
        RestHead head = RestExchange.head(request, caller, framed);
        if (!entrance.admits(RequestType.REST_API, caller)) {
            return rest.denied(head);
        }
        return entrance.preflight(request).<RestCall>map(RestCall.Answered::new).orElseGet(() -> rest.open(head));
    }

    private static boolean isClientPath(String path) {
        return path.equals(CLIENT) || path.startsWith(CLIENT + "/");
    }
}
