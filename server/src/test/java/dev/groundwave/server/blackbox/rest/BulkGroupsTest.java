package dev.groundwave.server.blackbox.rest;

import static dev.groundwave.server.blackbox.WireBytes.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.HttpAnswer;
import dev.groundwave.server.blackbox.HttpCall;
import dev.groundwave.server.blackbox.RawHttp;
import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.RunningServer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("section 5.7, operations 20 and 21")
final class BulkGroupsTest {
    private static final int BODY_BYTES = 1_048_576;
    private static final String NAME_RULE =
            "Invalid group name. Valid group name should be in between 1 and 1024 characters long.";
    private static final List<String> BOTH = List.of("/:addToGroups", "/:removeFromGroups");

    @RegisterExtension
    static final RunningServer SERVER = new RunningServer();

    private static HttpAnswer call(String path, String body) {
        return SERVER.call(SERVER.inHub("POST", path).body("application/json", body));
    }

    private static int add(String body) {
        return call("/:addToGroups", body).status();
    }

    private static int remove(String body) {
        return call("/:removeFromGroups", body).status();
    }

    private static boolean exists(String group) {
        return SERVER.status("HEAD", "/groups/" + group) == 200;
    }

    /** Whether the client gets what is sent to the group: the marker to its connection comes in any case. */
    private static boolean isMember(RawWebSocket client, String group) {
        SERVER.sendText("/groups/" + group + "/:send", "to the group");
        SERVER.sendText("/connections/" + client.connectionId() + "/:send", "marker");
        boolean member = client.nextText().contains("to the group");
        if (member) {
            assertThat(client.nextText()).contains("marker");
        }
        return member;
    }

    @Nested
    final class Adding {
        @Test
        void concernsEveryConnectionThatTheFilterSelects() {
            RawWebSocket alice = SERVER.json("alice");
            RawWebSocket again = SERVER.simple(SERVER.token().user("alice"), "");
            RawWebSocket bob = SERVER.json("bob");

            HttpAnswer answer =
                    call("/:addToGroups", "{\"groups\":[\"a\",\"b\",\"a\"],\"filter\":\"userId eq 'alice'\"}");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEmpty();
            assertThat(answer.header("Content-Length")).contains("0");
            assertThat(answer.header("api-supported-versions")).contains(ErrorBody.VERSIONS);
            assertThat(isMember(alice, "a")).isTrue();
            assertThat(again.nextText()).isEqualTo("to the group");
            assertThat(isMember(alice, "b")).isTrue();
            assertThat(isMember(bob, "a")).isFalse();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"groups\":[\"a\"]}",
                    "{\"groups\":[\"a\"],\"filter\":null}",
                    "{\"groups\":[\"a\"],\"filter\":\"\"}",
                    "{\"GROUPS\":[\"a\"],\"Filter\":\"true\"}",
                    "\uFEFF {\"more\":{\"groups\":[1]},\"groups\":[\"a\"],\"also\":[[]]}"
                })
        void concernsEveryoneWithoutAFilter(String body) {
            RawWebSocket client = SERVER.json(SERVER.token());

            assertThat(add(body)).isEqualTo(200);

            assertThat(isMember(client, "a")).isTrue();
        }

        @Test
        void ofNobodySucceeds() {
            assertThat(add("{\"groups\":[\"a\"],\"filter\":\"userId eq 'x'\"}")).isEqualTo(200);
            assertThat(exists("a")).isFalse();
        }

        @Test
        void looksAtTheGroupsBeforeTheChange() {
            RawWebSocket inA = SERVER.json(SERVER.token().groups("a"));
            RawWebSocket inB = SERVER.json(SERVER.token().groups("b"));

            assertThat(add("{\"groups\":[\"b\",\"c\"],\"filter\":\"not ('b' in groups)\"}"))
                    .isEqualTo(200);

            assertThat(isMember(inA, "c")).isTrue();
            assertThat(isMember(inB, "c")).isFalse();
        }

        @Test
        void isRepeatedWithoutHarm() {
            RawWebSocket client = SERVER.json("alice");

            for (int i = 0; i < 3; i++) {
                assertThat(add("{\"groups\":[\"a\"]}")).isEqualTo(200);
            }

            assertThat(isMember(client, "a")).isTrue();
        }

        @Test
        void concernsADetachedConnectionToo() {
            RawWebSocket lost = SERVER.reliable("alice");
            lost.drop();

            add("{\"groups\":[\"a\"],\"filter\":\"userId eq 'alice'\"}");
            SERVER.sendText("/groups/a/:send", "while away");

            assertThat(SERVER.recover(lost).nextText()).contains("while away");
        }

        @Test
        void takesTheNamesAsTheyAre() {
            RawWebSocket client = SERVER.json("alice");
            String longest = "n".repeat(1024);

            assertThat(add("{\"groups\":[\"a/b\",\"\\u00fc\",\" x \",\"" + longest + "\"]}"))
                    .isEqualTo(200);

            assertThat(isMember(client, "a%2Fb")).isTrue();
            assertThat(isMember(client, "%C3%BC")).isTrue();
            assertThat(isMember(client, "%20x%20")).isTrue();
            assertThat(isMember(client, longest)).isTrue();
        }
    }

    @Nested
    final class Removing {
        @Test
        void concernsEveryConnectionThatTheFilterSelects() {
            RawWebSocket alice = SERVER.json(SERVER.token().user("alice").groups("a", "b", "c"));
            RawWebSocket bob = SERVER.json(SERVER.token().user("bob").groups("a"));

            assertThat(remove("{\"groups\":[\"a\",\"b\",\"none\"],\"filter\":\"userId eq 'alice'\"}"))
                    .isEqualTo(200);

            assertThat(isMember(alice, "a")).isFalse();
            assertThat(isMember(alice, "b")).isFalse();
            assertThat(isMember(alice, "c")).isTrue();
            bob.nextText();
            assertThat(isMember(bob, "a")).isTrue();
        }

        @Test
        void isSeenByTheNextCall() {
            SERVER.json(SERVER.token().groups("a"));

            for (int i = 0; i < 20; i++) {
                assertThat(remove("{\"groups\":[\"a\"]}")).isEqualTo(200);
                assertThat(exists("a")).isFalse();
                assertThat(add("{\"groups\":[\"a\"]}")).isEqualTo(200);
                assertThat(exists("a")).isTrue();
            }
        }
    }

    @Nested
    final class Refused {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{}",
                    "{\"groups\":null}",
                    "{\"groups\":[]}",
                    "{\"groups\":\"a\"}",
                    "{\"groups\":{\"a\":1}}",
                    "{\"groups\":[\"good\",\"\"]}",
                    "{\"groups\":[\"good\",\" \\t\"]}",
                    "{\"groups\":[\"good\",1]}",
                    "{\"groups\":[\"good\",null]}",
                    "{\"groups\":[\"good\",[\"a\"]]}",
                    "{\"group\":[\"good\"]}"
                })
        void areBadGroupsAndNothingChanges(String body) {
            SERVER.json("alice");

            for (String path : BOTH) {
                ErrorBody.expectValidation(call(path, body), "Groups", NAME_RULE);
            }

            assertThat(exists("good")).isFalse();
        }

        @Test
        void isANameOf1025CharactersAndNothingChanges() {
            SERVER.json(SERVER.token().groups("good", "also"));
            String body = "{\"groups\":[\"good\",\"" + "n".repeat(1025) + "\",\"new\"]}";

            for (String path : BOTH) {
                ErrorBody.expectValidation(call(path, body), "Groups", NAME_RULE);
            }

            assertThat(exists("good")).isTrue();
            assertThat(exists("new")).isFalse();
        }

        @ParameterizedTest
        @ValueSource(strings = {"\" \"", "\"invalid filter\"", "\"userId\"", "5", "[\"true\"]", "{}", "true"})
        void areBadFiltersAndNothingChanges(String filter) {
            SERVER.json("alice");

            for (String path : BOTH) {
                ErrorBody.expectValidation(call(path, "{\"groups\":[\"good\"],\"filter\":" + filter + "}"), "Filter");
            }

            assertThat(exists("good")).isFalse();
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " ", "{", "{\"groups\":[\"good\"]", "{\"groups\":[\"good\"]} x", "{'groups':[]}"})
        void isWhatIsNoJson(String body) {
            ErrorBody.expectPlain(
                    call("/:addToGroups", body),
                    400,
                    ErrorBody.plain("Error.BadRequest", "The request body is not a valid JSON.", "Request"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"null", "[]", "\"groups\"", "1"})
        void isJsonThatIsNoObject(String body) {
            ErrorBody.expectPlain(call("/:addToGroups", body), 400, "Error.BadRequest", "Request");
        }

        @Test
        void isTextThatIsNotInItsCharset() {
            byte[] latin = "{\"groups\":[\"\u00fc\"]}".getBytes(StandardCharsets.ISO_8859_1);

            assertThat(SERVER.call(SERVER.inHub("POST", "/:addToGroups").body("application/json", latin))
                            .status())
                    .isEqualTo(400);
            assertThat(SERVER.call(SERVER.inHub("POST", "/:addToGroups")
                                    .body("application/json; charset=iso-8859-1", latin))
                            .status())
                    .isEqualTo(200);
        }

        @ParameterizedTest
        @CsvSource({"text/plain", "application/octet-stream", "''", "application/jsonx", "application/json; charset=no"
        })
        void isAnyOtherContentType(String contentType) {
            for (String path : BOTH) {
                HttpAnswer answer =
                        SERVER.call(SERVER.inHub("POST", path).body(contentType, "{\"groups\":[\"good\"]}"));
                ErrorBody.expectPlain(answer, 415, "Error.UnsupportedMediaType", "Request");
            }
            assertThat(SERVER.call(SERVER.inHub("POST", "/:addToGroups").body(utf8("{\"groups\":[\"good\"]}")))
                            .status())
                    .isEqualTo(415);
        }

        @Test
        void isABodyOverTheLimitAndTheConnectionEnds() {
            RawHttp http = SERVER.http();

            HttpAnswer answer =
                    http.call(SERVER.inHub("POST", "/:addToGroups").body("application/json", new byte[BODY_BYTES + 1]));

            ErrorBody.expectPlain(answer, 400, "Error.BadRequest", "Request");
            assertThat(http.ended()).isTrue();
        }

        @Test
        void areLoneSurrogatesWithoutAFault() {
            HttpAnswer answer = call("/:addToGroups", "{\"groups\":[\"g\"],\"filter\":\"userId eq \\ud800\"}");

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).contains("'userId eq \\uD800'").contains("\"target\":\"Filter\"");
        }
    }

    @Nested
    final class Bodies {
        @Test
        void ofExactlyTheLimitAreTaken() {
            RawWebSocket client = SERVER.json("alice");
            String head = "{\"groups\":[\"a\"],\"more\":\"";
            String body = head + "x".repeat(BODY_BYTES - head.length() - 2) + "\"}";

            assertThat(add(body)).isEqualTo(200);

            assertThat(isMember(client, "a")).isTrue();
        }

        @Test
        void mayComeInChunks() {
            RawWebSocket client = SERVER.json("alice");
            String json = "{\"groups\":[\"a\"]}";
            HttpCall call = SERVER.inHub("POST", "/:addToGroups")
                    .header("Content-Type", "application/json")
                    .header("Transfer-Encoding", "chunked")
                    .bodyAsIs(utf8(Integer.toHexString(json.length()) + "\r\n" + json + "\r\n0\r\n\r\n"));

            assertThat(SERVER.call(call).status()).isEqualTo(200);

            assertThat(isMember(client, "a")).isTrue();
        }

        @Test
        void areJudgedAfterTheToken() {
            HttpCall call = SERVER.inHub("POST", "/:addToGroups")
                    .body("text/plain", "nonsense")
                    .unsigned();

            assertThat(SERVER.call(call).status()).isEqualTo(401);
        }

        @Test
        void ofManyGroupsHaveNoCount() {
            RawWebSocket client = SERVER.json("alice");
            StringBuilder body = new StringBuilder("{\"groups\":[\"g0\"");
            for (int i = 1; i < 5000; i++) {
                body.append(",\"g").append(i).append('"');
            }

            assertThat(add(body + "],\"filter\":\"userId eq 'alice'\"}")).isEqualTo(200);

            assertThat(isMember(client, "g4999")).isTrue();
        }
    }

    @Test
    @DisplayName("section 6, a long filter")
    void aFilterMayBeAsLongAsABody() {
        RawWebSocket alice = SERVER.json("alice");
        String filter = "userId eq 'x'" + " or userId eq 'x'".repeat(50_000) + " or userId eq 'alice'";

        assertThat(add("{\"groups\":[\"a\"],\"filter\":\"" + filter + "\"}")).isEqualTo(200);

        assertThat(isMember(alice, "a")).isTrue();
    }
}
