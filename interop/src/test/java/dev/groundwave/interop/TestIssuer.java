package dev.groundwave.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/**
 * An issuer of tokens for callers without an access key, as Microsoft Entra ID is one, made for this test run: its keys
 * and the settings of a service that trusts it are files, its tokens have the audience for which official SDKs ask.
 */
final class TestIssuer {
    private static final String ISSUER = "https://sts.windows.net/interop/";
    private static final String AUDIENCE = "https://webpubsub.azure.com";
    private static final Duration VALID = Duration.ofHours(1);
    private static final int KEY_BITS = 2048;

    private final RSAKey key;
    private final Path settings;

    private TestIssuer(RSAKey key, Path settings) {
        this.key = key;
        this.settings = settings;
    }

    /** Made at first use, for all services of this run. */
    private static final class Shared {
        static final TestIssuer OF_THIS_RUN = make();

        private Shared() {}
    }

    static TestIssuer ofThisRun() {
        return Shared.OF_THIS_RUN;
    }

    private static TestIssuer make() {
        try {
            RSAKey key = new RSAKeyGenerator(KEY_BITS).keyID("interop").generate();
            Path parent = Files.createDirectories(Checkout.path("interop", "target", "issuer"));
            Path folder = Files.createTempDirectory(parent, "run");
            Path keys = folder.resolve("keys.json");
            Files.writeString(keys, new JWKSet(key.toPublicJWK()).toString(), UTF_8);
            Path settings = folder.resolve("groundwave.yaml");
            Files.writeString(settings, "issuers: [{ issuer: '" + ISSUER + "', jwks: '" + keys + "' }]\n", UTF_8);
            return new TestIssuer(key, settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a service that trusts this issuer is told, as arguments. */
    List<String> arguments() {
        return List.of("--config", settings.toString());
    }

    /** A token that opens the REST API of a service that trusts this issuer. */
    String token() {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .expirationTime(Date.from(Instant.now().plus(VALID)))
                .build();
        JWSHeader header =
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build();
        SignedJWT token = new SignedJWT(header, claims);
        try {
            token.sign(new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }
}
