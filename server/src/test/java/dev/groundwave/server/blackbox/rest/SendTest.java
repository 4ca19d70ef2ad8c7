package dev.groundwave.server.blackbox.rest;

import static dev.groundwave.server.blackbox.WireBytes.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.HttpAnswer;
import dev.groundwave.server.blackbox.HttpCall;
import dev.groundwave.server.blackbox.Json;
import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.server.blackbox.WireBytes;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SendTest {
    private static final String FROM_SERVER = "{\"type\":\"message\",\"from\":\"server\",";

    @RegisterExtension
    static final RunningServer SERVER = new RunningServer();

    private static HttpAnswer send(String path, String contentType, byte[] body) {
        return SERVER.call(SERVER.inHub("POST", path).body(contentType, body));
    }

    private static int status(String path, String contentType, String body) {
        return send(path, contentType, utf8(body)).status();
    }

    @Nested
    @DisplayName("section 5.2, content types")
    final class ContentTypes {
        private static final String NOT_JSON =
                ErrorBody.plain("Error.BadRequest", "The request body is not a valid JSON.", "Request");

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "text/plain",
                    "TEXT/Plain",
                    "text/plain; charset=utf-8",
                    "text/plain;charset=\"UTF-8\"",
                    "text/plain; x=y"
                })
        void plainIsText(String contentType) {
            RawWebSocket json = SERVER.json(SERVER.token());
            RawWebSocket simple = SERVER.simple(SERVER.token(), "");

            assertThat(status("/:send", contentType, "ünï")).isEqualTo(202);

            assertThat(Json.text(json.nextText(), "data")).isEqualTo("ünï");
            assertThat(simple.nextText()).isEqualTo("ünï");
        }

        @Test
        void plainIsDecodedByItsCharset() {
            RawWebSocket client = SERVER.simple(SERVER.token(), "");

            send("/:send", "text/plain; charset=iso-8859-1", "ünï".getBytes(StandardCharsets.ISO_8859_1));
            send("/:send", "text/plain; charset=utf-16", "ünï".getBytes(StandardCharsets.UTF_16));

            assertThat(client.nextText()).isEqualTo("ünï");
            assertThat(client.nextText()).isEqualTo("ünï");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "application/json",
                    "Application/JSON",
                    "application/json; charset=utf-8",
                    "application/json;charset=UTF-8"
                })
        void jsonIsJson(String contentType) {
            RawWebSocket json = SERVER.json(SERVER.token());
            RawWebSocket simple = SERVER.simple(SERVER.token(), "");

            assertThat(status("/:send", contentType, "{\"b\":1.50,\"a\":[true,null],\"b\":2}"))
                    .isEqualTo(202);

            assertThat(json.nextText())
                    .isEqualTo(FROM_SERVER + "\"dataType\":\"json\",\"data\":{\"b\":1.50,\"a\":[true,null],\"b\":2}}");
            assertThat(simple.nextText()).isEqualTo("{\"b\":1.50,\"a\":[true,null],\"b\":2}");
        }

        @Test
        void jsonIsDecodedByItsCharsetAndLosesItsByteOrderMark() {
            RawWebSocket client = SERVER.simple(SERVER.token(), "");

            send("/:send", "application/json; charset=utf-16", "\"ü\"".getBytes(StandardCharsets.UTF_16));
            send("/:send", "application/json", WireBytes.join(WireBytes.of(0xEF, 0xBB, 0xBF), utf8("\"ü\"")));

            assertThat(client.nextText()).isEqualTo("\"ü\"");
            assertThat(client.nextText()).isEqualTo("\"ü\"");
        }

        @Test
        void jsonKeepsItsSpaces() {
            RawWebSocket client = SERVER.simple(SERVER.token(), "");

            status("/:send", "application/json", "{ \"a\" :\n 1 }");

            assertThat(client.nextText()).isEqualTo("{ \"a\" :\n 1 }");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    " ",
                    "{",
                    "hello",
                    "'a'",
                    "{\"a\":1} x",
                    "{\"a\":1}{}",
                    "01",
                    "NaN",
                    "[1,]",
                    "{a:1}",
                    "\"a\tb\"",
                    "{\"a\":1}/**/"
                })
        void whatIsNotJsonIs400(String body) {
            RawWebSocket client = SERVER.json(SERVER.token());

            ErrorBody.expectPlain(send("/:send", "application/json", utf8(body)), 400, NOT_JSON);

            client.expectNothingBeforePong();
        }

        @ParameterizedTest
        @ValueSource(strings = {"application/octet-stream", "Application/Octet-Stream; x=y", ""})
        void bytesAreBytesAndSoIsAnEmptyType(String contentType) {
            RawWebSocket json = SERVER.json(SERVER.token());
            RawWebSocket simple = SERVER.simple(SERVER.token(), "");

            assertThat(send("/:send", contentType, WireBytes.of(0, 128, 255)).status())
                    .isEqualTo(202);

            assertThat(json.nextText()).isEqualTo(FROM_SERVER + "\"dataType\":\"binary\",\"data\":\"AID/\"}");
            assertThat(simple.nextBinary()).isEqualTo(WireBytes.of(0, 128, 255));
        }

        @Test
        void anAbsentTypeIsBytes() {
            RawWebSocket client = SERVER.json(SERVER.token());

            assertThat(SERVER.call(SERVER.inHub("POST", "/:send").body(utf8("hi")))
                            .status())
                    .isEqualTo(202);

            assertThat(client.nextText()).isEqualTo(FROM_SERVER + "\"dataType\":\"binary\",\"data\":\"aGk=\"}");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "application/xml",
                    "text/html",
                    "text/plainx",
                    "application/json-patch+json",
                    "application/x-protobuf",
                    "text",
                    "/",
                    "text/",
                    "text/plain, application/json",
                    "text/plain; charset=klingon",
                    "application/json; charset=klingon"
                })
        void anythingElseIs415(String contentType) {
            ErrorBody.expectPlain(send("/:send", contentType, utf8("1")), 415, "Error.UnsupportedMediaType", "Request");
        }

        @ParameterizedTest
        @ValueSource(strings = {"text/plain", "text/plain; charset=utf-8", "application/json"})
        void bytesThatAreNotValidInTheCharsetAre400(String contentType) {
            assertThat(send("/:send", contentType, WireBytes.of('"', 0xC3, '"')).status())
                    .isEqualTo(400);
            assertThat(send("/:send", contentType, WireBytes.of('"', 0xFF, '"')).status())
                    .isEqualTo(400);
        }

        @Test
        void emptyTextAndEmptyBytesAreValid() {
            RawWebSocket client = SERVER.json(SERVER.token());

            assertThat(status("/:send", "text/plain", "")).isEqualTo(202);
            assertThat(status("/:send", "application/octet-stream", "")).isEqualTo(202);

            assertThat(client.nextText()).isEqualTo(FROM_SERVER + "\"dataType\":\"text\",\"data\":\"\"}");
            assertThat(client.nextText()).isEqualTo(FROM_SERVER + "\"dataType\":\"binary\",\"data\":\"\"}");
        }
    }

    @Nested
    @DisplayName("section 5.2, recipients")
    final class Recipients {
        @Test
        void ofTheHubAreAllItsConnections() {
            RawWebSocket json = SERVER.json("alice");
            RawWebSocket simple = SERVER.simple(SERVER.token(), "");
            RawWebSocket elsewhere = SERVER.handshake("/client/hubs/elsewhere?access_token="
                            + SERVER.token("elsewhere").sign())
                    .offer(RunningServer.JSON)
                    .open()
                    .started();

            assertThat(SERVER.sendText("/:send", "hi")).isEqualTo(202);

            assertThat(json.nextText()).isEqualTo(FROM_SERVER + "\"dataType\":\"text\",\"data\":\"hi\"}");
            assertThat(simple.nextText()).isEqualTo("hi");
            elsewhere.expectNothingBeforePong();
        }

        @Test
        void ofAGroupAreItsMembersAndTheEnvelopeNamesTheGroup() {
            RawWebSocket member = SERVER.json(SERVER.token().user("alice").groups("g", "h"));
            RawWebSocket simple = SERVER.simple(SERVER.token().groups("g"), "");
            RawWebSocket other = SERVER.json(SERVER.token().groups("h"));

            assertThat(SERVER.sendText("/groups/g/:send", "hi")).isEqualTo(202);

            assertThat(member.nextText())
                    .isEqualTo(
                            "{\"type\":\"message\",\"from\":\"group\",\"group\":\"g\",\"dataType\":\"text\",\"data\":\"hi\"}");
            assertThat(simple.nextText()).isEqualTo("hi");
            other.expectNothingBeforePong();
        }

        @Test
        void ofAUserAreAllItsConnectionsEachOnce() {
            RawWebSocket first = SERVER.json("alice");
            RawWebSocket second = SERVER.json("alice");
            RawWebSocket other = SERVER.json("bob");

            assertThat(SERVER.sendText("/users/alice/:send", "hi")).isEqualTo(202);

            for (RawWebSocket each : new RawWebSocket[] {first, second}) {
                assertThat(each.nextText()).isEqualTo(FROM_SERVER + "\"dataType\":\"text\",\"data\":\"hi\"}");
                each.expectNothingBeforePong();
            }
            other.expectNothingBeforePong();
        }

        @Test
        void ofAConnectionIsThatOne() {
            RawWebSocket first = SERVER.json("alice");
            RawWebSocket second = SERVER.json("alice");

            assertThat(SERVER.sendText("/connections/" + first.connectionId() + "/:send", "hi"))
                    .isEqualTo(202);

            assertThat(first.nextText()).isEqualTo(FROM_SERVER + "\"dataType\":\"text\",\"data\":\"hi\"}");
            second.expectNothingBeforePong();
        }

        @ParameterizedTest
        @ValueSource(strings = {"/:send", "/groups/none/:send", "/users/none/:send", "/connections/none/:send"})
        void mayBeNobody(String path) {
            assertThat(SERVER.sendText(path, "hi")).isEqualTo(202);
        }

        @ParameterizedTest
        @ValueSource(strings = {"/:send", "/groups/g/:send"})
        void areNotTheExcludedOnes(String path) {
            RawWebSocket first = SERVER.json(SERVER.token().groups("g"));
            RawWebSocket second = SERVER.json(SERVER.token().groups("g"));
            RawWebSocket third = SERVER.json(SERVER.token().groups("g"));

            assertThat(SERVER.sendText(
                            path + "?excluded=" + first.connectionId() + "&excluded=unknown&excluded="
                                    + second.connectionId(),
                            "hi"))
                    .isEqualTo(202);

            assertThat(third.nextText()).contains("\"hi\"");
            first.expectNothingBeforePong();
            second.expectNothingBeforePong();
        }

        @Test
        void areExcludedByTheExactId() {
            RawWebSocket client = SERVER.json("alice");
            String id = client.connectionId();

            SERVER.sendText("/:send?excluded=" + id.substring(1) + "&excluded=" + id + "x", "hi");

            assertThat(client.nextText()).contains("\"hi\"");
        }

        @Test
        void areNotChangedByParametersThatTheOperationDoesNotList() {
            RawWebSocket client = SERVER.json("alice");
            String excluded = "?excluded=" + client.connectionId();

            assertThat(SERVER.sendText("/users/alice/:send" + excluded, "one")).isEqualTo(202);
            assertThat(SERVER.sendText(
                            "/connections/" + client.connectionId() + "/:send" + excluded + "&filter=nonsense", "two"))
                    .isEqualTo(202);

            assertThat(client.nextText()).contains("\"one\"");
            assertThat(client.nextText()).contains("\"two\"");
        }
    }

    @Nested
    @DisplayName("section 5.2, time to live")
    final class TimeToLive {
        static Stream<String> paths() {
            return Stream.of("/:send", "/groups/g/:send", "/users/u/:send", "/connections/c/:send");
        }

        @ParameterizedTest
        @MethodSource("paths")
        void isUpTo300Seconds(String path) {
            for (String seconds : new String[] {"0", "1", "300"}) {
                assertThat(SERVER.sendText(path + "?messageTtlSeconds=" + seconds, "hi"))
                        .isEqualTo(202);
            }
        }

        @ParameterizedTest
        @MethodSource("paths")
        void ofAnyOtherValueIsAValidationError(String path) {
            for (String seconds : new String[] {"-1", "301", "1.5", "abc", "", "%20", "99999999999", "1e1"}) {
                ErrorBody.expectValidation(
                        send(path + "?messageTtlSeconds=" + seconds, "text/plain", utf8("hi")), "messageTtlSeconds");
            }
        }

        @Test
        void doesNotStopAMessageThatCanBeDelivered() {
            RawWebSocket client = SERVER.json("alice");

            SERVER.sendText("/:send?messageTtlSeconds=300", "hi");

            assertThat(client.nextText()).contains("\"hi\"");
        }
    }

    @Nested
    @DisplayName("section 3, order of checks")
    final class OrderOfChecks {
        @Test
        void parametersComeBeforeTheBody() {
            HttpCall call = SERVER.inHub("POST", "/:send?messageTtlSeconds=301").body("application/xml", "x");

            ErrorBody.expectValidation(SERVER.call(call), "messageTtlSeconds");
        }
    }
}
