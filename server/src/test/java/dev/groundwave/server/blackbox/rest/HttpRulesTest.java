package dev.groundwave.server.blackbox.rest;

import static dev.groundwave.server.blackbox.WireBytes.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.HttpAnswer;
import dev.groundwave.server.blackbox.HttpCall;
import dev.groundwave.server.blackbox.RawHttp;
import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.server.blackbox.WireBytes;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("section 4")
final class HttpRulesTest {
    private static final int BODY_BYTES = 1_048_576;

    @RegisterExtension
    static final RunningServer SERVER = new RunningServer();

    @Nested
    final class Routes {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/",
                    "/api",
                    "/api/hubs",
                    "/api/hubs/chat",
                    "/api/hubs/chat/",
                    "/api/hubs/chat/:fly",
                    "/api/hubs/chat/groups",
                    "/api/hubs/chat/groups/g/:send/more",
                    "/api/hubs/chat/rooms/r",
                    "/api/hubs/chat/permissions/sendToGroup",
                    "/api/hubs/chat/permissions//connections/c",
                    "/api/hubs/chat/groups//connections",
                    "/api/hubs/chat/users/u/groups/g/connections",
                    "/api/hubs/chat/connections/c/:closeConnections",
                    "/nowhere"
                })
        void anUnknownOneIs404WithoutABody(String path) {
            HttpAnswer answer = SERVER.call(SERVER.request("POST", path));

            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.body()).isEmpty();
            assertThat(answer.header("Content-Length")).contains("0");
        }

        @ParameterizedTest
        @CsvSource({
            "GET, /:send, POST",
            "PUT, /groups/g/:send, POST",
            "DELETE, /users/u/:send, POST",
            "GET, /connections/c/:send, POST",
            "GET, /:closeConnections, POST",
            "GET, /groups/g/:closeConnections, POST",
            "GET, /users/u/:closeConnections, POST",
            "GET, /:generateToken, POST",
            "POST, /connections/c, 'DELETE,HEAD'",
            "POST, /groups/g, HEAD",
            "DELETE, /users/u, HEAD",
            "POST, /groups/g/connections/c, 'DELETE,PUT'",
            "POST, /users/u/groups/g, 'DELETE,PUT'",
            "PUT, /users/u/groups, DELETE",
            "PUT, /connections/c/groups, DELETE",
            "POST, /groups/g/connections, GET",
            "GET, /:addToGroups, POST",
            "DELETE, /:removeFromGroups, POST",
            "POST, /permissions/sendToGroup/connections/c, 'DELETE,HEAD,PUT'"
        })
        void aKnownOneWithAWrongMethodIs405WithAllow(String method, String path, String allowed) {
            HttpAnswer answer = SERVER.call(SERVER.inHub(method, path));

            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.header("Allow"))
                    .hasValueSatisfying(allow ->
                            assertThat(allow.split("\\s*,\\s*", -1)).containsExactlyInAnyOrder(allowed.split(",", -1)));
        }
    }

    @Nested
    final class Successes {
        @Test
        void have202WithoutContent() {
            HttpAnswer answer = SERVER.call(SERVER.inHub("POST", "/:send").body("text/plain", "hi"));

            assertThat(answer.status()).isEqualTo(202);
            assertThat(answer.header("Content-Length")).contains("0");
            assertThat(answer.header("Content-Type")).isEmpty();
            assertThat(answer.header("api-supported-versions")).contains(ErrorBody.VERSIONS);
        }

        @Test
        void have204WithoutLengthAndType() {
            HttpAnswer answer = SERVER.call(SERVER.inHub("POST", "/:closeConnections"));

            assertThat(answer.status()).isEqualTo(204);
            assertThat(answer.header("Content-Length")).isEmpty();
            assertThat(answer.header("Content-Type")).isEmpty();
            assertThat(answer.header("Transfer-Encoding")).isEmpty();
        }

        @Test
        void have200WithoutContent() {
            RawWebSocket client = SERVER.json(SERVER.token());

            HttpAnswer answer = SERVER.call(SERVER.inHub("PUT", "/groups/g/connections/" + client.connectionId()));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Length")).contains("0");
            assertThat(answer.header("Content-Type")).isEmpty();
        }

        @Test
        void areSeenByWhatComesAfterThem() {
            RawWebSocket client = SERVER.json(SERVER.token());
            String member = "/groups/g/connections/" + client.connectionId();

            for (int i = 0; i < 50; i++) {
                SERVER.status("PUT", member);
                assertThat(SERVER.status("HEAD", "/groups/g")).isEqualTo(200);
                SERVER.sendText("/groups/g/:send", "in " + i);
                SERVER.status("DELETE", member);
                assertThat(SERVER.status("HEAD", "/groups/g")).isEqualTo(404);
                SERVER.sendText("/groups/g/:send", "out " + i);
                assertThat(client.nextText()).contains("\"in " + i + "\"");
            }
            client.expectNothingBeforePong();
        }

        @Test
        void ofTwoSendsReachAConnectionInTheirOrder() {
            RawWebSocket client = SERVER.simple(SERVER.token().user("u").groups("g"), "");
            List<String> paths = List.of("/:send", "/groups/g/:send", "/users/u/:send");

            for (int i = 0; i < 150; i++) {
                SERVER.sendText(paths.get(i % paths.size()), "m" + i);
            }

            for (int i = 0; i < 150; i++) {
                assertThat(client.nextText()).isEqualTo("m" + i);
            }
        }
    }

    @Nested
    final class KeptAlive {
        @Test
        void aConnectionServesManyRequestsWhateverTheirAnswers() {
            RawHttp http = SERVER.http();

            for (int i = 0; i < 3; i++) {
                assertThat(http.call(send("hi")).status()).isEqualTo(202);
                assertThat(http.call(SERVER.inHub("HEAD", "/groups/none")).status())
                        .isEqualTo(404);
                assertThat(http.call(send("hi").unsigned()).status()).isEqualTo(401);
                assertThat(http.call(SERVER.inHub("POST", "/:fly").body("text/plain", "ignored"))
                                .status())
                        .isEqualTo(404);
                assertThat(http.call(SERVER.inHub("GET", "/:send")).status()).isEqualTo(405);
                assertThat(http.call(SERVER.inHub("POST", "/:send").body("application/json", "{"))
                                .status())
                        .isEqualTo(400);
                assertThat(http.call(SERVER.inHub("POST", "/:closeConnections")).status())
                        .isEqualTo(204);
            }
        }

        @Test
        void pipelinedRequestsAreAnsweredInOrder() {
            RawHttp http = SERVER.http();
            http.send(WireBytes.join(
                    send("one").bytes(),
                    SERVER.inHub("HEAD", "/groups/none").bytes(),
                    SERVER.inHub("POST", "/:closeConnections").bytes(),
                    SERVER.inHub("GET", "/:send").bytes(),
                    send("two").bytes(),
                    SERVER.request("GET", "/api/health").bytes()));

            assertThat(http.answer().status()).isEqualTo(202);
            assertThat(http.headAnswer().status()).isEqualTo(404);
            assertThat(http.answer().status()).isEqualTo(204);
            assertThat(http.answer().status()).isEqualTo(405);
            assertThat(http.answer().status()).isEqualTo(202);
            assertThat(http.answer().status()).isEqualTo(200);
        }

        @Test
        void pipelinedSendsReachAConnectionInOrder() {
            RawWebSocket client = SERVER.simple(SERVER.token(), "");
            RawHttp http = SERVER.http();
            for (int i = 0; i < 50; i++) {
                http.send(send("m" + i).bytes());
            }

            for (int i = 0; i < 50; i++) {
                assertThat(http.answer().status()).isEqualTo(202);
                assertThat(client.nextText()).isEqualTo("m" + i);
            }
        }

        @Test
        void aRequestMayArriveInPieces() {
            RawHttp http = SERVER.http();
            for (byte each : send("hi").bytes()) {
                http.send(new byte[] {each});
            }

            assertThat(http.answer().status()).isEqualTo(202);
        }

        @Test
        void theCallerMayAskForTheEnd() {
            RawHttp http = SERVER.http();

            assertThat(http.call(send("hi").header("Connection", "close")).status())
                    .isEqualTo(202);
            assertThat(http.ended()).isTrue();
        }

        private static HttpCall send(String text) {
            return SERVER.inHub("POST", "/:send").body("text/plain", text);
        }
    }

    @Nested
    final class RequestIds {
        @Test
        void ofTheServerAreAlwaysThereAndDiffer() {
            Set<String> ids = new HashSet<>();
            ids.add(id(SERVER.inHub("POST", "/:closeConnections")));
            ids.add(id(SERVER.inHub("POST", "/:closeConnections")));
            ids.add(id(SERVER.inHub("POST", "/:closeConnections?api-version=1")));
            ids.add(id(SERVER.inHub("POST", "/:closeConnections").unsigned()));
            ids.add(id(SERVER.inHub("HEAD", "/groups/none")));

            assertThat(ids).hasSize(5);
        }

        @Test
        void ofTheClientAreEchoedUpTo128PrintableCharacters() {
            String longest = "i".repeat(128);

            assertThat(echo(longest)).contains(longest);
            assertThat(echo("~!-42")).contains("~!-42");
            assertThat(echo(longest + "i")).isEmpty();
            assertThat(echo("ü")).isEmpty();
        }

        @Test
        void areNotMadeUpForTheClient() {
            assertThat(SERVER.call(SERVER.inHub("POST", "/:closeConnections")).header("x-ms-client-request-id"))
                    .isEmpty();
        }

        private static String id(HttpCall call) {
            return SERVER.call(call).header("x-ms-request-id").orElse("");
        }

        private static Optional<String> echo(String id) {
            return SERVER.call(SERVER.inHub("POST", "/:closeConnections").header("x-ms-client-request-id", id))
                    .header("x-ms-client-request-id");
        }
    }

    @Nested
    final class Bodies {
        @Test
        void ofExactlyTheLimitAreTaken() {
            RawWebSocket client = SERVER.simple(SERVER.token(), "");

            assertThat(SERVER.call(send().body(new byte[BODY_BYTES])).status()).isEqualTo(202);

            assertThat(client.nextBinary()).hasSize(BODY_BYTES);
        }

        @Test
        void ofOneByteMoreAre400AndEndTheConnection() {
            RawWebSocket client = SERVER.json(SERVER.token());
            RawHttp http = SERVER.http();

            HttpAnswer answer = http.call(send().body(new byte[BODY_BYTES + 1]));

            ErrorBody.expectPlain(answer, 400, "Error.BadRequest", "Request");
            assertThat(http.ended()).isTrue();
            client.expectNothingBeforePong();
        }

        @Test
        void areNotReadPastTheLimit() {
            RawHttp http = SERVER.http();

            http.send(send().header("Content-Length", "1099511627776").bytes());
            http.send(new byte[BODY_BYTES + 1]);

            assertThat(http.answer().status()).isEqualTo(400);
            assertThat(http.ended()).isTrue();
        }

        @Test
        void withoutALengthAre400() {
            RawWebSocket client = SERVER.json(SERVER.token());
            byte[] chunks = utf8("2\r\nhi\r\n0\r\n\r\n");

            HttpAnswer chunked =
                    SERVER.call(send().header("Transfer-Encoding", "chunked").bodyAsIs(chunks));
            HttpAnswer none = SERVER.call(send().without("Content-Length"));

            ErrorBody.expectPlain(
                    chunked, 400, ErrorBody.plain("Error.BadRequest", "Invalid Content-Length header.", "Request"));
            assertThat(none.status()).isEqualTo(400);
            client.expectNothingBeforePong();
        }

        @Test
        void areNotNeededWhereNoneIsDocumented() {
            assertThat(SERVER.call(SERVER.inHub("POST", "/:closeConnections").without("Content-Length"))
                            .status())
                    .isEqualTo(204);
            assertThat(SERVER.call(SERVER.inHub("DELETE", "/users/u/groups").without("Content-Length"))
                            .status())
                    .isEqualTo(204);
            assertThat(SERVER.call(SERVER.inHub("HEAD", "/groups/g").without("Content-Length"))
                            .status())
                    .isEqualTo(404);
        }

        private static HttpCall send() {
            return SERVER.inHub("POST", "/:send");
        }
    }

    @Nested
    final class BrokenRequests {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "nonsense\r\n\r\n",
                    "GET /api/health\r\n\r\n",
                    "GET /api/health HTTP/1.1\r\nbad header line\r\n\r\n",
                    "POST /api/health HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                    "POST /api/health HTTP/1.1\r\nHost: x\r\nContent-Length: ten\r\n\r\n",
                    "\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n"
                })
        void areRefusedAndTheServerGoesOn(String request) {
            RawHttp http = SERVER.http();

            http.send(utf8(request));

            assertThat(http.answer().status()).isEqualTo(400);
            assertThat(SERVER.call(SERVER.request("HEAD", "/api/health").unsigned())
                            .status())
                    .isEqualTo(200);
        }

        @Test
        void withTwoLengthsAreRefused() {
            RawHttp http = SERVER.http();
            byte[] call =
                    SERVER.inHub("POST", "/:send").body("text/plain", "hi").bytes();
            String text = new String(call, StandardCharsets.UTF_8);

            http.send(utf8(text.replace("Content-Length: 2\r\n", "Content-Length: 2\r\nContent-Length: 3\r\n")));

            assertThat(http.answer().status()).isEqualTo(400);
        }

        @Test
        void withTooLongARequestLineAre414() {
            assertThat(SERVER.status("POST", "/:closeConnections?reason=" + "r".repeat(17_000)))
                    .isEqualTo(414);
        }
    }

    @Test
    void noCorsHeadersAreSentByDefault() {
        HttpAnswer answer =
                SERVER.call(SERVER.inHub("POST", "/:closeConnections").header("Origin", "https://elsewhere.example"));

        assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
    }
}
