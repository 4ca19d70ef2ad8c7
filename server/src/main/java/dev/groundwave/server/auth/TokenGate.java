package dev.groundwave.server.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.groundwave.server.settings.AccessKeys;
import dev.groundwave.wire.HubName;
import dev.groundwave.wire.WireLimits;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Checks access-key tokens: signature by either key, time, audience.
 *
 * <p>Safe for all threads; never blocks. Source: client-protocol.md, section 2, and rest-api.md, sections 3.2 to 3.4.
 */
public final class TokenGate {
    private static final Duration SKEW = Duration.ofMinutes(5);

    private final List<JWSVerifier> verifiers;
    private final AudienceRule audience;
    private final InstantSource clock;

    /** A gate for these keys. */
    public TokenGate(AccessKeys keys, List<URI> publicEndpoints, boolean anyHost, InstantSource clock) {
        this.audience = new AudienceRule(publicEndpoints, anyHost);
        this.clock = clock;
        this.verifiers = new ArrayList<>();
        verifiers.add(verifier(keys.primary().bytes()));
        keys.secondary().ifPresent(key -> verifiers.add(verifier(key.bytes())));
    }

    /**
     * Checks a call to the REST API.
     *
     * @param authorization the header's value
     * @param host the {@code Host} header
     * @param rawPath the path of the request, still percent-encoded
     */
    public Verdict checkRest(Optional<String> authorization, String host, String rawPath) {
        return check(authorization.flatMap(TokenGate::bearer), host, rawPath);
    }

    /** Checks a client's handshake; its audience is the canonical path whichever form the URL had. */
    public Verdict checkClient(Optional<String> token, String host, HubName hub) {
        return check(token, host, "/client/hubs/" + hub.value());
    }

    /** The token of an {@code Authorization} header; empty for any other scheme. */
    public static Optional<String> bearer(String authorization) {
        String scheme = "Bearer ";
        return authorization.regionMatches(true, 0, scheme, 0, scheme.length())
                ? Optional.of(authorization.substring(scheme.length()).trim())
                : Optional.empty();
    }

    private Verdict check(Optional<String> token, String host, String path) {
        if (token.isEmpty() || token.get().isEmpty()) {
            return new Verdict.Missing();
        }
        try {
            SignedJWT jwt = StrictJwt.parse(token.get());
            if (!JWSAlgorithm.HS256.equals(jwt.getHeader().getAlgorithm())) {
                return new Verdict.Refused("the algorithm is not HS256");
            }
            if (!isSigned(jwt)) {
                return new Verdict.Refused("the signature is invalid");
            }
            return checkClaims(jwt.getJWTClaimsSet(), host, path);
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            return new Verdict.Refused("the token is malformed");
        }
    }

    private boolean isSigned(SignedJWT jwt) throws JOSEException {
        boolean signed = false;
        for (JWSVerifier verifier : verifiers) {
            signed |= verifier.verify(jwt.getHeader(), jwt.getSigningInput(), jwt.getSignature());
        }
        return signed;
    }

    private Verdict checkClaims(JWTClaimsSet claims, String host, String path) throws ParseException {
        Instant now = clock.instant();
        Date expires = claims.getExpirationTime();
        if (expires == null) {
            return new Verdict.Refused("the token has no expiry");
        }
        if (now.isAfter(expires.toInstant().plus(SKEW))) {
            return new Verdict.Refused("the token has expired");
        }
        Date notBefore = claims.getNotBeforeTime();
        if (notBefore != null && now.isBefore(notBefore.toInstant().minus(SKEW))) {
            return new Verdict.Refused("the token is not valid yet");
        }
        boolean meant = claims.getAudience().stream()
                .filter(Objects::nonNull)
                .anyMatch(name -> audience.matches(name, host, path));
        if (!meant) {
            return new Verdict.Refused("the audience is not this address");
        }
        Optional<String> userId = Optional.ofNullable(claims.getSubject())
                .or(() -> Optional.ofNullable(claims.getClaim("nameid")).map(Object::toString));
        if (userId.isPresent() && userId.get().length() > WireLimits.MAX_USER_ID_CHARS) {
            return new Verdict.Refused("the user id is too long");
        }
        return new Verdict.Accepted(
                new Caller(userId, strings(claims, "role"), strings(claims, "webpubsub.group"), ClaimTexts.of(claims)));
    }

    /** A claim that is a string or an array of strings. */
    private static List<String> strings(JWTClaimsSet claims, String name) throws ParseException {
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

    private static JWSVerifier verifier(byte[] key) {
        try {
            return new MACVerifier(key);
        } catch (JOSEException e) {
            throw new IllegalArgumentException("the access key cannot be used for HS256", e);
        }
    }
}
