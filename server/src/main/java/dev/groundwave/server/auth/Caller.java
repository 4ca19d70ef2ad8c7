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
 * @param access to the REST API
 */
public record Caller(
        Optional<String> userId,
        List<String> roles,
        List<String> groups,
        Map<String, List<String>> claims,
        Access access) {
    /** What a caller may do with the REST API. Source: rest-api.md, section 3.5. */
    public enum Access {
        /** Everything. */
        OWNER,
        /** Look: HEAD and GET. */
        READER,
        /** Nothing, although it is known who calls. */
        NONE
    }

    /** Somebody without a token. */
    public static final Caller ANONYMOUS = new Caller(Optional.empty(), List.of(), List.of(), Map.of(), Access.OWNER);

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
