package dev.groundwave.service;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a client that connects with a URL is and may.
 *
 * <p>Source: rest-api.md, section 3.4.
 *
 * @param userId absent for an anonymous client
 * @param roles permissions by their names, such as {@code webpubsub.sendToGroup.news}
 * @param groups joined at once, without a role
 * @param lifetime how long the URL opens connections; an open connection outlives it
 */
public record ClientUrlRequest(Optional<String> userId, List<String> roles, List<String> groups, Duration lifetime) {
    /** How long a URL is valid when nothing else is said. */
    public static final Duration DEFAULT_LIFETIME = Duration.ofHours(1);

    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException when the lifetime is under a second
     */
    public ClientUrlRequest {
        roles = List.copyOf(roles);
        groups = List.copyOf(groups);
        if (lifetime.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("a client URL lives for a second or more, not " + lifetime);
        }
    }

    /** For a client without a user id, role or group. */
    public static ClientUrlRequest anonymous() {
        return new ClientUrlRequest(Optional.empty(), List.of(), List.of(), DEFAULT_LIFETIME);
    }

    /** For a user without role or group. */
    public static ClientUrlRequest forUser(String userId) {
        return new ClientUrlRequest(Optional.of(userId), List.of(), List.of(), DEFAULT_LIFETIME);
    }

    /** The same with these roles and no others. */
    public ClientUrlRequest withRoles(String... newRoles) {
        return new ClientUrlRequest(userId, List.of(newRoles), groups, lifetime);
    }

    /** The same with these groups and no others. */
    public ClientUrlRequest withGroups(String... newGroups) {
        return new ClientUrlRequest(userId, roles, List.of(newGroups), lifetime);
    }

    /** The same with another lifetime. */
    public ClientUrlRequest withLifetime(Duration newLifetime) {
        return new ClientUrlRequest(userId, roles, groups, newLifetime);
    }
}
