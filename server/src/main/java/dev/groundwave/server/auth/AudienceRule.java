package dev.groundwave.server.auth;

import dev.groundwave.wire.HubName;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a token was made for the address that it came to.
 *
 * <p>Immutable. Source: rest-api.md, section 3.2.
 */
final class AudienceRule {
    /** Not as strict as a URI parser: hub names may have brackets and back-ticks, and the query is of no interest. */
    private static final Pattern URL = Pattern.compile(
            "(?<scheme>(?i:https?|wss?))://(?<authority>[^/?#]++)(?<path>[^?#]*+)(?s:\\?(?<query>[^#]*+))?(?s:#.*+)?");

    private final List<URI> publicEndpoints;
    private final boolean anyHost;

    AudienceRule(List<URI> publicEndpoints, boolean anyHost) {
        this.publicEndpoints = List.copyOf(publicEndpoints);
        this.anyHost = anyHost;
    }

    /**
     * Whether the audience names this host, or a public endpoint, and this path.
     *
     * @param host the request's {@code Host} header
     * @param rawPath the request's path, still percent-encoded
     */
    boolean matches(String audience, String host, String rawPath) {
        Matcher url = URL.matcher(audience);
        if (!url.matches()) {
            return false;
        }
        String scheme = url.group("scheme");
        String authority = url.group("authority");
        String path = url.group("path");
        if ((anyHost || sameAuthority(scheme, authority, host)) && samePath(path, rawPath, "")) {
            return true;
        }
        for (URI endpoint : publicEndpoints) {
            if (sameAuthority(scheme, authority, endpoint.getRawAuthority())
                    && samePath(path, rawPath, endpoint.getRawPath())) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether the audience is the address of this tunnel: a WebSocket's, with the same hub and target in its query.
     *
     * <p>Source: events-and-operations.md, section 3.1.
     *
     * @throws IllegalArgumentException when the audience's query is not well-formed
     */
    boolean matches(String audience, String host, TunnelAddress address) {
        Matcher url = URL.matcher(audience);
        if (!url.matches()
                || !url.group("scheme").regionMatches(true, 0, "ws", 0, 2)
                || !matches(audience, host, address.rawPath())) {
            return false;
        }
        Map<String, List<String>> query =
                new QueryStringDecoder(Objects.requireNonNullElse(url.group("query"), ""), false).parameters();
        return parameter(query, TunnelAddress.HUB).flatMap(HubName::parse).equals(Optional.of(address.hub()))
                && parameter(query, TunnelAddress.TARGET).equals(address.target());
    }

    private static Optional<String> parameter(Map<String, List<String>> query, String name) {
        return Optional.ofNullable(query.get(name)).map(List::getLast);
    }

    /** Compares hosts in any letter case; a default port equals none. */
    private static boolean sameAuthority(String scheme, String left, String right) {
        return normal(scheme, left).equals(normal(scheme, right));
    }

    private static String normal(String scheme, String authority) {
        String lower = authority.toLowerCase(Locale.ROOT);
        boolean secure = scheme.toLowerCase(Locale.ROOT).endsWith("s");
        String defaultPort = secure ? ":443" : ":80";
        return lower.endsWith(defaultPort) ? lower.substring(0, lower.length() - defaultPort.length()) : lower;
    }

    /** Compares decoded segments; a base path may stand before either. Hub and base path are the same in any case. */
    private static boolean samePath(String audiencePath, String requestPath, String base) {
        List<String> baseSegments = segments(base);
        List<String> left = withoutBase(segments(audiencePath), baseSegments);
        List<String> right = withoutBase(segments(requestPath), baseSegments);
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            boolean hub = i > 0 && "hubs".equals(left.get(i - 1)) && i == 2;
            boolean same = hub
                    ? left.get(i).equalsIgnoreCase(right.get(i))
                    : left.get(i).equals(right.get(i));
            if (!same) {
                return false;
            }
        }
        return true;
    }

    private static List<String> withoutBase(List<String> segments, List<String> base) {
        if (base.isEmpty() || segments.size() < base.size()) {
            return segments;
        }
        for (int i = 0; i < base.size(); i++) {
            if (!base.get(i).equalsIgnoreCase(segments.get(i))) {
                return segments;
            }
        }
        return segments.subList(base.size(), segments.size());
    }

    private static List<String> segments(String rawPath) {
        String path = rawPath.startsWith("/") ? rawPath.substring(1) : rawPath;
        if (path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        List<String> segments = new ArrayList<>();
        if (path.isEmpty()) {
            return segments;
        }
        for (String segment : path.split("/", -1)) {
            segments.add(decode(segment));
        }
        return segments;
    }

    private static String decode(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return segment;
        }
    }
}
