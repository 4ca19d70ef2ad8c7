package dev.groundwave.server.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.groundwave.server.settings.AccessKeys;
import dev.groundwave.server.settings.AuthSettings;
import dev.groundwave.server.settings.ServerSettings;
import dev.groundwave.wire.ClientPath;
import dev.groundwave.wire.HubName;
import java.net.URI;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Checks tokens: of the access keys by signature, time and audience, and those of other issuers by their keys.
 *
 * <p>Safe for all threads; never blocks. Keys and issuers can be replaced at any time. Source: client-protocol.md, section
 * 2, and rest-api.md, sections 3.2 to 3.5.
 */
public final class TokenGate {
    private static final Verdict NOT_SIGNED = new Verdict.Refused("the signature is invalid");
    private static final Verdict KEYS_DO_NOT_COUNT = new Verdict.Refused("tokens of the access keys are not accepted");

    private final AudienceRule audience;
    private final InstantSource clock;
    private final Executor blocking;
    private volatile Trust trust;

    /** What is believed at one time. */
    private record Trust(
            AccessKeys keys,
            List<JWSVerifier> verifiers,
            VerifiedTokens verified,
            boolean keysCountForRest,
            List<TrustedIssuer> issuers) {}

    /** A gate for these keys alone. */
    public TokenGate(AccessKeys keys, List<URI> publicEndpoints, boolean anyHost, InstantSource clock) {
        this(keys, AuthSettings.DEFAULTS, new AudienceRule(publicEndpoints, anyHost), clock, Runnable::run);
    }

    /**
     * A gate for these settings.
     *
     * @param blocking where keys of other issuers are waited for
     */
    public TokenGate(ServerSettings settings, InstantSource clock, Executor blocking) {
        this(
                settings.accessKeys(),
                settings.auth(),
                new AudienceRule(settings.publicEndpoints(), settings.anyHost()),
                clock,
                blocking);
    }

    private TokenGate(
            AccessKeys keys, AuthSettings auth, AudienceRule audience, InstantSource clock, Executor blocking) {
        this.audience = audience;
        this.clock = clock;
        this.blocking = blocking;
        this.trust = trust(keys, auth);
    }

    /**
     * Believes others from now on. Connections that are open stay. Source: rest-api.md, section 3.3.
     *
     * @throws IllegalArgumentException when an issuer's keys cannot be read; then nothing changed
     */
    public void replace(AccessKeys keys, AuthSettings auth) {
        trust = trust(keys, auth);
    }

    private static Trust trust(AccessKeys keys, AuthSettings auth) {
        List<JWSVerifier> verifiers = new ArrayList<>();
        verifiers.add(verifier(keys.primary().bytes()));
        keys.secondary().ifPresent(key -> verifiers.add(verifier(key.bytes())));
        List<TrustedIssuer> issuers = auth.aadAuthDisabled()
                ? List.of()
                : auth.issuers().stream().map(TrustedIssuer::new).toList();
        return new Trust(keys, List.copyOf(verifiers), new VerifiedTokens(), !auth.localAuthDisabled(), issuers);
    }

    /** The access keys that count now; the primary one signs what the service itself issues. */
    public AccessKeys keys() {
        return trust.keys();
    }

    /**
     * Checks a call to the REST API.
     *
     * @param authorization the header's value
     * @param hosts by which the caller may have called: the {@code Host} header, and what a trusted proxy tells
     * @param rawPath the path of the request, still percent-encoded
     */
    public Decision checkRest(Optional<String> authorization, List<String> hosts, String rawPath) {
        Optional<String> token = authorization.flatMap(TokenGate::bearer).filter(text -> !text.isEmpty());
        if (token.isEmpty()) {
            return new Decision.Now(new Verdict.Missing());
        }
        Trust now = trust;
        try {
            return judgeRest(now, token.get(), hosts, rawPath);
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            return new Decision.Now(new Verdict.Refused("the token is malformed"));
        }
    }

    private Decision judgeRest(Trust now, String token, List<String> hosts, String rawPath)
            throws ParseException, JOSEException {
        SignedClaims known = now.keysCountForRest() ? now.verified().find(token) : null;
        if (known != null) {
            return new Decision.Now(checkClaims(known, hosts, rawPath));
        }
        SignedJWT jwt = StrictJwt.parse(token);
        if (!JWSAlgorithm.HS256.equals(jwt.getHeader().getAlgorithm())) {
            return checkIssued(now, jwt);
        }
        if (!now.keysCountForRest()) {
            return new Decision.Now(KEYS_DO_NOT_COUNT);
        }
        if (!isSigned(now, jwt)) {
            return new Decision.Now(NOT_SIGNED);
        }
        SignedClaims signed = new SignedClaims(jwt.getJWTClaimsSet());
        now.verified().remember(token, signed);
        return new Decision.Now(checkClaims(signed, hosts, rawPath));
    }

    /** Checks a client's handshake; its audience is the canonical path whichever form the URL had. */
    public Verdict checkClient(Optional<String> token, List<String> hosts, HubName hub) {
        if (token.isEmpty() || token.get().isEmpty()) {
            return new Verdict.Missing();
        }
        try {
            SignedJWT jwt = StrictJwt.parse(token.get());
            return JWSAlgorithm.HS256.equals(jwt.getHeader().getAlgorithm())
                    ? checkKeyed(trust, jwt, hosts, ClientPath.PREFIX + hub.value())
                    : new Verdict.Refused("the algorithm is not HS256");
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            return new Verdict.Refused("the token is malformed");
        }
    }

    /**
     * Checks the handshake of a tunnel, for which the same tokens count as for the REST API; those of the access keys must
     * say whose tunnel it is. Source: events-and-operations.md, section 3.1.
     *
     * @param hosts as of {@link #checkRest}
     */
    public Decision checkTunnel(Optional<String> token, List<String> hosts, TunnelAddress address) {
        if (token.isEmpty() || token.get().isEmpty()) {
            return new Decision.Now(new Verdict.Missing());
        }
        Trust now = trust;
        try {
            SignedJWT jwt = StrictJwt.parse(token.get());
            if (!JWSAlgorithm.HS256.equals(jwt.getHeader().getAlgorithm())) {
                return checkIssued(now, jwt);
            }
            if (!now.keysCountForRest()) {
                return new Decision.Now(KEYS_DO_NOT_COUNT);
            }
            return new Decision.Now(
                    isSigned(now, jwt) ? checkClaims(jwt.getJWTClaimsSet(), hosts, address) : NOT_SIGNED);
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            return new Decision.Now(new Verdict.Refused("the token is malformed"));
        }
    }

    private Verdict checkClaims(JWTClaimsSet claims, List<String> hosts, TunnelAddress address) throws ParseException {
        Optional<String> untimely = TokenTimes.complaint(claims, clock.instant());
        if (untimely.isPresent()) {
            return new Verdict.Refused(untimely.get());
        }
        boolean meant = claims.getAudience().stream()
                .filter(Objects::nonNull)
                .anyMatch(name -> hosts.stream().anyMatch(host -> audience.matches(name, host, address)));
        if (!meant) {
            return new Verdict.Refused("the audience is not this address");
        }
        String subject = claims.getSubject();
        return subject == null || subject.isEmpty()
                ? new Verdict.Refused("the token has no subject")
                : new SignedClaims(claims).holder();
    }

    /** A token that no access key signed. The signature comes last: only a token that is right otherwise costs a fetch. */
    private Decision checkIssued(Trust now, SignedJWT jwt) throws ParseException {
        JWTClaimsSet claims = jwt.getJWTClaimsSet();
        for (TrustedIssuer issuer : now.issuers()) {
            if (issuer.issued(claims)) {
                Optional<String> complaint =
                        issuer.complaint(jwt, claims).or(() -> TokenTimes.complaint(claims, clock.instant()));
                return complaint.isPresent()
                        ? new Decision.Now(new Verdict.Refused(complaint.get()))
                        : new Decision.Later(CompletableFuture.supplyAsync(() -> issuer.judge(jwt), blocking));
            }
        }
        return new Decision.Now(new Verdict.Refused("no access key and no trusted issuer signed the token"));
    }

    /** The token of an {@code Authorization} header; empty for any other scheme. */
    public static Optional<String> bearer(String authorization) {
        String scheme = "Bearer ";
        return authorization.regionMatches(true, 0, scheme, 0, scheme.length())
                ? Optional.of(authorization.substring(scheme.length()).trim())
                : Optional.empty();
    }

    private Verdict checkKeyed(Trust now, SignedJWT jwt, List<String> hosts, String path)
            throws ParseException, JOSEException {
        return isSigned(now, jwt) ? checkClaims(new SignedClaims(jwt.getJWTClaimsSet()), hosts, path) : NOT_SIGNED;
    }

    /** The verifiers compare in constant time; all of them do so whichever fits. */
    private static boolean isSigned(Trust now, SignedJWT jwt) throws JOSEException {
        boolean signed = false;
        for (JWSVerifier verifier : now.verifiers()) {
            signed |= verifier.verify(jwt.getHeader(), jwt.getSigningInput(), jwt.getSignature());
        }
        return signed;
    }

    private Verdict checkClaims(SignedClaims signed, List<String> hosts, String path) throws ParseException {
        Optional<String> untimely = TokenTimes.complaint(signed.claims(), clock.instant());
        if (untimely.isPresent()) {
            return new Verdict.Refused(untimely.get());
        }
        return signed.isMeantFor(audience, hosts, path)
                ? signed.holder()
                : new Verdict.Refused("the audience is not this address");
    }

    private static JWSVerifier verifier(byte[] key) {
        try {
            return new MACVerifier(key);
        } catch (JOSEException e) {
            throw new IllegalArgumentException("the access key cannot be used for HS256", e);
        }
    }
}
