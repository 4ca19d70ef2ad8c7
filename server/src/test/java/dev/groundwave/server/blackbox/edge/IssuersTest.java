package dev.groundwave.server.blackbox.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import dev.groundwave.server.blackbox.HttpAnswer;
import dev.groundwave.server.blackbox.HttpCall;
import dev.groundwave.server.blackbox.RawHttp;
import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.server.blackbox.Token;
import dev.groundwave.server.settings.AccessKeys;
import dev.groundwave.server.settings.AuthSettings;
import dev.groundwave.server.settings.IssuerSettings;
import dev.groundwave.server.settings.IssuerSettings.Keys;
import dev.groundwave.wire.token.AccessKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("rest-api 3.5, other issuers")
final class IssuersTest {
    private static final String AUDIENCE = IssuerSettings.DEFAULT_AUDIENCE;
    private static final RSAKey RSA = rsa("rsa-1");
    private static final RSAKey NEXT_RSA = rsa("rsa-2");
    private static final RSAKey STRANGE_RSA = rsa("rsa-1");
    private static final ECKey EC = ec("ec-1");

    @RegisterExtension
    static final RunningServer SERVER = new RunningServer();

    private final JwksServer provider = new JwksServer();

    @BeforeEach
    void publishKeys() {
        provider.publish(RSA, EC);
        trust(issuer(new Keys.Remote(provider.jwks())));
    }

    @AfterEach
    void endProvider() {
        provider.close();
        SERVER.reload(AuthSettings.DEFAULTS);
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

    private IssuerSettings issuer(Keys keys) {
        return new IssuerSettings(provider.issuer(), keys, List.of(AUDIENCE), "roles", Set.of(), Set.of());
    }

    private static void trust(IssuerSettings... issuers) {
        SERVER.reload(new AuthSettings(false, false, List.of(issuers)));
    }

    private JWTClaimsSet.Builder claims() {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(provider.issuer())
                .audience(AUDIENCE)
                .subject("app")
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(now.plus(Duration.ofHours(1))));
    }

    private static String sign(JWK key, JWTClaimsSet.Builder claims) {
        return sign(key, claims, header -> header);
    }

    private static String sign(JWK key, JWTClaimsSet.Builder claims, UnaryOperator<JWSHeader.Builder> header) {
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

    private static HttpCall send(String token) {
        return SERVER.inHub("POST", "/:send").body("text/plain", "hi").token(token);
    }

    private static int status(String token) {
        return SERVER.call(send(token)).status();
    }

    @Nested
    final class GoodTokens {
        @Test
        void areSignedByAnyPublishedKey() {
            assertThat(status(sign(RSA, claims()))).isEqualTo(202);
            assertThat(status(sign(EC, claims()))).isEqualTo(202);
        }

        @Test
        void openEveryCallWhenNoRolesAreNamed() {
            String token = sign(RSA, claims());

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
                                    .token(sign(RSA, claims())))
                            .status())
                    .isEqualTo(202);
            assertThat(http.call(SERVER.inHub("POST", "/:send")
                                    .body(new byte[1_048_577])
                                    .token(sign(RSA, claims())))
                            .status())
                    .isEqualTo(400);
        }

        @Test
        void mayBeMixedWithOthersOnOneConnectionInOrder() {
            RawHttp http = SERVER.http();
            String token = sign(RSA, claims());

            http.send(send(token).bytes())
                    .send(send("a.b.c").bytes())
                    .send(send(token).bytes());

            assertThat(http.answer().status()).isEqualTo(202);
            assertThat(http.answer().status()).isEqualTo(401);
            assertThat(http.answer().status()).isEqualTo(202);
        }

        @Test
        void stayGoodWithinTheSkew() {
            Instant now = Instant.now();

            assertThat(status(sign(RSA, claims().expirationTime(Date.from(now.minus(Duration.ofMinutes(4)))))))
                    .isEqualTo(202);
            assertThat(status(sign(RSA, claims().notBeforeTime(Date.from(now.plus(Duration.ofMinutes(4)))))))
                    .isEqualTo(202);
        }

        @Test
        void mayHaveSeveralAudiencesAndNoKeyId() {
            assertThat(status(sign(RSA, claims().audience(List.of("x", AUDIENCE)))))
                    .isEqualTo(202);
            assertThat(status(sign(RSA, claims(), header -> header.keyID(null))))
                    .isEqualTo(202);
            assertThat(status(sign(RSA, claims(), header -> header.type(null)))).isEqualTo(202);
        }

        @Test
        void areForRestCallsOnly() {
            String audience = "http://" + SERVER.authority() + "/client/hubs/" + SERVER.hub();
            String token = sign(RSA, claims().audience(List.of(AUDIENCE, audience)));

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
            HttpAnswer answer = SERVER.call(send(sign(RSA, change.apply(IssuersTest.this.claims()))));

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.body()).isEmpty();
            assertThat(answer.header("WWW-Authenticate"))
                    .hasValueSatisfying(challenge -> assertThat(challenge)
                            .matches("Bearer error=\"invalid_token\", error_description=\"[^\"]+\""));
            assertThat(provider.fetches()).as("keys fetched for a bad token").isZero();
        }

        @Test
        void ofASignatureThatIsNotThePublishedKeysAre401() {
            assertThat(status(sign(STRANGE_RSA, IssuersTest.this.claims()))).isEqualTo(401);
            String good = sign(RSA, IssuersTest.this.claims());
            String[] parts = good.split("\\.", -1);
            String other = sign(RSA, IssuersTest.this.claims().subject("somebody else"));
            assertThat(status(parts[0] + "." + other.split("\\.", -1)[1] + "." + parts[2]))
                    .isEqualTo(401);
            assertThat(status(parts[0] + "." + parts[1] + ".")).isEqualTo(401);
        }

        @ParameterizedTest
        @ValueSource(strings = {"none", "HS256", "HS512", "RS512", "PS256", "ES384"})
        void ofAnotherAlgorithmAre401(String algorithm) {
            String claims = sign(RSA, IssuersTest.this.claims()).split("\\.", -1)[1];
            String header = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            ("{\"alg\":\"" + algorithm + "\",\"kid\":\"rsa-1\"}").getBytes(StandardCharsets.UTF_8));

            assertThat(status(header + "." + claims + ".")).isEqualTo(401);
            assertThat(status(header + "." + claims + ".c2lnbmF0dXJl")).isEqualTo(401);
        }

        @Test
        void signedWithThePublicKeyAsASecretAre401() throws JOSEException {
            String pem = Base64.getEncoder().encodeToString(RSA.toPublicKey().getEncoded());
            String token = Token.of(pem, AUDIENCE)
                    .claim("iss", "\"" + provider.issuer() + "\"")
                    .header("{\"alg\":\"HS256\",\"kid\":\"rsa-1\"}")
                    .sign();

            assertThat(status(token)).isEqualTo(401);
        }

        @Test
        void thatBringTheirOwnKeyAre401() {
            String token = sign(
                    STRANGE_RSA,
                    IssuersTest.this.claims(),
                    header -> header.keyID("mine").jwk(STRANGE_RSA.toPublicJWK()));

            assertThat(status(token)).isEqualTo(401);
        }

        @Test
        void haveNoEffect() {
            var client = SERVER.json("ann");

            status(sign(STRANGE_RSA, IssuersTest.this.claims()));

            client.expectNothingBeforePong();
        }
    }

    @Nested
    final class Roles {
        private int call(String method, String path, Object roles) {
            return SERVER.call(SERVER.inHub(method, path).token(sign(RSA, claims().claim("roles", roles))))
                    .status();
        }

        @BeforeEach
        void nameRoles() {
            trust(new IssuerSettings(
                    provider.issuer(),
                    new Keys.Remote(provider.jwks()),
                    List.of(AUDIENCE),
                    "roles",
                    Set.of("Owner"),
                    Set.of("Reader")));
        }

        @Test
        void ofAnOwnerAllowEverything() {
            assertThat(call("POST", "/:closeConnections", List.of("Owner"))).isEqualTo(204);
            assertThat(call("POST", "/:closeConnections", List.of("Reader", "Owner")))
                    .isEqualTo(204);
            assertThat(call("POST", "/:closeConnections", "x Owner")).isEqualTo(204);
        }

        @Test
        void ofAReaderAllowToLook() {
            assertThat(call("HEAD", "/groups/none", List.of("Reader"))).isEqualTo(404);
            assertThat(call("POST", "/:closeConnections", List.of("Reader"))).isEqualTo(403);
            assertThat(call("POST", "/:generateToken", List.of("Reader"))).isEqualTo(403);
        }

        @Test
        void ofNobodyAllowNothing() {
            assertThat(call("HEAD", "/groups/none", List.of("owner"))).isEqualTo(403);
            assertThat(call("HEAD", "/groups/none", List.of())).isEqualTo(403);
            assertThat(call("HEAD", "/groups/none", 7)).isEqualTo(403);
        }

        @Test
        void thatDoNotSufficeAreAnsweredInThePlainForm() {
            HttpAnswer answer = SERVER.call(SERVER.inHub("POST", "/:closeConnections")
                    .token(sign(RSA, claims().claim("roles", List.of("Reader")))));

            assertThat(answer.header("x-ms-error-code")).contains("Error.Forbidden");
            assertThat(answer.body()).contains("\"code\":\"Error.Forbidden\"");
        }
    }

    @Nested
    final class PublishedKeys {
        @Test
        void areFetchedOnceForManyTokens() {
            for (int i = 0; i < 10; i++) {
                assertThat(status(sign(RSA, claims()))).isEqualTo(202);
            }

            assertThat(provider.fetches()).isEqualTo(1);
        }

        @Test
        void areFetchedAgainForAKeyThatIsNotAmongThem() {
            assertThat(status(sign(RSA, claims()))).isEqualTo(202);

            provider.publish(NEXT_RSA);

            assertThat(status(sign(NEXT_RSA, claims()))).isEqualTo(202);
            assertThat(status(sign(RSA, claims()))).isEqualTo(401);
        }

        @Test
        void areNotFetchedForEveryUnknownKey() {
            for (int i = 0; i < 20; i++) {
                int number = i;
                assertThat(status(sign(STRANGE_RSA, claims(), header -> header.keyID("made-up-" + number))))
                        .isEqualTo(401);
            }

            assertThat(provider.fetches()).isLessThanOrEqualTo(3);
            assertThat(status(sign(RSA, claims()))).isEqualTo(202);
        }

        @Test
        void outliveTheirServer() {
            assertThat(status(sign(RSA, claims()))).isEqualTo(202);

            provider.fail();

            assertThat(status(sign(RSA, claims()))).isEqualTo(202);
            assertThat(status(sign(NEXT_RSA, claims()))).isEqualTo(401);
        }

        @Test
        void thatCannotBeHadAre401() {
            provider.fail();

            assertThat(status(sign(RSA, claims()))).isEqualTo(401);
        }

        @Test
        void areWaitedForWhileOthersAreServed() {
            provider.hold();
            List<RawHttp> waiting = new ArrayList<>();
            for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
                waiting.add(SERVER.http().send(send(sign(RSA, claims())).bytes()));
            }
            provider.awaitFetch();

            for (int i = 0; i < waiting.size(); i++) {
                assertThat(SERVER.status("POST", "/:closeConnections")).isEqualTo(204);
            }

            provider.release();
            for (RawHttp http : waiting) {
                assertThat(http.answer().status()).isEqualTo(202);
            }
        }

        @Test
        void areFoundByTheDiscoveryDocument() {
            trust(issuer(new Keys.Discovered()));

            assertThat(status(sign(RSA, claims()))).isEqualTo(202);
        }

        @Test
        void areNotTakenFromAnotherIssuersDocument() {
            provider.claimToBe("https://login.microsoftonline.com/other/v2.0");
            trust(issuer(new Keys.Discovered()));

            assertThat(status(sign(RSA, claims()))).isEqualTo(401);
        }

        @Test
        void mayBeGivenInTheSettings() {
            trust(issuer(new Keys.Given(provider.document())));

            assertThat(status(sign(EC, claims()))).isEqualTo(202);
            assertThat(provider.fetches()).isZero();
        }

        @Test
        void comeOverTlsOrFromThisMachine() {
            assertThatThrownBy(() -> new Keys.Remote(URI.create("http://keys.example/jwks")))
                    .hasMessage("issuers[].jwks 'http://keys.example/jwks' is not an https address");
            assertThatThrownBy(() -> new IssuerSettings(
                            "http://issuer.example",
                            new Keys.Discovered(),
                            List.of(AUDIENCE),
                            "roles",
                            Set.of(),
                            Set.of()))
                    .hasMessageContaining("is not an https address");
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
            trust(new IssuerSettings(
                    name, new Keys.Remote(provider.jwks()), List.of(AUDIENCE), "roles", Set.of(), Set.of()));

            assertThat(status(sign(RSA, claims().issuer(name)))).isEqualTo(202);
            assertThat(status(sign(RSA, claims().issuer(name + "/")))).isEqualTo(401);
            assertThat(status(sign(RSA, claims().issuer(name.replace('1', '2')))))
                    .isEqualTo(401);
        }
    }

    @Nested
    final class Switches {
        private IssuerSettings ours() {
            return issuer(new Keys.Remote(provider.jwks()));
        }

        @Test
        void turnAccessKeysOffForRestCalls() {
            SERVER.reload(new AuthSettings(true, false, List.of(ours())));

            assertThat(SERVER.status("POST", "/:closeConnections")).isEqualTo(401);
            assertThat(status(sign(RSA, claims()))).isEqualTo(202);
        }

        @Test
        void leaveTheTokensOfClientsThatTheServiceIssues() {
            SERVER.reload(new AuthSettings(true, false, List.of(ours())));

            String body = SERVER.call(SERVER.inHub("POST", "/:generateToken").token(sign(RSA, claims())))
                    .body();

            String token = body.substring("{\"token\":\"".length(), body.length() - "\"}".length());
            assertThat(SERVER.handshake("/client/hubs/" + SERVER.hub() + "?access_token=" + token)
                            .status())
                    .isEqualTo(101);
        }

        @Test
        void turnIssuersOff() {
            SERVER.reload(new AuthSettings(false, true, List.of(ours())));

            assertThat(status(sign(RSA, claims()))).isEqualTo(401);
            assertThat(SERVER.status("POST", "/:closeConnections")).isEqualTo(204);
        }

        @Test
        void areOffByDefaultAndNoIssuerIsTrusted() {
            SERVER.reload(AuthSettings.DEFAULTS);

            assertThat(status(sign(RSA, claims()))).isEqualTo(401);
        }
    }

    @Nested
    @DisplayName("3.3, keys that change while the server runs")
    final class ChangedKeys {
        private static final String THIRD = "third-key-of-the-black-box-tests-0123456789=";
        private static final AccessKeys BEFORE = new AccessKeys(
                new AccessKey(RunningServer.PRIMARY_KEY), Optional.of(new AccessKey(RunningServer.SECONDARY_KEY)));

        @AfterEach
        void putBack() {
            SERVER.reload(BEFORE);
        }

        private static int status(String key) {
            String target = "/api/hubs/" + SERVER.hub() + "/:closeConnections";
            return SERVER.call(SERVER.request("POST", target)
                            .token(Token.of(key, "http://" + SERVER.authority() + target)
                                    .sign()))
                    .status();
        }

        @Test
        void countAtOnceAndTheReplacedOneNoLonger() {
            SERVER.reload(
                    new AccessKeys(new AccessKey(THIRD), Optional.of(new AccessKey(RunningServer.SECONDARY_KEY))));

            assertThat(status(THIRD)).isEqualTo(204);
            assertThat(status(RunningServer.SECONDARY_KEY)).isEqualTo(204);
            assertThat(status(RunningServer.PRIMARY_KEY)).isEqualTo(401);
            assertThat(SERVER.handshake(SERVER.token().key(THIRD)).status()).isEqualTo(101);
            assertThat(SERVER.handshake(SERVER.token()).status()).isEqualTo(401);
        }

        @Test
        void leaveConnectionsAlone() {
            var client = SERVER.json("ann");

            SERVER.reload(new AccessKeys(new AccessKey(THIRD), Optional.empty()));

            client.expectNothingBeforePong();
        }

        @Test
        void signWhatTheServiceIssues() {
            SERVER.reload(new AccessKeys(new AccessKey(THIRD), Optional.empty()));
            String target = "/api/hubs/" + SERVER.hub() + "/:generateToken";
            String body = SERVER.call(SERVER.request("POST", target)
                            .token(Token.of(THIRD, "http://" + SERVER.authority() + target)
                                    .sign()))
                    .body();

            String token = body.substring("{\"token\":\"".length(), body.length() - "\"}".length());
            assertThat(SERVER.handshake("/client/hubs/" + SERVER.hub() + "?access_token=" + token)
                            .status())
                    .isEqualTo(101);
        }
    }
}
