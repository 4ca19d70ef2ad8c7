package dev.groundwave.wire.token;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The claims of a token that an access key signs, for a client or for a REST call.
 *
 * <p>Immutable; times count in whole seconds. Source: client-protocol.md, section 2; rest-api.md, sections 3.2 and 3.4.
 *
 * @param audience the URL that the token is for
 * @param issuedAt when absent, the signer's clock tells it
 * @param subject the user id
 * @param roles permissions by their names on the wire
 * @param groups groups joined at once, without a role
 */
public record AccessToken(
        String audience,
        Instant expiresAt,
        Optional<Instant> issuedAt,
        Optional<Instant> notBefore,
        Optional<String> subject,
        List<String> roles,
        List<String> groups) {
    /** Copies the lists. */
    public AccessToken {
        roles = List.copyOf(roles);
        groups = List.copyOf(groups);
    }

    /** A token with the two claims that every token needs. */
    public static AccessToken of(String audience, Instant expiresAt) {
        return new AccessToken(
                audience, expiresAt, Optional.empty(), Optional.empty(), Optional.empty(), List.of(), List.of());
    }

    /** The same token for a user. */
    public AccessToken withSubject(String userId) {
        return new AccessToken(audience, expiresAt, issuedAt, notBefore, Optional.of(userId), roles, groups);
    }

    /** The same token with these roles and no others. */
    public AccessToken withRoles(List<String> newRoles) {
        return new AccessToken(audience, expiresAt, issuedAt, notBefore, subject, newRoles, groups);
    }

    /** The same token with these groups and no others. */
    public AccessToken withGroups(List<String> newGroups) {
        return new AccessToken(audience, expiresAt, issuedAt, notBefore, subject, roles, newGroups);
    }
}
