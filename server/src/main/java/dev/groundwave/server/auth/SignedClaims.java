package dev.groundwave.server.auth;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.groundwave.wire.WireLimits;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The claims of a token that an access key signed, and what was already made of them.
 *
 * <p>Safe for all threads: what it keeps is immutable, and made twice at worst.
 */
final class SignedClaims {
    private final JWTClaimsSet claims;

    /** Where the token was good last; null before. */
    private volatile @Nullable Place place;

    /** Who shows the token; null before that was asked. */
    private volatile @Nullable Verdict holder;

    /** An address by which a call may have come. */
    private record Place(List<String> hosts, String rawPath) {}

    SignedClaims(JWTClaimsSet claims) {
        this.claims = claims;
    }

    JWTClaimsSet claims() {
        return claims;
    }

    /** Whether the token was made for this address; the rule is always the same one. */
    boolean isMeantFor(AudienceRule rule, List<String> hosts, String rawPath) {
        Place last = place;
        if (last != null && last.rawPath.equals(rawPath) && last.hosts.equals(hosts)) {
            return true;
        }
        boolean meant = claims.getAudience().stream()
                .filter(Objects::nonNull)
                .anyMatch(name -> hosts.stream().anyMatch(host -> rule.matches(name, host, rawPath)));
        if (meant) {
            place = new Place(List.copyOf(hosts), rawPath);
        }
        return meant;
    }

    /** Who shows the token, or why nobody can be that. */
    Verdict holder() throws ParseException {
        Verdict known = holder;
        if (known == null) {
            known = readHolder();
            holder = known;
        }
        return known;
    }

    private Verdict readHolder() throws ParseException {
        Optional<String> userId = Optional.ofNullable(claims.getSubject())
                .or(() -> Optional.ofNullable(claims.getClaim("nameid")).map(Object::toString));
        if (userId.isPresent() && userId.get().length() > WireLimits.MAX_USER_ID_CHARS) {
            return new Verdict.Refused("the user id is too long");
        }
        return new Verdict.Accepted(new Caller(
                userId, strings("role"), strings("webpubsub.group"), ClaimTexts.of(claims), Caller.Access.OWNER));
    }

    /** A claim that is a string or an array of strings. */
    private List<String> strings(String name) throws ParseException {
        Object value = claims.getClaim(name);
        if (value == null) {
            return List.of();
        }
        if (value instanceof String one) {
            return List.of(one);
        }
        List<String> all = new ArrayList<>();
        for (String item : claims.getStringListClaim(name)) {
            if (item != null) {
                all.add(item);
            }
        }
        return all;
    }
}
