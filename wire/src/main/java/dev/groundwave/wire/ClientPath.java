package dev.groundwave.wire;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The path and query of a client's WebSocket URL: the hub, the token, and what a recovery needs.
 *
 * <p>Immutable. {@link #toString()} shows the path only: tokens travel in the query. Source: client-protocol.md,
 * sections 1.1 and 1.2.
 *
 * @param hub as the URL spells it, decoded; not checked, because a wrong name has its own answer; empty when missing
 * @param connectionId present turns the handshake into a recovery
 */
public record ClientPath(
        String hub, Optional<String> accessToken, Optional<String> connectionId, Optional<String> reconnectionToken) {
    /** What stands before the hub. */
    public static final String PREFIX = "/client/hubs/";
    /** The parameter that carries the access token; its name is read in any letter case. */
    public static final String ACCESS_TOKEN = "access_token";
    /** The parameter that names the connection to recover. */
    public static final String CONNECTION_ID = "awps_connection_id";
    /** The parameter that carries the secret of a recovery. */
    public static final String RECONNECTION_TOKEN = "awps_reconnection_token";

    /** The short form of the path, with the hub in the query. */
    private static final String SHORT_PATH = "/client";

    private static final String HUB = "hub";

    /** The path of a hub, without any token. */
    public static ClientPath of(String hub) {
        return new ClientPath(hub, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The same with an access token. */
    public ClientPath withAccessToken(String token) {
        return new ClientPath(hub, Optional.of(token), connectionId, reconnectionToken);
    }

    /** The same as a recovery of a connection. */
    public ClientPath withRecovery(String recoveredId, String token) {
        return new ClientPath(hub, accessToken, Optional.of(recoveredId), Optional.of(token));
    }

    /**
     * Reads a path with its query, both still encoded; empty when the path is none of a client's.
     *
     * <p>Of a repeated parameter the last value counts; an empty value is no value.
     */
    public static Optional<ClientPath> parse(String pathAndQuery) {
        int question = pathAndQuery.indexOf('?');
        String path = question < 0 ? pathAndQuery : pathAndQuery.substring(0, question);
        String query = question < 0 ? "" : pathAndQuery.substring(question + 1);
        boolean shortForm = path.equals(SHORT_PATH) || path.equals(SHORT_PATH + "/");
        boolean longForm = path.startsWith(PREFIX) && path.indexOf('/', PREFIX.length()) < 0;
        if (!shortForm && !longForm) {
            return Optional.empty();
        }
        Map<String, String> last = new HashMap<>();
        forEachParameter(
                query, (name, value) -> last.put(name.equalsIgnoreCase(ACCESS_TOKEN) ? ACCESS_TOKEN : name, value));
        last.values().removeIf(String::isEmpty);
        String hub =
                shortForm ? last.getOrDefault(HUB, "") : PercentCode.decode(path.substring(PREFIX.length()), false);
        return Optional.of(new ClientPath(
                hub,
                Optional.ofNullable(last.get(ACCESS_TOKEN)),
                Optional.ofNullable(last.get(CONNECTION_ID)),
                Optional.ofNullable(last.get(RECONNECTION_TOKEN))));
    }

    /** The parameters of an encoded query in their order, decoded, each with all its values. */
    public static Map<String, List<String>> parameters(String query) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        forEachParameter(
                query,
                (name, value) -> parameters
                        .computeIfAbsent(name, missing -> new ArrayList<>())
                        .add(value));
        return parameters;
    }

    private static void forEachParameter(String query, BiConsumer<String, String> action) {
        for (String pair : query.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = PercentCode.decode(equals < 0 ? pair : pair.substring(0, equals), true);
                action.accept(name, equals < 0 ? "" : PercentCode.decode(pair.substring(equals + 1), true));
            }
        }
    }

    /** The audience of a token for this hub at an endpoint. Source: client-protocol.md, section 2. */
    public String audience(URI endpoint) {
        return withoutSlash(endpoint.toString()) + path();
    }

    /** The WebSocket URL of this path at an http, https, ws or wss endpoint; a secret when there is a token. */
    public URI at(URI endpoint) {
        String text = withoutSlash(endpoint.toString());
        return URI.create(
                text.toLowerCase(Locale.ROOT).startsWith("http")
                        ? "ws" + text.substring("http".length()) + pathAndQuery()
                        : text + pathAndQuery());
    }

    /** A client's URL turned into one that recovers a connection; everything else in it stays. */
    public static URI recovering(URI clientUrl, String connectionId, String reconnectionToken) {
        String text = clientUrl.toString();
        String separator = clientUrl.getRawQuery() == null ? "?" : "&";
        return URI.create(text + separator + pair(CONNECTION_ID, connectionId) + "&"
                + pair(RECONNECTION_TOKEN, reconnectionToken));
    }

    /** The encoded path without its query. */
    public String path() {
        return PREFIX + PercentCode.encode(hub);
    }

    /** The encoded path with its query; a secret when there is a token. */
    public String pathAndQuery() {
        List<String> pairs = new ArrayList<>();
        accessToken.ifPresent(token -> pairs.add(pair(ACCESS_TOKEN, token)));
        connectionId.ifPresent(id -> pairs.add(pair(CONNECTION_ID, id)));
        reconnectionToken.ifPresent(token -> pairs.add(pair(RECONNECTION_TOKEN, token)));
        return pairs.isEmpty() ? path() : path() + "?" + String.join("&", pairs);
    }

    @Override
    public String toString() {
        return path();
    }

    private static String pair(String name, String value) {
        return name + "=" + PercentCode.encode(value);
    }

    private static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
