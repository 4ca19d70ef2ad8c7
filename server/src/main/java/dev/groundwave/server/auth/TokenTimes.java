package dev.groundwave.server.auth;

import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;

/** Whether a token's time is now, give or take what clocks may differ. Source: rest-api.md, section 3.2. */
final class TokenTimes {
    private static final Duration SKEW = Duration.ofMinutes(5);

    private TokenTimes() {}

    /** Why it is not; empty when it is. */
    static Optional<String> complaint(JWTClaimsSet claims, Instant now) {
        Date expires = claims.getExpirationTime();
        if (expires == null) {
            return Optional.of("the token has no expiry");
        }
        if (now.isAfter(expires.toInstant().plus(SKEW))) {
            return Optional.of("the token has expired");
        }
        Date notBefore = claims.getNotBeforeTime();
        if (notBefore != null && now.isBefore(notBefore.toInstant().minus(SKEW))) {
            return Optional.of("the token is not valid yet");
        }
        return Optional.empty();
    }
}
