package dev.groundwave.server.rest;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.groundwave.wire.token.AccessKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.function.Supplier;

/**
 * Signs the tokens that clients come with, in the hosted service's very form: issuer, key id and content type are what
 * the libraries' own signer leaves out.
 *
 * <p>Safe for all threads. Source: rest-api.md, section 5.10.
 */
final class ClientTokenIssuer {
    private static final String ISSUER = "https://webpubsub.azure.com";
    private static final JWSHeader HEADER = new JWSHeader.Builder(JWSAlgorithm.HS256)
            .keyID("primary")
            .type(JOSEObjectType.JWT)
            .contentType("JWT")
            .build();

    private final Supplier<AccessKey> primary;
    private final InstantSource clock;

    /** Signs with whatever is the primary key at the time. */
    ClientTokenIssuer(Supplier<AccessKey> primary, InstantSource clock) {
        this.primary = primary;
        this.clock = clock;
    }

    /** A token in its compact form. */
    String issue(RestOperation.GenerateToken order) {
        Instant now = clock.instant();
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(order.audience())
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(now.plus(order.lifetime())));
        order.userId().ifPresent(claims::subject);
        if (!order.roles().isEmpty()) {
            claims.claim("role", order.roles());
        }
        if (!order.groups().isEmpty()) {
            claims.claim("webpubsub.group", order.groups());
        }
        SignedJWT token = new SignedJWT(HEADER, claims.build());
        try {
            token.sign(new MACSigner(primary.get().bytes()));
        } catch (JOSEException e) {
            throw new IllegalStateException("an access key is long enough for HS256", e);
        }
        return token.serialize();
    }
}
