package dev.groundwave.server.blackbox.rest;

import static dev.groundwave.server.blackbox.RunningServer.PRIMARY_KEY;
import static dev.groundwave.server.blackbox.RunningServer.SECONDARY_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.HttpAnswer;
import dev.groundwave.server.blackbox.HttpCall;
import dev.groundwave.server.blackbox.Json;
import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.server.blackbox.Token;
import java.time.Duration;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AuthenticationTest {
    @RegisterExtension
    static final RunningServer SERVER =
            new RunningServer().publicEndpoints("https://push.example.org/base", "http://plain.example.org:8088");

    private static String url(String path) {
        return "http://" + SERVER.authority() + "/api/hubs/" + SERVER.hub() + path;
    }

    private static HttpCall send() {
        return SERVER.inHub("POST", "/:send").body("text/plain", "hi");
    }

    private static Token goodToken() {
        return Token.of(PRIMARY_KEY, url("/:send"));
    }

    private static int status(String token) {
        return SERVER.call(send().token(token)).status();
    }

    private static void expectUnauthorized(HttpAnswer answer) {
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.header("Content-Length")).contains("0");
        assertThat(answer.header("api-supported-versions")).isEmpty();
    }

    private static Named<Function<Token, String>> of(String name, Function<Token, String> made) {
        return Named.of(name, made);
    }

    @Nested
    @DisplayName("section 3, refusal")
    final class Refusal {
        @Test
        void withoutATokenIsAChallengeWithoutAnError() {
            HttpAnswer answer = SERVER.call(send().unsigned());

            expectUnauthorized(answer);
            assertThat(answer.header("WWW-Authenticate")).contains("Bearer");
        }

        @Test
        void withABadTokenNamesTheError() {
            HttpAnswer answer = SERVER.call(send().token("a.b.c"));

            expectUnauthorized(answer);
            assertThat(answer.header("WWW-Authenticate"))
                    .hasValueSatisfying(challenge -> assertThat(challenge)
                            .matches("Bearer error=\"invalid_token\", error_description=\"[^\"]+\""));
        }

        @Test
        void hasNoEffectAndReadsNoBody() {
            RawWebSocket client = SERVER.json(SERVER.token());

            SERVER.call(send().unsigned());
            expectUnauthorized(SERVER.call(
                    SERVER.inHub("POST", "/:send?api-version=1").token("x").body("application/json", "{")));

            client.expectNothingBeforePong();
        }

        @Test
        void aTokenInTheQueryDoesNotCount() {
            String token = goodToken().sign();

            expectUnauthorized(SERVER.call(SERVER.inHub("POST", "/:send?access_token=" + token)
                    .unsigned()
                    .body("text/plain", "hi")));
        }

        @ParameterizedTest
        @ValueSource(strings = {"Basic dXNlcjpwYXNz", "Bearer", "Bearer ", "", "Digest x"})
        void anotherSchemeOrNoTokenIs401(String authorization) {
            expectUnauthorized(SERVER.call(send().authorization(authorization)));
        }

        @Test
        void everyOperationButHealthIsProtected() {
            for (String path : new String[] {"/groups/g", "/users/u", "/connections/c"}) {
                assertThat(SERVER.call(SERVER.inHub("HEAD", path).unsigned()).status())
                        .isEqualTo(401);
            }
            assertThat(SERVER.call(SERVER.inHub("POST", "/:generateToken").unsigned())
                            .status())
                    .isEqualTo(401);
            assertThat(SERVER.call(SERVER.request("HEAD", "/api/health").unsigned())
                            .status())
                    .isEqualTo(200);
            assertThat(SERVER.call(SERVER.request("HEAD", "/api/health").token("bad"))
                            .status())
                    .isEqualTo(200);
        }

        @Test
        void anUnknownRouteIsFoundBeforeTheTokenIsLookedAt() {
            assertThat(SERVER.call(SERVER.inHub("POST", "/:fly").unsigned()).status())
                    .isEqualTo(404);
            assertThat(SERVER.call(SERVER.inHub("GET", "/:send").unsigned()).status())
                    .isEqualTo(405);
        }
    }

    @Nested
    @DisplayName("section 3.2, token")
    final class AccessKeyToken {
        static Stream<Named<Function<Token, String>>> good() {
            return Stream.of(
                    of("only aud and exp", Token::sign),
                    of(
                            "header with alg only",
                            token -> token.header("{\"alg\":\"HS256\"}").sign()),
                    of(
                            "any kid",
                            token -> token.header("{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"s-1\"}")
                                    .sign()),
                    of("secondary key", token -> token.key(SECONDARY_KEY).sign()),
                    of(
                            "a minute to live",
                            token -> token.expiresIn(Duration.ofMinutes(1)).sign()),
                    of(
                            "expired within the skew",
                            token -> token.expiresIn(Duration.ofMinutes(-4)).sign()),
                    of("nbf now", token -> token.validIn(Duration.ZERO).sign()),
                    of(
                            "nbf within the skew",
                            token -> token.validIn(Duration.ofMinutes(4)).sign()),
                    of(
                            "a year to live",
                            token -> token.expiresIn(Duration.ofDays(365)).sign()),
                    of(
                            "other claims",
                            token -> token.claim("iat", "1")
                                    .claim("iss", "\"x\"")
                                    .user("u")
                                    .sign()));
        }

        @ParameterizedTest
        @MethodSource("good")
        void isAccepted(Function<Token, String> token) {
            assertThat(status(token.apply(goodToken()))).isEqualTo(202);
        }

        static Stream<Named<Function<Token, String>>> bad() {
            return Stream.of(
                    of("alg none", token -> token.header("{\"alg\":\"none\"}").unsigned()),
                    of("no signature", Token::unsigned),
                    of(
                            "HS384",
                            token -> token.header("{\"alg\":\"HS384\"}")
                                    .mac("HmacSHA384")
                                    .sign()),
                    of(
                            "HS512",
                            token -> token.header("{\"alg\":\"HS512\"}")
                                    .mac("HmacSHA512")
                                    .sign()),
                    of("RS256", token -> token.header("{\"alg\":\"RS256\"}").sign()),
                    of(
                            "a stranger's key",
                            token -> token.key("a-key-that-the-server-does-not-have-012345")
                                    .sign()),
                    of("no exp", token -> token.without("exp").sign()),
                    of(
                            "exp as a string",
                            token -> token.claim("exp", "\"4102444800\"").sign()),
                    of(
                            "expired beyond the skew",
                            token -> token.expiresIn(Duration.ofMinutes(-6)).sign()),
                    of(
                            "nbf beyond the skew",
                            token -> token.validIn(Duration.ofMinutes(6)).sign()),
                    of("no aud", token -> token.without("aud").sign()),
                    of("aud a number", token -> token.claim("aud", "1").sign()),
                    of("aud an empty array", token -> token.claim("aud", "[]").sign()));
        }

        @ParameterizedTest
        @MethodSource("bad")
        void isRefused(Function<Token, String> token) {
            expectUnauthorized(SERVER.call(send().token(token.apply(goodToken()))));
        }

        @ParameterizedTest
        @ValueSource(strings = {"Bearer", "bearer", "BEARER"})
        void theSchemeIsMatchedInAnyLetterCase(String scheme) {
            assertThat(SERVER.call(send().authorization(
                                            scheme + " " + goodToken().sign()))
                            .status())
                    .isEqualTo(202);
        }

        @Test
        void tokensOfClientsAndOfRestAreNotInterchangeable() {
            assertThat(status(SERVER.token().sign())).isEqualTo(401);
            assertThat(SERVER.handshake(goodToken()).status()).isEqualTo(401);
        }
    }

    @Nested
    @DisplayName("section 3.2, audience")
    final class Audience {
        static Stream<String> good() {
            return Stream.of(
                    "http://%h/api/hubs/%b/:send",
                    "http://%h/api/hubs/%b/:send?api-version=2024-12-01&excluded=a",
                    "http://%h/api/hubs/%b/:send#fragment",
                    "http://%h/api/hubs/%b/:send/",
                    "https://%h/api/hubs/%b/:send",
                    "wss://%h/api/hubs/%b/:send",
                    "ws://%h/api/hubs/%b/:send",
                    "HTTP://%h/api/hubs/%b/:send",
                    "http://%h/api/hubs/HUB%n/:send",
                    "http://%h/api/hubs/%b/%%3Asend",
                    "https://push.example.org/base/api/hubs/%b/:send",
                    "https://Push.Example.org:443/Base/api/hubs/%b/:send",
                    "https://push.example.org/api/hubs/%b/:send",
                    "http://plain.example.org:8088/api/hubs/%b/:send");
        }

        @ParameterizedTest
        @MethodSource("good")
        void namesTheRequest(String pattern) {
            assertThat(status(goodToken().audience(fill(pattern)).sign())).isEqualTo(202);
        }

        static Stream<String> bad() {
            return Stream.of(
                    "http://%h/api/hubs/%b/:sendX",
                    "http://%h/api/hubs/%b/:sen",
                    "http://%h/api/hubs/%b/:send/more",
                    "http://%h/api/hubs/%b",
                    "http://%h/api/hubs/%b/",
                    "http://%h/api/hubs/%bx/:send",
                    "http://%h/api/hubs/other/:send",
                    "http://%h/API/hubs/%b/:send",
                    "http://%h/api/hubs/%b/:SEND",
                    "http://%h/api/hubs/%b/:closeConnections",
                    "http://%h",
                    "http://127.0.0.1:1/api/hubs/%b/:send",
                    "http://127.0.0.1/api/hubs/%b/:send",
                    "http://elsewhere.example/api/hubs/%b/:send",
                    "http://plain.example.org/api/hubs/%b/:send",
                    "https://push.example.org/other/api/hubs/%b/:send",
                    "ftp://%h/api/hubs/%b/:send",
                    "//%h/api/hubs/%b/:send",
                    "/api/hubs/%b/:send",
                    "",
                    "https://webpubsub.azure.com");
        }

        @ParameterizedTest
        @MethodSource("bad")
        void ofAnythingElseIs401(String pattern) {
            assertThat(status(goodToken().audience(fill(pattern)).sign())).isEqualTo(401);
        }

        @Test
        void anyMemberOfAnArrayMayMatch() {
            assertThat(status(goodToken()
                            .claim("aud", Json.quoteAll("http://elsewhere.example/", url("/:send")))
                            .sign()))
                    .isEqualTo(202);
        }

        @Test
        void groupsInThePathAreCaseSensitive() {
            HttpCall call = SERVER.inHub("POST", "/groups/Room/:send")
                    .body("text/plain", "hi")
                    .token(goodToken().audience(url("/groups/room/:send")).sign());

            assertThat(SERVER.call(call).status()).isEqualTo(401);
        }

        @ParameterizedTest
        @ValueSource(strings = {"c+%C3%BC@x", "c%2B%C3%BC%40x", "c%2b%c3%bc%40x"})
        void pathsAreComparedByDecodedSegments(String encoded) {
            HttpCall call = SERVER.inHub("POST", "/users/c+%C3%BC@x/:send")
                    .body("text/plain", "hi")
                    .token(goodToken()
                            .audience(url("/users/" + encoded + "/:send"))
                            .sign());

            assertThat(SERVER.call(call).status()).isEqualTo(202);
        }

        @Test
        void aSlashInsideASegmentIsNotABorder() {
            HttpCall call = SERVER.inHub("POST", "/groups/a%2Fb/:send")
                    .body("text/plain", "hi")
                    .token(goodToken().audience(url("/groups/a/b/:send")).sign());

            assertThat(SERVER.call(call).status()).isEqualTo(401);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "svc.example http://svc.example",
                    "svc.example https://svc.example:443",
                    "svc.example:80 http://svc.example",
                    "SVC.example:8080 http://svc.EXAMPLE:8080",
                    "[::1]:8080 http://[::1]:8080"
                })
        void theHostIsTheOneTheCallerUsed(String hostAndOrigin) {
            String[] parts = hostAndOrigin.split(" ", 2);
            String audience = parts[1] + "/api/hubs/" + SERVER.hub() + "/:send";

            assertThat(SERVER.call(send().header("Host", parts[0])
                                    .token(goodToken().audience(audience).sign()))
                            .status())
                    .isEqualTo(202);
        }

        @Test
        void aForwardedHostOfAStrangerDoesNotCount() {
            String audience = "https://elsewhere.example/api/hubs/" + SERVER.hub() + "/:send";

            assertThat(SERVER.call(send().header("X-Forwarded-Host", "elsewhere.example")
                                    .header("X-Forwarded-Proto", "https")
                                    .token(goodToken().audience(audience).sign()))
                            .status())
                    .isEqualTo(401);
        }

        private static String fill(String pattern) {
            return pattern.replace("%%", "\0")
                    .replace("%h", SERVER.authority())
                    .replace("%b", SERVER.hub())
                    .replace("%n", SERVER.hub().substring("hub".length()))
                    .replace("\0", "%");
        }
    }
}
