package dev.groundwave.server.auth;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who passed the gate, from the claims of the token.
 *
 * @param roles as they stand in the token, known or not
 * @param groups to join at connect; not checked yet
 * @param claims all of them, every value as text
 */
public record Caller(
        Optional<String> userId, List<String> roles, List<String> groups, Map<String, List<String>> claims) {
    /** Somebody without a token. */
    public static final Caller ANONYMOUS = new Caller(Optional.empty(), List.of(), List.of(), Map.of());

    /** Copies the lists. */
    public Caller {
        roles = List.copyOf(roles);
        groups = List.copyOf(groups);
        claims = Map.copyOf(claims);
    }

    /** Leaves out the claims, which are the application's own. */
    @Override
    public String toString() {
        return "Caller[userId=" + userId + ", roles=" + roles + ", groups=" + groups + "]";
    }
}
