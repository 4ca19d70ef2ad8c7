package dev.groundwave.server.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.jwk.source.URLBasedJWKSetSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.ResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.groundwave.server.settings.IssuerSettings;
import java.net.MalformedURLException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One issuer and its keys. They are fetched when the first token comes, again when a token names a key that is not among
 * them, but not more than twice in {@link #BETWEEN_FETCHES}, and outlive an issuer that cannot be reached for a while.
 *
 * <p>Safe for all threads.
 */
final class TrustedIssuer {
    private static final Logger LOG = LoggerFactory.getLogger(TrustedIssuer.class);
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256);
    private static final Duration BETWEEN_FETCHES = Duration.ofSeconds(30);
    private static final Duration FRESH = Duration.ofMinutes(10);
    private static final Duration USABLE = Duration.ofHours(4);
    private static final Duration FETCH = Duration.ofSeconds(10);
    private static final int CONNECT_MS = 3000;
    private static final int READ_MS = 5000;
    private static final int MOST_BYTES = 524_288;

    private final IssuerSettings settings;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    TrustedIssuer(IssuerSettings settings) {
        this.settings = settings;
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys(settings)));
        // The claims were checked before.
        processor.setJWTClaimsSetVerifier((_, _) -> {});
    }

    private static JWKSource<SecurityContext> keys(IssuerSettings settings) {
        ResourceRetriever retriever = new DefaultResourceRetriever(CONNECT_MS, READ_MS, MOST_BYTES);
        return switch (settings.keys()) {
            case IssuerSettings.Keys.Given(String jwks) -> new ImmutableJWKSet<>(parsed(jwks));
            case IssuerSettings.Keys.Remote(URI location) -> cached(remote(location, retriever));
            case IssuerSettings.Keys.Discovered() -> cached(new DiscoveredKeys(settings, retriever));
        };
    }

    private static JWKSetSource<SecurityContext> remote(URI location, ResourceRetriever retriever) {
        try {
            return new URLBasedJWKSetSource<>(location.toURL(), retriever);
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("issuers[].jwks '" + location + "' is not an address", e);
        }
    }

    private static JWKSource<SecurityContext> cached(JWKSetSource<SecurityContext> source) {
        return JWKSourceBuilder.create(source)
                .cache(FRESH.toMillis(), FETCH.toMillis())
                .refreshAheadCache(false)
                .rateLimited(BETWEEN_FETCHES.toMillis())
                .outageTolerant(USABLE.toMillis())
                .build();
    }

    private static JWKSet parsed(String jwks) {
        try {
            return JWKSet.parse(jwks);
        } catch (ParseException e) {
            throw new IllegalArgumentException("issuers[].jwks holds no JSON Web Key Set", e);
        }
    }

    boolean issued(JWTClaimsSet claims) {
        return settings.issuer().equals(claims.getIssuer());
    }

    /** Why a token cannot be good whoever signed it; empty when its signature decides. Does not block. */
    Optional<String> complaint(SignedJWT jwt, JWTClaimsSet claims) {
        if (!ALGORITHMS.contains(jwt.getHeader().getAlgorithm())) {
            return Optional.of("the algorithm is not RS256 or ES256");
        }
        return claims.getAudience().stream().anyMatch(settings.audiences()::contains)
                ? Optional.empty()
                : Optional.of("the audience is not this service");
    }

    /** Checks the signature. Blocks while keys are fetched. */
    Verdict judge(SignedJWT jwt) {
        try {
            JWTClaimsSet claims = processor.process(jwt, null);
            return new Verdict.Accepted(new Caller(
                    Optional.ofNullable(claims.getSubject()), List.of(), List.of(), Map.of(), access(claims)));
        } catch (RateLimitReachedException e) {
            return new Verdict.Refused("the key that signed the token is not known");
        } catch (KeySourceException e) {
            LOG.warn("The keys of an issuer cannot be had. issuer={} reason={}", settings.issuer(), e.getMessage());
            return new Verdict.Refused("the issuer's keys cannot be had");
        } catch (BadJOSEException | JOSEException e) {
            return new Verdict.Refused("the signature is invalid");
        }
    }

    private Caller.Access access(JWTClaimsSet claims) {
        if (settings.ownerRoles().isEmpty() && settings.readerRoles().isEmpty()) {
            return Caller.Access.OWNER;
        }
        List<String> roles = roles(claims.getClaim(settings.roleClaim()));
        if (roles.stream().anyMatch(settings.ownerRoles()::contains)) {
            return Caller.Access.OWNER;
        }
        return roles.stream().anyMatch(settings.readerRoles()::contains) ? Caller.Access.READER : Caller.Access.NONE;
    }

    /** An array of texts, or texts with blanks between them as OAuth writes scopes. */
    private static List<String> roles(@Nullable Object claim) {
        return switch (claim) {
            case String text -> List.of(text.split(" ", -1));
            case List<?> list ->
                list.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList();
            case null, default -> List.of();
        };
    }
}
