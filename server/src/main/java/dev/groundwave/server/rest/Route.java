package dev.groundwave.server.rest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The documented paths and methods.
 *
 * <p>A path's names stand in braces. Source: rest-api.md, section 5.
 */
// The lists are List.of(...), which cannot change.
@SuppressWarnings("ImmutableEnumChecker")
enum Route {
    HEALTH("/api/health", "GET", "HEAD"),
    SEND_TO_ALL("/api/hubs/{hub}/:send", "POST"),
    SEND_TO_GROUP("/api/hubs/{hub}/groups/{group}/:send", "POST"),
    SEND_TO_USER("/api/hubs/{hub}/users/{userId}/:send", "POST"),
    SEND_TO_CONNECTION("/api/hubs/{hub}/connections/{connectionId}/:send", "POST"),
    CLOSE_ALL("/api/hubs/{hub}/:closeConnections", "POST"),
    CLOSE_GROUP("/api/hubs/{hub}/groups/{group}/:closeConnections", "POST"),
    CLOSE_USER("/api/hubs/{hub}/users/{userId}/:closeConnections", "POST"),
    CLOSE_CONNECTION("/api/hubs/{hub}/connections/{connectionId}", "DELETE"),
    CONNECTION_EXISTS("/api/hubs/{hub}/connections/{connectionId}", "HEAD"),
    GROUP_EXISTS("/api/hubs/{hub}/groups/{group}", "HEAD"),
    USER_EXISTS("/api/hubs/{hub}/users/{userId}", "HEAD"),
    LIST_GROUP("/api/hubs/{hub}/groups/{group}/connections", "GET"),
    ADD_CONNECTION_TO_GROUP("/api/hubs/{hub}/groups/{group}/connections/{connectionId}", "PUT"),
    REMOVE_CONNECTION_FROM_GROUP("/api/hubs/{hub}/groups/{group}/connections/{connectionId}", "DELETE"),
    ADD_USER_TO_GROUP("/api/hubs/{hub}/users/{userId}/groups/{group}", "PUT"),
    REMOVE_USER_FROM_GROUP("/api/hubs/{hub}/users/{userId}/groups/{group}", "DELETE"),
    REMOVE_USER_FROM_ALL_GROUPS("/api/hubs/{hub}/users/{userId}/groups", "DELETE"),
    REMOVE_CONNECTION_FROM_ALL_GROUPS("/api/hubs/{hub}/connections/{connectionId}/groups", "DELETE"),
    ADD_TO_GROUPS("/api/hubs/{hub}/:addToGroups", "POST"),
    REMOVE_FROM_GROUPS("/api/hubs/{hub}/:removeFromGroups", "POST"),
    GRANT_PERMISSION("/api/hubs/{hub}/permissions/{permission}/connections/{connectionId}", "PUT"),
    CHECK_PERMISSION("/api/hubs/{hub}/permissions/{permission}/connections/{connectionId}", "HEAD"),
    REVOKE_PERMISSION("/api/hubs/{hub}/permissions/{permission}/connections/{connectionId}", "DELETE"),
    GENERATE_TOKEN("/api/hubs/{hub}/:generateToken", "POST");

    static final String HUB = "hub";
    static final String GROUP = "group";
    static final String USER_ID = "userId";
    static final String CONNECTION_ID = "connectionId";
    static final String PERMISSION = "permission";

    private final List<String> template;
    private final List<String> methods;

    Route(String path, String... methods) {
        this.template = List.of(path.substring(1).split("/", -1));
        this.methods = List.of(methods);
    }

    /** By which methods the path is called here; another route may have the same path with others. */
    List<String> methods() {
        return methods;
    }

    /** The path, its names in braces. */
    String path() {
        return "/" + String.join("/", template);
    }

    /** How many segments the path has, without a base path before it. */
    int segments() {
        return template.size();
    }

    /**
     * Whether a path is this route's.
     *
     * @param rawSegments what stands between its slashes, still percent-encoded; as many as this route has
     */
    boolean matches(List<String> rawSegments) {
        for (int i = 0; i < template.size(); i++) {
            String expected = template.get(i);
            String actual = rawSegments.get(i);
            if (isName(expected) ? actual.isEmpty() : !isLiteral(expected, actual)) {
                return false;
            }
        }
        return true;
    }

    /** The names in a path that matches, still percent-encoded. */
    Map<String, String> names(List<String> rawSegments) {
        Map<String, String> names = new HashMap<>();
        for (int i = 0; i < template.size(); i++) {
            String expected = template.get(i);
            if (isName(expected)) {
                names.put(expected.substring(1, expected.length() - 1), rawSegments.get(i));
            }
        }
        return names;
    }

    private static boolean isName(String expected) {
        return expected.startsWith("{");
    }

    private static boolean isLiteral(String expected, String actual) {
        return expected.equals(actual)
                || (actual.indexOf('%') >= 0
                        && PercentCoding.decodeSegment(actual)
                                .filter(expected::equals)
                                .isPresent());
    }
}
