package dev.groundwave.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.groundwave.wire.AckError;
import dev.groundwave.wire.MalformedMessageException;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage;
import dev.groundwave.wire.ServiceMessage.Ack;
import dev.groundwave.wire.ServiceMessage.Connected;
import dev.groundwave.wire.ServiceMessage.Disconnected;
import dev.groundwave.wire.ServiceMessage.GroupData;
import dev.groundwave.wire.ServiceMessage.Pong;
import dev.groundwave.wire.ServiceMessage.ServerData;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the service sends, written and read. Source: client-protocol.md, section 6.3 and Appendix A. */
final class JsonServiceMessageTest {
    private final JsonCodec codec = new JsonCodec();

    @Nested
    final class Written {
        @Test
        void ackEndsWithItsError() {
            assertWritten(Ack.success(1), "{\"type\":\"ack\",\"ackId\":1,\"success\":true}");
            assertWritten(Ack.success(0), "{\"type\":\"ack\",\"ackId\":0,\"success\":true}");
            assertWritten(Ack.success(-1), "{\"type\":\"ack\",\"ackId\":18446744073709551615,\"success\":true}");
            assertWritten(
                    Ack.failure(2, AckError.forbidden("join group", "a\"b")),
                    "{\"type\":\"ack\",\"ackId\":2,\"success\":false,\"error\":{\"name\":\"Forbidden\","
                            + "\"message\":\"The client does not have permission to join group 'a\\\"b'.\"}}");
        }

        @Test
        void connectedAlwaysTellsTheUser() {
            assertWritten(
                    new Connected(Optional.of("alice"), "cid", Optional.of("tok")),
                    "{\"type\":\"system\",\"event\":\"connected\",\"userId\":\"alice\",\"connectionId\":\"cid\","
                            + "\"reconnectionToken\":\"tok\"}");
            assertWritten(
                    new Connected(Optional.empty(), "cid", Optional.empty()),
                    "{\"type\":\"system\",\"event\":\"connected\",\"userId\":null,\"connectionId\":\"cid\"}");
            assertWritten(
                    new Connected(Optional.of(""), "cid", Optional.empty()),
                    "{\"type\":\"system\",\"event\":\"connected\",\"userId\":\"\",\"connectionId\":\"cid\"}");
        }

        @Test
        void disconnectedAlwaysHasAMessage() {
            assertWritten(new Disconnected(""), "{\"type\":\"system\",\"event\":\"disconnected\",\"message\":\"\"}");
            assertWritten(
                    new Disconnected("Application server closed the connection."),
                    "{\"type\":\"system\",\"event\":\"disconnected\","
                            + "\"message\":\"Application server closed the connection.\"}");
        }

        @Test
        void pongIsBare() {
            assertWritten(new Pong(), "{\"type\":\"pong\"}");
        }

        @Test
        void groupDataBeginsWithItsSequenceId() {
            assertWritten(
                    new GroupData("room", Optional.of("alice"), Payload.text("hi"), Map.of(), OptionalLong.of(4)),
                    "{\"sequenceId\":4,\"type\":\"message\",\"from\":\"group\",\"fromUserId\":\"alice\","
                            + "\"group\":\"room\",\"dataType\":\"text\",\"data\":\"hi\"}");
        }

        @Test
        void groupDataLeavesAnAbsentSenderOut() {
            assertWritten(
                    new GroupData("room", Optional.empty(), Payload.text(""), Map.of(), OptionalLong.empty()),
                    "{\"type\":\"message\",\"from\":\"group\",\"group\":\"room\",\"dataType\":\"text\",\"data\":\"\"}");
        }

        @Test
        void serverDataCarriesEveryKindOfPayload() {
            assertWritten(server(Payload.jsonRaw("{\"a\": 1.0}")), serverFrame("\"json\",\"data\":{\"a\": 1.0}"));
            assertWritten(server(Payload.binary(new byte[] {0, 1})), serverFrame("\"binary\",\"data\":\"AAE=\""));
            assertWritten(
                    server(Payload.protobuf(new byte[] {0x0A, 1, 'u'})), serverFrame("\"protobuf\",\"data\":\"CgF1\""));
        }

        @Test
        void metadataKeepsItsOrderBehindTheData() {
            Map<String, String> metadata = new LinkedHashMap<>();
            metadata.put("z", "1");
            metadata.put("a", "\"");

            assertWritten(
                    new ServerData(Payload.text("hi"), metadata, OptionalLong.of(1)),
                    "{\"sequenceId\":1,\"type\":\"message\",\"from\":\"server\",\"dataType\":\"text\",\"data\":\"hi\","
                            + "\"metadata\":{\"z\":\"1\",\"a\":\"\\\"\"}}");
        }

        @Test
        void textIsEscapedOnlyWhereItMustBe() {
            assertWritten(
                    server(Payload.text("\"\\/\b\f\n\r\t\u0000\u001f\u007f\u00e9\u2028\u20ac\ud83d\ude00")),
                    serverFrame("\"text\",\"data\":\"\\\"\\\\/\\u0008\\u000c\\n\\r\\t\\u0000\\u001f\u007f\u00e9\u2028"
                            + "\u20ac\ud83d\ude00\""));
        }

        @Test
        void loneSurrogatesStayEscapes() {
            assertWritten(
                    server(Payload.text("\ud83d|\ude00|\ud83d")),
                    serverFrame("\"text\",\"data\":\"\\ud83d|\\ude00|\\ud83d\""));
        }

        @Test
        void longTextBehindAnEscapeIsWrittenWhole() {
            String text = "\u20ac".repeat(100_000);

            assertWritten(server(Payload.text("\n" + text)), serverFrame("\"text\",\"data\":\"\\n" + text + "\""));
        }

        private static ServerData server(Payload data) {
            return new ServerData(data, Map.of(), OptionalLong.empty());
        }

        private static String serverFrame(String rest) {
            return "{\"type\":\"message\",\"from\":\"server\",\"dataType\":" + rest + "}";
        }

        private void assertWritten(ServiceMessage message, String frame) {
            assertThat(new String(codec.encode(message), StandardCharsets.UTF_8))
                    .isEqualTo(frame);
        }
    }

    @Nested
    final class Read {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"type\":\"tomorrow\",\"ackId\":\"x\",\"data\":null}",
                    "{\"type\":\"system\",\"event\":\"tomorrow\"}",
                    "{\"type\":\"message\",\"from\":\"tomorrow\",\"data\":1}"
                })
        void whatIsUnknownIsSkipped(String frame) throws Exception {
            assertThat(decode(frame)).isEmpty();
        }

        @Test
        void membersStandInAnyOrderAndUnknownOnesAreIgnored() throws Exception {
            assertThat(decode("{\"data\":\"hi\",\"new\":{\"a\":[]},\"dataType\":\"Text\",\"group\":\"room\","
                            + "\"sequenceId\":9,\"from\":\"group\",\"fromUserId\":null,\"type\":\"message\"}"))
                    .contains(
                            new GroupData("room", Optional.empty(), Payload.text("hi"), Map.of(), OptionalLong.of(9)));
        }

        @Test
        void missingTextsOfAnErrorAreEmpty() throws Exception {
            assertThat(decode("{\"type\":\"ack\",\"ackId\":1,\"success\":false}"))
                    .contains(Ack.failure(1, new AckError("", "")));
            assertThat(decode("{\"type\":\"ack\",\"ackId\":1,\"success\":false,\"error\":{\"name\":\"New\",\"x\":1}}"))
                    .contains(Ack.failure(1, new AckError("New", "")));
            assertThat(decode("{\"type\":\"system\",\"event\":\"disconnected\"}"))
                    .contains(new Disconnected(""));
        }

        @Test
        void metadataBeyondTheLimitsForClientsIsKept() throws Exception {
            String frame = "{\"type\":\"message\",\"from\":\"server\",\"data\":1,\"metadata\":{\"a b\":\"\u20ac\"}}";

            assertThat(decode(frame))
                    .contains(new ServerData(Payload.jsonRaw("1"), Map.of("a b", "\u20ac"), OptionalLong.empty()));
        }

        @Test
        void jsonMayBeDeeperThanAClientMaySend() throws Exception {
            String json = "[".repeat(500) + "]".repeat(500);

            assertThat(decode("{\"type\":\"message\",\"from\":\"server\",\"dataType\":\"json\",\"data\":" + json + "}"))
                    .contains(new ServerData(Payload.jsonRaw(json), Map.of(), OptionalLong.empty()));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "[]",
                    "{}",
                    "{\"type\":1}",
                    "{\"type\":\"ack\",\"success\":true}",
                    "{\"type\":\"ack\",\"ackId\":\"1\",\"success\":true}",
                    "{\"type\":\"system\",\"event\":\"connected\"}",
                    "{\"type\":\"message\",\"from\":\"group\",\"data\":1}",
                    "{\"type\":\"message\",\"from\":\"server\"}",
                    "{\"type\":\"message\",\"from\":\"server\",\"dataType\":\"text\",\"data\":{}}",
                    "{\"type\":\"message\",\"from\":\"server\",\"dataType\":\"new\",\"data\":\"\"}"
                })
        void whatCannotBeUnderstoodIsMalformed(String frame) {
            assertThatExceptionOfType(MalformedMessageException.class).isThrownBy(() -> decode(frame));
        }

        private Optional<ServiceMessage> decode(String frame) throws MalformedMessageException {
            byte[] bytes = frame.getBytes(StandardCharsets.UTF_8);
            return codec.decodeServiceMessage(bytes, 0, bytes.length);
        }
    }
}
