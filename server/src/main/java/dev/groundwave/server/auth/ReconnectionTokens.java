package dev.groundwave.server.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.UUID;

/**
 * The secrets by which clients recover their connections: signed with a key of this server's own, so that access keys
 * can change meanwhile and neither kind of token passes for the other.
 *
 * <p>Safe for all threads. Source: client-protocol.md, section 8.3.
 */
public final class ReconnectionTokens {
    /** How long a token is good. */
    public static final Duration LIFETIME = Duration.ofDays(7);

    private static final int SECRET_BYTES = 32;

    private final MACSigner signer;
    private final MACVerifier verifier;
    private final InstantSource clock;

    /** Tokens that only this object accepts. */
    public ReconnectionTokens(SecureRandom random, InstantSource clock) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        try {
            this.signer = new MACSigner(secret);
            this.verifier = new MACVerifier(secret);
        } catch (JOSEException e) {
            throw new IllegalStateException("32 bytes are enough for HS256", e);
        }
        this.clock = clock;
    }

    /** A new token for a connection. */
    public String issue(String connectionId) {
        Instant now = clock.instant();
        SignedJWT jwt = new SignedJWT(
                new JWSHeader(JWSAlgorithm.HS256),
                new JWTClaimsSet.Builder()
                        .audience(connectionId)
                        .jwtID(UUID.randomUUID().toString())
                        .notBeforeTime(Date.from(now))
                        .expirationTime(Date.from(now.plus(LIFETIME)))
                        .build());
        try {
            jwt.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("HS256 needs nothing but the key", e);
        }
        return jwt.serialize();
    }

    /** Whether this is a token of that connection and still good. */
    public boolean accept(String token, String connectionId) {
        try {
            SignedJWT jwt = StrictJwt.parse(token);
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            Date expires = claims.getExpirationTime();
            return JWSAlgorithm.HS256.equals(jwt.getHeader().getAlgorithm())
                    && jwt.verify(verifier)
                    && claims.getAudience().contains(connectionId)
                    && expires != null
                    && clock.instant().isBefore(expires.toInstant());
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            return false;
        }
    }
}
