package dev.groundwave.server.auth;

import java.util.List;
import java.util.Optional;

/**
 * Who passed the gate, from the claims of the token.
 *
 * @param roles as they stand in the token, known or not
 * @param groups to join at connect; not checked yet
 */
public record Caller(Optional<String> userId, List<String> roles, List<String> groups) {
    /** Somebody without a token. */
    public static final Caller ANONYMOUS = new Caller(Optional.empty(), List.of(), List.of());

    /** Copies the lists. */
    public Caller {
        roles = List.copyOf(roles);
        groups = List.copyOf(groups);
    }
}
