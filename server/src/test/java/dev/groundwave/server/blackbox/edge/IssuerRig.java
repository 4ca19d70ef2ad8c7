package dev.groundwave.server.blackbox.edge;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.groundwave.server.blackbox.HttpCall;
import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.server.settings.AuthSettings;
import dev.groundwave.server.settings.IssuerSettings;
import dev.groundwave.server.settings.IssuerSettings.Keys;
import java.io.Closeable;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** An issuer whose tokens a running server trusts; closing it ends the trust. */
final class IssuerRig implements Closeable {
    static final String AUDIENCE = IssuerSettings.DEFAULT_AUDIENCE;
    static final RSAKey RSA = rsa("rsa-1");
    static final RSAKey NEXT_RSA = rsa("rsa-2");
    static final RSAKey STRANGE_RSA = rsa("rsa-1");
    static final ECKey EC = ec("ec-1");

    final JwksServer provider = new JwksServer();

    private final RunningServer server;

    /** Publishes the keys, and lets the server trust them. */
    IssuerRig(RunningServer server) {
        this.server = server;
        provider.publish(RSA, EC);
        trust(issuer(new Keys.Remote(provider.jwks())));
    }

    private static RSAKey rsa(String kid) {
        try {
            return new RSAKeyGenerator(2048).keyID(kid).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ECKey ec(String kid) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(kid).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    IssuerSettings issuer(Keys keys) {
        return new IssuerSettings(provider.issuer(), keys, List.of(AUDIENCE), "roles", Set.of(), Set.of());
    }

    void trust(IssuerSettings... issuers) {
        server.reload(new AuthSettings(false, false, List.of(issuers)));
    }

    /** The claims of a token that the server takes. */
    JWTClaimsSet.Builder claims() {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(provider.issuer())
                .audience(AUDIENCE)
                .subject("app")
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(now.plus(Duration.ofHours(1))));
    }

    static String sign(JWK key, JWTClaimsSet.Builder claims) {
        return sign(key, claims, header -> header);
    }

    static String sign(JWK key, JWTClaimsSet.Builder claims, UnaryOperator<JWSHeader.Builder> header) {
        try {
            JWSAlgorithm algorithm = key instanceof ECKey ? JWSAlgorithm.ES256 : JWSAlgorithm.RS256;
            JWSHeader.Builder builder =
                    new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT).keyID(key.getKeyID());
            SignedJWT jwt = new SignedJWT(header.apply(builder).build(), claims.build());
            jwt.sign(key instanceof ECKey curve ? new ECDSASigner(curve) : new RSASSASigner(key.toRSAKey()));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpCall send(String token) {
        return server.inHub("POST", "/:send").body("text/plain", "hi").token(token);
    }

    int status(String token) {
        return server.call(send(token)).status();
    }

    @Override
    public void close() {
        provider.close();
        server.reload(AuthSettings.DEFAULTS);
    }
}
