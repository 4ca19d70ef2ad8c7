package dev.groundwave.client;

import dev.groundwave.wire.ClientPath;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads client access URLs. Nothing of them, which hold tokens, is quoted in an exception. */
final class AccessUrls {
    private static final JsonFactory JSON = new JsonFactory();

    private AccessUrls() {}

    /**
     * The address to connect to; {@code http} and {@code https} become {@code ws} and {@code wss}.
     *
     * @throws IllegalArgumentException when it is none
     */
    static URI toWebSocketUri(String url) {
        URI given;
        try {
            given = new URI(url);
        } catch (URISyntaxException e) {
            // The exception quotes its input, and with it the token.
            throw new IllegalArgumentException("the client access URL is not a URI: error at index " + e.getIndex());
        }
        String scheme = given.getScheme() == null ? "" : given.getScheme().toLowerCase(Locale.ROOT);
        String wanted = switch (scheme) {
            case "ws", "http" -> "ws";
            case "wss", "https" -> "wss";
            default ->
                throw new IllegalArgumentException(
                        "the client access URL begins with ws, wss, http or https, followed by ://");
        };
        if (given.getHost() == null || given.getRawFragment() != null) {
            throw new IllegalArgumentException("the client access URL has a host and no fragment");
        }
        return URI.create(wanted + url.substring(scheme.length()));
    }

    /**
     * The address that takes a connection up again: the last one with what a recovery needs and, unless wanted, without
     * its access token. Everything else in it stays. Source: client-sdk.md, section 1.3.
     */
    static URI toRecoveryUri(URI last, String connectionId, String reconnectionToken, boolean keepAccessToken) {
        String text = last.toString();
        int query = text.indexOf('?');
        if (query < 0) {
            return ClientPath.recovering(last, connectionId, reconnectionToken);
        }
        List<String> kept = new ArrayList<>();
        for (String parameter : text.substring(query + 1).split("&", -1)) {
            String name = parameter.substring(0, Math.max(parameter.indexOf('='), 0));
            boolean dropped = name.equals(ClientPath.CONNECTION_ID)
                    || name.equals(ClientPath.RECONNECTION_TOKEN)
                    || (name.equalsIgnoreCase(ClientPath.ACCESS_TOKEN) && !keepAccessToken);
            if (!dropped && !parameter.isEmpty()) {
                kept.add(parameter);
            }
        }
        String rest = kept.isEmpty() ? "" : "?" + String.join("&", kept);
        return ClientPath.recovering(URI.create(text.substring(0, query) + rest), connectionId, reconnectionToken);
    }

    /** When the token in the URL ends; empty without a readable one. */
    static Optional<Instant> tokenExpiry(String url) {
        int query = url.indexOf('?');
        if (query < 0) {
            return Optional.empty();
        }
        Optional<Instant> expiry = Optional.empty();
        for (String parameter : url.substring(query + 1).split("&", -1)) {
            int equals = parameter.indexOf('=');
            if (equals > 0 && parameter.substring(0, equals).equalsIgnoreCase(ClientPath.ACCESS_TOKEN)) {
                expiry = expiryOf(parameter.substring(equals + 1));
            }
        }
        return expiry;
    }

    private static Optional<Instant> expiryOf(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            byte[] claims = Base64.getUrlDecoder().decode(parts[1].getBytes(StandardCharsets.US_ASCII));
            return Optional.ofNullable(findExp(claims));
        } catch (IllegalArgumentException | JacksonException e) {
            // Not a token we can read; the service will judge it.
            return Optional.empty();
        }
    }

    private static @Nullable Instant findExp(byte[] claims) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), claims)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean isExp = "exp".equals(parser.currentName());
                JsonToken value = parser.nextToken();
                if (isExp && value == JsonToken.VALUE_NUMBER_INT) {
                    return Instant.ofEpochSecond(parser.getLongValue());
                }
                parser.skipChildren();
            }
            return null;
        }
    }
}
