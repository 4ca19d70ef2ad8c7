package dev.groundwave.server.blackbox.client;

import static dev.groundwave.server.blackbox.WireBytes.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.Frame;
import dev.groundwave.server.blackbox.Json;
import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.server.blackbox.WireBytes;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonMessageTest {
    private static final String FROM_ALICE =
            "{\"type\":\"message\",\"from\":\"group\",\"fromUserId\":\"alice\",\"group\":\"g\",";

    @RegisterExtension
    static final RunningServer SERVER = new RunningServer();

    /** Sends to a group as alice and returns what a member gets; {@code rest} goes behind the group. */
    private static String relayed(String rest) {
        RawWebSocket member = SERVER.json(SERVER.token().groups("g"));
        SERVER.json("alice").text("{\"type\":\"sendToGroup\",\"group\":\"g\"," + rest + "}");
        return member.nextText();
    }

    private static String nested(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }

    @Nested
    @DisplayName("section 6, parsing")
    final class Parsing {
        private RawWebSocket client;

        @BeforeEach
        void connect() {
            client = SERVER.json("alice");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"type\":\"joinGroup\",\"group\":\"g\",\"ackId\":1}",
                    "{\"ackId\":1,\"group\":\"g\",\"type\":\"joinGroup\"}",
                    " \r\n\t{ \"type\" : \"joinGroup\" , \"group\" : \"g\" , \"ackId\" : 1 } ",
                    "{\"type\":\"JOINGROUP\",\"group\":\"g\",\"ackId\":1}",
                    "{\"\\u0074ype\":\"join\\u0047roup\",\"group\":\"\\u0067\",\"ackId\":1}",
                    "{\"type\":\"joinGroup\",\"group\":\"g\",\"ackId\":1,\"color\":{\"a\":[1,null]},\"noEcho\":\"x\"}",
                    "{\"type\":\"joinGroup\",\"group\":\"g\",\"GROUP\":\"\",\"ackId\":1,\"AckId\":-1}",
                    "{\"type\":\"ping\",\"type\":\"joinGroup\",\"group\":\"\",\"group\":\"g\",\"ackId\":-7,\"ackId\":1}"
                })
        void theFormOfTheObjectIsFree(String request) {
            assertThat(client.ask(request)).isEqualTo("{\"type\":\"ack\",\"ackId\":1,\"success\":true}");
        }

        @Test
        void anOptionalNullCountsAsAbsent() {
            RawWebSocket member = SERVER.json(SERVER.token().groups("g"));

            client.text("{\"type\":\"sendToGroup\",\"group\":\"g\",\"dataType\":null,\"data\":1,\"noEcho\":null,"
                    + "\"ackId\":null,\"metadata\":null,\"ttlSeconds\":null}");

            client.expectNothingBeforePong();
            assertThat(member.nextText()).isEqualTo(FROM_ALICE + "\"dataType\":\"json\",\"data\":1}");
        }

        @ParameterizedTest
        @ValueSource(strings = {"group", "type", "ackId"})
        void propertyNamesAreCaseSensitive(String name) {
            String upper = name.toUpperCase(Locale.ROOT);
            client.text("{\"type\":\"joinGroup\",\"group\":\"g\",\"ackId\":1}".replace(name + "\":", upper + "\":"));

            if (name.equals("ackId")) {
                client.expectNothingBeforePong();
            } else {
                assertThat(client.nextClose().code()).isEqualTo(1007);
            }
        }

        @Test
        void nestingUpTo64LevelsIsRead() {
            assertThat(relayed("\"data\":" + nested(63)))
                    .isEqualTo(FROM_ALICE + "\"dataType\":\"json\",\"data\":" + nested(63) + "}");
        }

        @ParameterizedTest
        @ValueSource(ints = {66, 5_000, 200_000})
        void deeperNestingIsMalformed(int depth) {
            client.text("{\"type\":\"sendToGroup\",\"group\":\"g\",\"data\":" + nested(depth - 1) + "}");

            assertThat(client.nextClose().code()).isEqualTo(1007);
        }

        @Test
        void fragmentsAreOneMessageAndControlFramesMayStandBetweenThem() {
            client.send(Frame.of(Frame.TEXT, utf8("{\"type\":\"joinGroup\",\"group\":\"ü"))
                    .unfinished());
            client.send(Frame.of(Frame.PING, utf8("p")));
            client.send(Frame.of(Frame.CONTINUATION, utf8("\",\"ackId\":1}")));

            assertThat(client.nextFrame().opcode()).isEqualTo(Frame.PONG);
            assertThat(client.nextText()).isEqualTo("{\"type\":\"ack\",\"ackId\":1,\"success\":true}");
        }

        @Test
        void aCharacterMayBeSplitBetweenFragments() {
            byte[] whole = utf8("{\"type\":\"joinGroup\",\"group\":\"ü\",\"ackId\":1}");
            int middle = utf8("{\"type\":\"joinGroup\",\"group\":\"").length + 1;

            client.send(Frame.of(Frame.TEXT, Arrays.copyOf(whole, middle)).unfinished());
            client.send(Frame.of(Frame.CONTINUATION, Arrays.copyOfRange(whole, middle, whole.length)));

            assertThat(client.nextText()).isEqualTo("{\"type\":\"ack\",\"ackId\":1,\"success\":true}");
        }

        @Test
        void eachMessageComesInAFrameOfItsOwn() {
            byte[] bytes = new byte[0];
            for (int i = 1; i <= 100; i++) {
                byte[] request = utf8("{\"type\":\"joinGroup\",\"group\":\"g\",\"ackId\":" + i + "}");
                bytes = WireBytes.join(bytes, Frame.of(Frame.TEXT, request).bytes());
            }
            client.send(bytes);

            for (int i = 1; i <= 100; i++) {
                assertThat(client.nextText()).isEqualTo("{\"type\":\"ack\",\"ackId\":" + i + ",\"success\":true}");
            }
        }
    }

    @Nested
    @DisplayName("section 6.1")
    final class Payloads {
        @Test
        void textIsAString() {
            assertThat(relayed("\"dataType\":\"text\",\"data\":\"hi\""))
                    .isEqualTo(FROM_ALICE + "\"dataType\":\"text\",\"data\":\"hi\"}");
            assertThat(relayed("\"dataType\":\"text\",\"data\":\"\""))
                    .isEqualTo(FROM_ALICE + "\"dataType\":\"text\",\"data\":\"\"}");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "\"quoted\" \\ back / slash",
                    "tab\t newline\n return\r bell\u0007 null\u0000 delete\u007f",
                    "ünï ☃ 😀 \u2028\u2029",
                    "</script>"
                })
        void textKeepsEveryCharacter(String text) {
            String message = relayed("\"dataType\":\"text\",\"data\":" + Json.quote(text));

            assertThat(message).startsWith(FROM_ALICE + "\"dataType\":\"text\",\"data\":\"");
            assertThat(Json.text(message, "data")).isEqualTo(text);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "1",
                    "-0.0",
                    "1e400",
                    "12345678901234567890.12345678901234567890",
                    "true",
                    "\"text\"",
                    "\"\\u0041\\/\"",
                    "\"\"",
                    "[]",
                    "{}",
                    "[1,null,\"x\",{\"z\":1,\"a\":2}]",
                    "{\"z\":1.0,\"a\":{\"z\":null},\"z\":2}"
                })
        void jsonIsTheTokenAsItWas(String json) {
            assertThat(relayed("\"dataType\":\"json\",\"data\":" + json))
                    .isEqualTo(FROM_ALICE + "\"dataType\":\"json\",\"data\":" + json + "}");
            assertThat(relayed("\"data\":" + json))
                    .as("json is the default")
                    .isEqualTo(FROM_ALICE + "\"dataType\":\"json\",\"data\":" + json + "}");
        }

        @ParameterizedTest
        @ValueSource(strings = {"AAEC/w==", "AA==", "AAE=", "AAEC", "", "+/+/"})
        void binaryIsBase64(String base64) {
            assertThat(relayed("\"dataType\":\"binary\",\"data\":\"" + base64 + "\""))
                    .isEqualTo(FROM_ALICE + "\"dataType\":\"binary\",\"data\":\"" + base64 + "\"}");
        }

        @Test
        void protobufIsBase64OfAnAny() {
            assertThat(relayed("\"dataType\":\"protobuf\",\"data\":\"CgFhEgFi\""))
                    .isEqualTo(FROM_ALICE + "\"dataType\":\"protobuf\",\"data\":\"CgFhEgFi\"}");
        }

        @ParameterizedTest
        @ValueSource(strings = {"Text", "TEXT", "text"})
        void theTypeOfDataIsMatchedInAnyLetterCase(String dataType) {
            assertThat(relayed("\"data\":\"hi\",\"dataType\":\"" + dataType + "\""))
                    .isEqualTo(FROM_ALICE + "\"dataType\":\"text\",\"data\":\"hi\"}");
        }

        @Test
        void metadataWithoutDataIsAnEmptyText() {
            assertThat(relayed("\"metadata\":{\"trace\":\"x1\"}"))
                    .isEqualTo(FROM_ALICE + "\"dataType\":\"text\",\"data\":\"\",\"metadata\":{\"trace\":\"x1\"}}");
        }
    }

    @Nested
    @DisplayName("section 6.3")
    final class ServiceMessages {
        @Test
        void connectedNamesTheUserAndTheConnection() {
            RawWebSocket client = SERVER.handshake(SERVER.token().user("alice"))
                    .offer(RunningServer.JSON)
                    .open();

            String connected = client.nextText();

            assertThat(connected)
                    .isEqualTo("{\"type\":\"system\",\"event\":\"connected\",\"userId\":\"alice\",\"connectionId\":\""
                            + Json.text(connected, "connectionId") + "\"}");
        }

        @Test
        void metadataStandsBehindTheDataUnchanged() {
            assertThat(relayed(
                            "\"metadata\":{\"z\":\"1\",\"A\":\"\",\"a\":\" x\"},\"data\":{\"a\":1},\"ttlSeconds\":60"))
                    .isEqualTo(
                            FROM_ALICE
                                    + "\"dataType\":\"json\",\"data\":{\"a\":1},\"metadata\":{\"z\":\"1\",\"A\":\"\",\"a\":\" x\"}}");
        }

        @Test
        void emptyMetadataIsNotWritten() {
            assertThat(relayed("\"metadata\":{},\"data\":1"))
                    .isEqualTo(FROM_ALICE + "\"dataType\":\"json\",\"data\":1}");
        }

        @Test
        void fromUserIdIsOmittedWhenTheSenderHasNone() {
            RawWebSocket client = SERVER.json(SERVER.token().groups("g").roles("webpubsub.sendToGroup"));

            assertThat(client.ask("{\"type\":\"sendToGroup\",\"group\":\"g\",\"data\":1}"))
                    .isEqualTo(
                            "{\"type\":\"message\",\"from\":\"group\",\"group\":\"g\",\"dataType\":\"json\",\"data\":1}");
        }

        @Test
        void namesAreEscaped() {
            RawWebSocket client = SERVER.json("al\"ice\\☃");
            client.text("{\"type\":\"joinGroup\",\"group\":\"g\\\"☃\"}");

            String message = client.ask("{\"type\":\"sendToGroup\",\"group\":\"g\\\"☃\",\"data\":1}");

            assertThat(Json.text(message, "fromUserId")).isEqualTo("al\"ice\\☃");
            assertThat(Json.text(message, "group")).isEqualTo("g\"☃");
        }

        @Test
        void aMessageOfTheServerHasNeitherGroupNorSender() {
            RawWebSocket client = SERVER.json("alice");

            SERVER.sendText("/connections/" + client.connectionId() + "/:send", "hi");

            assertThat(client.nextText())
                    .isEqualTo("{\"type\":\"message\",\"from\":\"server\",\"dataType\":\"text\",\"data\":\"hi\"}");
        }

        @Test
        void pingIsAnsweredWithPong() {
            RawWebSocket client = SERVER.json(SERVER.token());

            assertThat(client.ask("{\"type\":\"ping\"}")).isEqualTo("{\"type\":\"pong\"}");
            assertThat(client.ask("{\"type\":\"ping\",\"ackId\":1}")).isEqualTo("{\"type\":\"pong\"}");
            client.expectNothingBeforePong();
        }
    }
}
