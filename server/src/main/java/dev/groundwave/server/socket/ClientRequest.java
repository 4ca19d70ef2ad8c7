package dev.groundwave.server.socket;

import dev.groundwave.server.auth.Peer;
import dev.groundwave.server.auth.TokenGate;
import dev.groundwave.wire.ClientPath;
import dev.groundwave.wire.HubName;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A handshake request, read as the contract reads it: the last value of a repeated parameter counts, names in any letter
 * case.
 *
 * <p>Source: client-protocol.md, sections 1.1 and 1.2.
 *
 * @param path without the base path of a public endpoint, still percent-encoded
 */
public record ClientRequest(String path, Map<String, List<String>> query, HttpRequest http, Peer peer) {
    private static final int KEY_BYTES = 16;
    private static final String INTERNAL = "X-ASRS-Internal-";

    /**
     * Reads the query.
     *
     * @throws IllegalArgumentException when it is not well-formed
     */
    public static ClientRequest read(String path, HttpRequest http, Peer peer) {
        Map<String, List<String>> query = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        new QueryStringDecoder(http.uri())
                .parameters()
                .forEach((name, values) -> query.merge(name, values, (a, b) -> {
                    List<String> both = new ArrayList<>(a);
                    both.addAll(b);
                    return both;
                }));
        return new ClientRequest(path, query, http, peer);
    }

    boolean isKnownPath() {
        return path.equals("/client") || path.equals("/client/") || hubSegment().isPresent();
    }

    /** Whether this is a WebSocket upgrade of version 13. Source: RFC 6455, section 4.2.1. */
    public boolean isUpgrade() {
        HttpHeaders headers = http.headers();
        return http.method().equals(HttpMethod.GET)
                && http.protocolVersion().equals(HttpVersion.HTTP_1_1)
                && headers.containsValue(HttpHeaderNames.CONNECTION, "upgrade", true)
                && headers.containsValue(HttpHeaderNames.UPGRADE, "websocket", true)
                && "13".equals(headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))
                && hasKey(headers.get(HttpHeaderNames.SEC_WEBSOCKET_KEY, ""));
    }

    private static boolean hasKey(String key) {
        try {
            return Base64.getDecoder().decode(key.trim()).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The hub; empty when its name is missing or invalid. */
    public Optional<HubName> hub() {
        return HubName.parse(hubSpelling());
    }

    /** The hub's name as the client wrote it; empty where there is none. */
    String hubSpelling() {
        return hubSegment()
                .map(segment -> QueryStringDecoder.decodeComponent(segment.replace("+", "%2B")))
                .or(() -> parameter("hub"))
                .orElse("");
    }

    /** The hub's segment of a canonical path, still percent-encoded; empty for other paths. */
    private Optional<String> hubSegment() {
        if (!path.startsWith(ClientPath.PREFIX)) {
            return Optional.empty();
        }
        String rest = path.substring(ClientPath.PREFIX.length());
        String segment = rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
        return segment.contains("/") ? Optional.empty() : Optional.of(segment);
    }

    /** The token of the query, else of the {@code Authorization} header. */
    public Optional<String> token() {
        return parameter(ClientPath.ACCESS_TOKEN)
                .filter(token -> !token.isEmpty())
                .or(() -> Optional.ofNullable(http.headers().get(HttpHeaderNames.AUTHORIZATION))
                        .flatMap(TokenGate::bearer));
    }

    /** By what names the client may have called the service. */
    public List<String> hosts() {
        List<String> hosts = new ArrayList<>(http.headers().getAll(HttpHeaderNames.HOST));
        peer.forwardedHost().ifPresent(hosts::add);
        return hosts;
    }

    /** The subprotocols in the client's order and spelling. */
    List<String> subprotocols() {
        List<String> offered = new ArrayList<>();
        for (String header : http.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL)) {
            for (String name : header.split(",", -1)) {
                if (!name.isBlank()) {
                    offered.add(name.trim());
                }
            }
        }
        return offered;
    }

    /** The query for the application's eyes: without the token. Source: events-and-operations.md, section 1.9. */
    Map<String, List<String>> shownQuery() {
        Map<String, List<String>> shown = new LinkedHashMap<>(query);
        shown.keySet().removeIf(ClientPath.ACCESS_TOKEN::equalsIgnoreCase);
        return shown;
    }

    /** The headers for the application's eyes: without the token and the service's own. Source: as above. */
    Map<String, List<String>> shownHeaders() {
        Map<String, List<String>> shown = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        http.headers()
                .forEach(header -> shown.computeIfAbsent(header.getKey(), _ -> new ArrayList<>(1))
                        .add(header.getValue()));
        shown.keySet()
                .removeIf(name -> name.equalsIgnoreCase("Authorization")
                        || name.regionMatches(true, 0, INTERNAL, 0, INTERNAL.length()));
        return shown;
    }

    /** The last value of a parameter. */
    public Optional<String> parameter(String name) {
        List<String> values = query.get(name);
        return values == null ? Optional.empty() : Optional.of(values.getLast());
    }

    /** Leaves out path and query, which carry the token. */
    @Override
    public String toString() {
        return "ClientRequest[]";
    }
}
