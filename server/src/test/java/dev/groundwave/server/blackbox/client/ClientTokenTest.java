package dev.groundwave.server.blackbox.client;

import static dev.groundwave.server.blackbox.RunningServer.JSON;
import static dev.groundwave.server.blackbox.RunningServer.PRIMARY_KEY;
import static dev.groundwave.server.blackbox.RunningServer.SECONDARY_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.Json;
import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.server.blackbox.Token;
import java.time.Duration;
import java.util.Locale;
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

@DisplayName("section 2")
final class ClientTokenTest {
    private static final String HS384_HEADER = "{\"alg\":\"HS384\",\"typ\":\"JWT\"}";
    private static final String NONE_HEADER = "{\"alg\":\"none\"}";

    @RegisterExtension
    static final RunningServer SERVER =
            new RunningServer().publicEndpoints("https://push.example.org/base", "http://plain.example.org:8088");

    private static int status(String token) {
        return SERVER.handshake("/client/hubs/" + SERVER.hub() + "?access_token=" + token)
                .status();
    }

    private static Named<Function<Token, String>> of(String name, Function<Token, String> made) {
        return Named.of(name, made);
    }

    @Nested
    final class Accepted {
        static Stream<Named<Function<Token, String>>> tokens() {
            return Stream.of(
                    of("plain", Token::sign),
                    of(
                            "without typ",
                            token -> token.header("{\"alg\":\"HS256\"}").sign()),
                    of(
                            "with any kid",
                            token -> token.header("{\"alg\":\"HS256\",\"kid\":\"unknown\"}")
                                    .sign()),
                    of("secondary key", token -> token.key(SECONDARY_KEY).sign()),
                    of(
                            "expired within the skew",
                            token -> token.expiresIn(Duration.ofMinutes(-4)).sign()),
                    of(
                            "valid later within the skew",
                            token -> token.validIn(Duration.ofMinutes(4)).sign()),
                    of("any issuer", token -> token.claim("iss", "\"nobody\"").sign()),
                    of(
                            "issued in the future",
                            token -> token.claim("iat", "4102444800").sign()),
                    of(
                            "unknown claims",
                            token -> token.claim("name", "\"A\"")
                                    .claim("nothing", "null")
                                    .claim("webpubsub.rtoken.ttl", "60")
                                    .sign()),
                    of(
                            "unknown role",
                            token -> token.roles("webpubsub.fly", "admin").sign()));
        }

        @ParameterizedTest
        @MethodSource("tokens")
        void opensTheConnection(Function<Token, String> token) {
            assertThat(status(token.apply(SERVER.token()))).isEqualTo(101);
        }

        @Test
        void theKnownAnswerTokenOfAppendixB() {
            String token = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJhdWQiOiJodHRwOi8vbG9jYWxob3N0OjgwODAvY2xpZW50L2h1"
                    + "YnMvY2hhdCIsImlhdCI6MTcwMDAwMDAwMCwiZXhwIjo0MTAyNDQ0ODAwLCJzdWIiOiJhbGljZSIsInJvbGUiOlsid2VicHVi"
                    + "c3ViLmpvaW5MZWF2ZUdyb3VwIiwid2VicHVic3ViLnNlbmRUb0dyb3VwLnJvb20iXSwid2VicHVic3ViLmdyb3VwIjoibG9i"
                    + "YnkifQ.npajgBOWZlCdBy2c0gd5o8qTu41vcR-BDbTzZqaD7J0";

            RawWebSocket client = SERVER.handshake("/client/hubs/chat?access_token=" + token)
                    .header("Host", "localhost:8080")
                    .offer(JSON)
                    .open();

            assertThat(client.nextText()).contains("\"userId\":\"alice\"");
        }
    }

    @Nested
    final class Refused {
        static Stream<Named<Function<Token, String>>> tokens() {
            return Stream.of(
                    of(
                            "alg none without a signature",
                            token -> token.header(NONE_HEADER).unsigned()),
                    of(
                            "alg none with a signature",
                            token -> token.header(NONE_HEADER).sign()),
                    of("alg None", token -> token.header("{\"alg\":\"None\"}").unsigned()),
                    of("HS256 without a signature", Token::unsigned),
                    of(
                            "HS384",
                            token ->
                                    token.header(HS384_HEADER).mac("HmacSHA384").sign()),
                    of(
                            "HS512",
                            token -> token.header("{\"alg\":\"HS512\"}")
                                    .mac("HmacSHA512")
                                    .sign()),
                    of(
                            "HS384 in the header only",
                            token -> token.header(HS384_HEADER).sign()),
                    of(
                            "RS256 in the header",
                            token -> token.header("{\"alg\":\"RS256\"}").sign()),
                    of("no alg", token -> token.header("{\"typ\":\"JWT\"}").sign()),
                    of(
                            "unknown crit",
                            token -> token.header("{\"alg\":\"HS256\",\"crit\":[\"x\"],\"x\":1}")
                                    .sign()),
                    of(
                            "a stranger's key",
                            token -> token.key("a-key-that-the-server-does-not-have-012345")
                                    .sign()),
                    of(
                            "a key with other case",
                            token -> token.key(PRIMARY_KEY.toUpperCase(Locale.ROOT))
                                    .sign()),
                    of("changed claims", Refused::tamperedWith),
                    of("no exp", token -> token.without("exp").sign()),
                    of(
                            "exp as a string",
                            token -> token.claim("exp", "\"4102444800\"").sign()),
                    of("exp null", token -> token.claim("exp", "null").sign()),
                    of("a header that is JSON but no object", _ -> "bnVsbA.e30.AAAA"),
                    of(
                            "an audience of nothing",
                            token -> token.claim("aud", "[null]").sign()),
                    of(
                            "expired beyond the skew",
                            token -> token.expiresIn(Duration.ofMinutes(-6)).sign()),
                    of(
                            "valid later beyond the skew",
                            token -> token.validIn(Duration.ofMinutes(6)).sign()));
        }

        @ParameterizedTest
        @MethodSource("tokens")
        void is401(Function<Token, String> token) {
            assertThat(status(token.apply(SERVER.token()))).isEqualTo(401);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"", "x", "a.b", "a.b.c", "a.b.c.d", "...", "e30.e30.e30", "%00", "eyJhbGciOiJIUzI1NiJ9..x"})
        void malformedIs401(String token) {
            assertThat(status(token)).isEqualTo(401);
        }

        @Test
        void claimsThatAreNotAnObjectAre401() {
            String good = SERVER.token().sign();
            String header = good.substring(0, good.indexOf('.'));

            assertThat(status(header + ".W10." + good.substring(good.lastIndexOf('.') + 1)))
                    .isEqualTo(401);
        }

        private static String tamperedWith(Token token) {
            String signature = token.sign().substring(token.sign().lastIndexOf('.'));
            String other = token.user("admin").sign();
            return other.substring(0, other.lastIndexOf('.')) + signature;
        }
    }

    @Nested
    final class Audience {
        private static String host() {
            return SERVER.authority();
        }

        static Stream<String> good() {
            return Stream.of(
                    "http://%h/client/hubs/%b",
                    "https://%h/client/hubs/%b",
                    "ws://%h/client/hubs/%b",
                    "wss://%h/client/hubs/%b",
                    "HTTP://%h/client/hubs/%b",
                    "http://%h/client/hubs/%b/",
                    "http://%h/client/hubs/HUB%n",
                    "http://%h/client/hubs/%%68ub%n",
                    "http://%h/client/hubs/%b?access_token=x#y",
                    "https://push.example.org/base/client/hubs/%b",
                    "https://PUSH.example.org:443/BASE/client/hubs/%b",
                    "http://push.example.org/base/client/hubs/%b",
                    "https://push.example.org/client/hubs/%b",
                    "http://plain.example.org:8088/client/hubs/%b");
        }

        @ParameterizedTest
        @MethodSource("good")
        void namesTheServiceAndTheHub(String pattern) {
            assertThat(status(SERVER.token().audience(fill(pattern)).sign())).isEqualTo(101);
        }

        static Stream<String> bad() {
            return Stream.of(
                    "http://%h/client/hubs/other",
                    "http://%h/client/hubs/%bx",
                    "http://%h/client/hubs/%b/more",
                    "http://%h/client/hubs",
                    "http://%h/client/?hub=%b",
                    "http://%h/api/hubs/%b",
                    "http://%h/clients/mqtt/hubs/%b",
                    "http://%h",
                    "http://127.0.0.1:1/client/hubs/%b",
                    "http://127.0.0.1/client/hubs/%b",
                    "http://elsewhere.example/client/hubs/%b",
                    "http://plain.example.org/client/hubs/%b",
                    "https://push.example.org/other/client/hubs/%b",
                    "ftp://%h/client/hubs/%b",
                    "//%h/client/hubs/%b",
                    "/client/hubs/%b",
                    "%b",
                    "",
                    "http://%h/CLIENT/hubs/%b",
                    "not a uri");
        }

        @ParameterizedTest
        @MethodSource("bad")
        void ofAnotherPlaceIs401(String pattern) {
            assertThat(status(SERVER.token().audience(fill(pattern)).sign())).isEqualTo(401);
        }

        @Test
        void missingIs401() {
            assertThat(status(SERVER.token().without("aud").sign())).isEqualTo(401);
        }

        @Test
        void ofAnyMemberOfAnArrayCounts() {
            String good = "http://" + host() + "/client/hubs/" + SERVER.hub();

            assertThat(status(SERVER.token()
                            .claim("aud", Json.quoteAll("http://elsewhere.example/", good))
                            .sign()))
                    .isEqualTo(101);
            assertThat(status(SERVER.token()
                            .claim("aud", Json.quoteAll("http://elsewhere.example/"))
                            .sign()))
                    .isEqualTo(401);
            assertThat(status(SERVER.token().claim("aud", "[]").sign())).isEqualTo(401);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "svc.example http://svc.example/client/hubs/",
                    "svc.example http://svc.example:80/client/hubs/",
                    "svc.example https://svc.example:443/client/hubs/",
                    "SVC.Example http://svc.eXample/client/hubs/",
                    "svc.example:8080 http://svc.example:8080/client/hubs/",
                    "svc.example:80 http://svc.example/client/hubs/"
                })
        void mayNameTheHostThatTheCallerUsed(String hostAndAudience) {
            String[] parts = hostAndAudience.split(" ", 2);
            Token token = SERVER.token().audience(parts[1] + SERVER.hub());

            assertThat(SERVER.handshake(token).header("Host", parts[0]).status())
                    .isEqualTo(101);
        }

        @Test
        void isTheSameForARequestBelowTheBasePath() {
            Token token = SERVER.token().audience("https://push.example.org/base/client/hubs/" + SERVER.hub());

            assertThat(SERVER.handshake("/base/client/hubs/" + SERVER.hub() + "?access_token=" + token.sign())
                            .header("Host", "push.example.org")
                            .status())
                    .isEqualTo(101);
        }

        private static String fill(String pattern) {
            return pattern.replace("%%", "\0")
                    .replace("%h", host())
                    .replace("%b", SERVER.hub())
                    .replace("%n", SERVER.hub().substring("hub".length()))
                    .replace("\0", "%");
        }
    }

    @Nested
    final class Claims {
        @Test
        void subIsTheUser() {
            assertThat(connected(SERVER.token().user("ål\"ice"))).isEqualTo("ål\"ice");
        }

        @Test
        void nameidIsTheUserWhenSubIsAbsent() {
            assertThat(connected(SERVER.token().claim("nameid", "\"bob\""))).isEqualTo("bob");
            assertThat(connected(SERVER.token().user("alice").claim("nameid", "\"bob\"")))
                    .isEqualTo("alice");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "\"webpubsub.joinLeaveGroup\"",
                    "[\"webpubsub.joinLeaveGroup\"]",
                    "[\"nonsense\",\"webpubsub.joinLeaveGroup\"]"
                })
        void roleIsAStringOrAnArray(String role) {
            RawWebSocket client = SERVER.json(SERVER.token().claim("role", role));

            assertThat(client.ask("{\"type\":\"joinGroup\",\"group\":\"g\",\"ackId\":1}"))
                    .isEqualTo("{\"type\":\"ack\",\"ackId\":1,\"success\":true}");
        }

        @ParameterizedTest
        @ValueSource(strings = {"\"lobby\"", "[\"lobby\"]", "[\"other\",\"lobby\"]"})
        void groupIsAStringOrAnArrayAndNeedsNoRole(String group) {
            RawWebSocket client = SERVER.json(SERVER.token().claim("webpubsub.group", group));

            SERVER.sendText("/groups/lobby/:send", "hi");

            assertThat(client.nextText())
                    .isEqualTo(
                            "{\"type\":\"message\",\"from\":\"group\",\"group\":\"lobby\",\"dataType\":\"text\",\"data\":\"hi\"}");
        }

        @Test
        void anEmptyArrayOfGroupsIsNoGroup() {
            RawWebSocket client = SERVER.json(SERVER.token().groups().roles());

            client.expectNothingBeforePong();
        }

        private static String connected(Token token) {
            return Json.text(SERVER.handshake(token).offer(JSON).open().nextText(), "userId");
        }
    }
}
