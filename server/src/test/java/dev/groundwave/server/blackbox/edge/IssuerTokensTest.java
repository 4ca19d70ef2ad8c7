package dev.groundwave.server.blackbox.edge;

import static dev.groundwave.server.blackbox.edge.IssuerRig.AUDIENCE;
import static dev.groundwave.server.blackbox.edge.IssuerRig.EC;
import static dev.groundwave.server.blackbox.edge.IssuerRig.RSA;
import static dev.groundwave.server.blackbox.edge.IssuerRig.STRANGE_RSA;
import static dev.groundwave.server.blackbox.edge.IssuerRig.sign;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.groundwave.server.blackbox.HttpAnswer;
import dev.groundwave.server.blackbox.RawHttp;
import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.server.blackbox.Token;
import dev.groundwave.server.settings.IssuerSettings;
import dev.groundwave.server.settings.IssuerSettings.Keys;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tokens of another issuer are taken. */
@DisplayName("rest-api 3.5, other issuers")
final class IssuerTokensTest {
    @RegisterExtension
    static final RunningServer SERVER = new RunningServer();

    private final IssuerRig rig = new IssuerRig(SERVER);

    @AfterEach
    void end() {
        rig.close();
    }

    @Nested
    final class GoodTokens {
        @Test
        void areSignedByAnyPublishedKey() {
            assertThat(rig.status(sign(RSA, rig.claims()))).isEqualTo(202);
            assertThat(rig.status(sign(EC, rig.claims()))).isEqualTo(202);
        }

        @Test
        void openEveryCallWhenNoRolesAreNamed() {
            String token = sign(RSA, rig.claims());

            assertThat(SERVER.call(SERVER.inHub("POST", "/:generateToken").token(token))
                            .body())
                    .startsWith("{\"token\":");
            assertThat(SERVER.call(SERVER.inHub("HEAD", "/groups/none").token(token))
                            .status())
                    .isEqualTo(404);
        }

        @Test
        void mayCarryABodyOfAnySizeBehindThem() {
            RawHttp http = SERVER.http();

            assertThat(http.call(SERVER.inHub("POST", "/:send")
                                    .body(new byte[1_048_576])
                                    .token(sign(RSA, rig.claims())))
                            .status())
                    .isEqualTo(202);
            assertThat(http.call(SERVER.inHub("POST", "/:send")
                                    .body(new byte[1_048_577])
                                    .token(sign(RSA, rig.claims())))
                            .status())
                    .isEqualTo(400);
        }

        @Test
        void mayBeMixedWithOthersOnOneConnectionInOrder() {
            RawHttp http = SERVER.http();
            String token = sign(RSA, rig.claims());

            http.send(rig.send(token).bytes())
                    .send(rig.send("a.b.c").bytes())
                    .send(rig.send(token).bytes());

            assertThat(http.answer().status()).isEqualTo(202);
            assertThat(http.answer().status()).isEqualTo(401);
            assertThat(http.answer().status()).isEqualTo(202);
        }

        @Test
        void stayGoodWithinTheSkew() {
            Instant now = Instant.now();

            assertThat(rig.status(sign(RSA, rig.claims().expirationTime(Date.from(now.minus(Duration.ofMinutes(4)))))))
                    .isEqualTo(202);
            assertThat(rig.status(sign(RSA, rig.claims().notBeforeTime(Date.from(now.plus(Duration.ofMinutes(4)))))))
                    .isEqualTo(202);
        }

        @Test
        void mayHaveSeveralAudiencesAndNoKeyId() {
            assertThat(rig.status(sign(RSA, rig.claims().audience(List.of("x", AUDIENCE)))))
                    .isEqualTo(202);
            assertThat(rig.status(sign(RSA, rig.claims(), header -> header.keyID(null))))
                    .isEqualTo(202);
            assertThat(rig.status(sign(RSA, rig.claims(), header -> header.type(null))))
                    .isEqualTo(202);
        }

        @Test
        void areForRestCallsOnly() {
            String audience = "http://" + SERVER.authority() + "/client/hubs/" + SERVER.hub();
            String token = sign(RSA, rig.claims().audience(List.of(AUDIENCE, audience)));

            assertThat(SERVER.handshake("/client/hubs/" + SERVER.hub() + "?access_token=" + token)
                            .status())
                    .isEqualTo(401);
        }
    }

    @Nested
    final class BadTokens {
        static Stream<Named<UnaryOperator<JWTClaimsSet.Builder>>> claims() {
            Instant now = Instant.now();
            return Stream.of(
                    of("another issuer", claims -> claims.issuer("https://login.microsoftonline.com/x/v2.0")),
                    of("no issuer", claims -> claims.issuer(null)),
                    of("another audience", claims -> claims.audience("https://signalr.azure.com")),
                    of("a longer audience", claims -> claims.audience(AUDIENCE + "/api")),
                    of("a slash behind the audience", claims -> claims.audience(AUDIENCE + "/")),
                    of("no audience", claims -> claims.audience((String) null)),
                    of("no expiry", claims -> claims.expirationTime(null)),
                    of(
                            "expired beyond the skew",
                            claims -> claims.expirationTime(Date.from(now.minus(Duration.ofMinutes(6))))),
                    of("not valid yet", claims -> claims.notBeforeTime(Date.from(now.plus(Duration.ofMinutes(6))))));
        }

        private static Named<UnaryOperator<JWTClaimsSet.Builder>> of(
                String name, UnaryOperator<JWTClaimsSet.Builder> change) {
            return Named.of(name, change);
        }

        @ParameterizedTest
        @MethodSource("claims")
        void byTheirClaimsAre401(UnaryOperator<JWTClaimsSet.Builder> change) {
            HttpAnswer answer = SERVER.call(rig.send(sign(RSA, change.apply(rig.claims()))));

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.body()).isEmpty();
            assertThat(answer.header("WWW-Authenticate"))
                    .hasValueSatisfying(challenge -> assertThat(challenge)
                            .matches("Bearer error=\"invalid_token\", error_description=\"[^\"]+\""));
            assertThat(rig.provider.fetches())
                    .as("keys fetched for a bad token")
                    .isZero();
        }

        @Test
        void ofASignatureThatIsNotThePublishedKeysAre401() {
            assertThat(rig.status(sign(STRANGE_RSA, rig.claims()))).isEqualTo(401);
            String good = sign(RSA, rig.claims());
            String[] parts = good.split("\\.", -1);
            String other = sign(RSA, rig.claims().subject("somebody else"));
            assertThat(rig.status(parts[0] + "." + other.split("\\.", -1)[1] + "." + parts[2]))
                    .isEqualTo(401);
            assertThat(rig.status(parts[0] + "." + parts[1] + ".")).isEqualTo(401);
        }

        @ParameterizedTest
        @ValueSource(strings = {"none", "HS256", "HS512", "RS512", "PS256", "ES384"})
        void ofAnotherAlgorithmAre401(String algorithm) {
            String claims = sign(RSA, rig.claims()).split("\\.", -1)[1];
            String header = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            ("{\"alg\":\"" + algorithm + "\",\"kid\":\"rsa-1\"}").getBytes(StandardCharsets.UTF_8));

            assertThat(rig.status(header + "." + claims + ".")).isEqualTo(401);
            assertThat(rig.status(header + "." + claims + ".c2lnbmF0dXJl")).isEqualTo(401);
        }

        @Test
        void signedWithThePublicKeyAsASecretAre401() throws JOSEException {
            String pem = Base64.getEncoder().encodeToString(RSA.toPublicKey().getEncoded());
            String token = Token.of(pem, AUDIENCE)
                    .claim("iss", "\"" + rig.provider.issuer() + "\"")
                    .header("{\"alg\":\"HS256\",\"kid\":\"rsa-1\"}")
                    .sign();

            assertThat(rig.status(token)).isEqualTo(401);
        }

        @Test
        void thatBringTheirOwnKeyAre401() {
            String token = sign(
                    STRANGE_RSA, rig.claims(), header -> header.keyID("mine").jwk(STRANGE_RSA.toPublicJWK()));

            assertThat(rig.status(token)).isEqualTo(401);
        }

        @Test
        void haveNoEffect() {
            var client = SERVER.json("ann");

            rig.status(sign(STRANGE_RSA, rig.claims()));

            client.expectNothingBeforePong();
        }
    }

    @Nested
    final class EntraTenants {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "https://sts.windows.net/11111111-2222-3333-4444-555555555555/",
                    "https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0"
                })
        void haveIssuersOfTwoVersionsToTheLetter(String name) {
            rig.trust(new IssuerSettings(
                    name, new Keys.Remote(rig.provider.jwks()), List.of(AUDIENCE), "roles", Set.of(), Set.of()));

            assertThat(rig.status(sign(RSA, rig.claims().issuer(name)))).isEqualTo(202);
            assertThat(rig.status(sign(RSA, rig.claims().issuer(name + "/")))).isEqualTo(401);
            assertThat(rig.status(sign(RSA, rig.claims().issuer(name.replace('1', '2')))))
                    .isEqualTo(401);
        }
    }
}
