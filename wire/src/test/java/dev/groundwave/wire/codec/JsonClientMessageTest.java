package dev.groundwave.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.ClientMessage.JoinGroup;
import dev.groundwave.wire.ClientMessage.LeaveGroup;
import dev.groundwave.wire.ClientMessage.Ping;
import dev.groundwave.wire.ClientMessage.SendEvent;
import dev.groundwave.wire.ClientMessage.SendToGroup;
import dev.groundwave.wire.ClientMessage.SequenceAck;
import dev.groundwave.wire.MalformedMessageException;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.WireLimits;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients send, read and written. Source: client-protocol.md, sections 4 and 6. */
final class JsonClientMessageTest {
    private final JsonCodec codec = new JsonCodec();

    private ClientMessage decode(String frame) throws MalformedMessageException {
        byte[] bytes = frame.getBytes(StandardCharsets.UTF_8);
        return codec.decodeClientMessage(bytes, 0, bytes.length);
    }

    private void assertMalformed(String frame) {
        assertThatExceptionOfType(MalformedMessageException.class).isThrownBy(() -> decode(frame));
    }

    private static SendToGroup send(Payload data) {
        return new SendToGroup("room", data, false, OptionalLong.empty(), Map.of(), 0);
    }

    private static String sendFrame(String members) {
        return "{\"type\":\"sendToGroup\",\"group\":\"room\"," + members + "}";
    }

    @Nested
    final class ExamplesOfTheSpecification {
        @Test
        void areReadAsTheyAreMeant() throws Exception {
            assertThat(decode("{\"type\":\"joinGroup\",\"group\":\"room\",\"ackId\":1}"))
                    .isEqualTo(new JoinGroup("room", OptionalLong.of(1)));
            assertThat(decode("{\"type\":\"leaveGroup\",\"group\":\"room\"}"))
                    .isEqualTo(new LeaveGroup("room", OptionalLong.empty()));
            assertThat(decode("{\"type\":\"sendToGroup\",\"group\":\"room\",\"noEcho\":true,\"ackId\":2,"
                            + "\"dataType\":\"text\",\"data\":\"hi\"}"))
                    .isEqualTo(new SendToGroup("room", Payload.text("hi"), true, OptionalLong.of(2), Map.of(), 0));
            assertThat(decode("{\"type\":\"sendToGroup\",\"group\":\"room\",\"data\":{\"a\":1},"
                            + "\"metadata\":{\"trace\":\"x1\"},\"ttlSeconds\":60}"))
                    .isEqualTo(new SendToGroup(
                            "room",
                            Payload.jsonRaw("{\"a\":1}"),
                            false,
                            OptionalLong.empty(),
                            Map.of("trace", "x1"),
                            60));
            assertThat(
                            decode(
                                    "{\"type\":\"event\",\"event\":\"order\",\"dataType\":\"binary\",\"data\":\"AAEC\",\"ackId\":3}"))
                    .isEqualTo(
                            new SendEvent("order", Payload.binary(new byte[] {0, 1, 2}), OptionalLong.of(3), Map.of()));
            assertThat(decode("{\"type\":\"sequenceAck\",\"sequenceId\":7}")).isEqualTo(new SequenceAck(7));
            assertThat(decode("{\"type\":\"ping\"}")).isEqualTo(new Ping());
        }
    }

    @Nested
    final class Properties {
        @Test
        void standInAnyOrder() throws Exception {
            assertThat(
                            decode(
                                    "{\"data\":\"hi\",\"ackId\":1,\"dataType\":\"text\",\"group\":\"room\",\"type\":\"sendToGroup\"}"))
                    .isEqualTo(new SendToGroup("room", Payload.text("hi"), false, OptionalLong.of(1), Map.of(), 0));
        }

        @Test
        void areIgnoredWhenTheProtocolOrTheTypeDoesNotKnowThem() throws Exception {
            assertThat(decode("{\"x\":{\"type\":[1,{}]},\"type\":\"ping\",\"y\":1e999,\"ackId\":\"no\",\"metadata\":3,"
                            + "\"data\":null,\"dataType\":7,\"group\":\"\",\"error\":{\"error\":{\"name\":1}}}"))
                    .isEqualTo(new Ping());
        }

        @Test
        void areCaseSensitiveInTheirNames() throws Exception {
            assertThat(decode("{\"type\":\"joinGroup\",\"group\":\"room\",\"AckId\":\"x\",\"TYPE\":1}"))
                    .isEqualTo(new JoinGroup("room", OptionalLong.empty()));
        }

        @Test
        void countAsAbsentWhenOptionalAndNull() throws Exception {
            assertThat(decode(sendFrame("\"data\":1,\"ackId\":null,\"noEcho\":null,\"ttlSeconds\":null,"
                            + "\"metadata\":null,\"dataType\":null")))
                    .isEqualTo(send(Payload.jsonRaw("1")));
        }

        @Test
        void takeTheLastOfDuplicates() throws Exception {
            assertThat(decode(
                            "{\"type\":\"ping\",\"group\":1,\"group\":\"room\",\"ackId\":\"x\",\"ackId\":1,\"ackId\":2,"
                                    + "\"type\":\"joinGroup\"}"))
                    .isEqualTo(new JoinGroup("room", OptionalLong.of(2)));
            assertThat(decode(sendFrame("\"noEcho\":true,\"noEcho\":false,\"metadata\":{\"a\":\"b\"},\"metadata\":null,"
                            + "\"ttlSeconds\":5,\"ttlSeconds\":null,\"data\":null,\"data\":2")))
                    .isEqualTo(send(Payload.jsonRaw("2")));
        }

        @Test
        void mayBeEscaped() throws Exception {
            assertThat(decode("{\"\\u0074ype\":\"\\u0070ing\"}")).isEqualTo(new Ping());
        }

        @Test
        void mayHaveANameAsLongAsAFrame() throws Exception {
            assertThat(decode("{\"" + "n".repeat(900_000) + "\":1,\"type\":\"ping\"}"))
                    .isEqualTo(new Ping());
        }

        @ParameterizedTest
        @ValueSource(strings = {"sendToGroup", "SENDTOGROUP", "SendToGroup"})
        void matchTheirTypeInAnyLetterCase(String type) throws Exception {
            assertThat(decode("{\"type\":\"" + type + "\",\"group\":\"room\",\"data\":1}"))
                    .isEqualTo(send(Payload.jsonRaw("1")));
        }
    }

    @Nested
    final class Data {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "1e400",
                    "-0.10",
                    "123456789012345678901234567890.0000",
                    "{ \"b\" : 1,\t\"a\" :[ ] , \"b\":2 }",
                    "[\"\\u20ac\",\"\u20ac\",\"\\ud83d\"]",
                    "\"a \\/ string\"",
                    "\"\"",
                    "true",
                    "false",
                    "0",
                    "{}",
                    "[null]"
                })
        void asJsonIsTheRawTextByteForByte(String json) throws Exception {
            Payload expected = Payload.jsonRaw(json);

            assertThat(decode(sendFrame("\"data\":" + json))).isEqualTo(send(expected));
            assertThat(decode(sendFrame("\"data\" : " + json + " "))).isEqualTo(send(expected));
            assertThat(decode(sendFrame("\"dataType\":\"json\",\"data\":\n" + json + "\n,\"x\":\"\u20ac\"")))
                    .isEqualTo(send(expected));
            assertThat(decode("{\"group\":\"room\",\"x\":\"\u20ac\",\"data\":" + json + ",\"type\":\"sendToGroup\"}"))
                    .isEqualTo(send(expected));
        }

        @Test
        void mayStandBeforeItsType() throws Exception {
            assertThat(decode(sendFrame("\"data\":\"AAEC\",\"dataType\":\"binary\"")))
                    .isEqualTo(send(Payload.binary(new byte[] {0, 1, 2})));
            assertThat(decode(sendFrame("\"data\":\"AAEC\",\"dataType\":\"json\"")))
                    .isEqualTo(send(Payload.jsonRaw("\"AAEC\"")));
        }

        @Test
        void isReadByTheLastOfSeveralTypes() throws Exception {
            assertThat(decode(sendFrame("\"dataType\":\"json\",\"data\":\"a\\n\u20ac\",\"dataType\":\"text\"")))
                    .isEqualTo(send(Payload.text("a\n\u20ac")));
        }

        @ParameterizedTest
        @ValueSource(strings = {"text", "Text", "TEXT"})
        void matchesItsTypeInAnyLetterCase(String dataType) throws Exception {
            assertThat(decode(sendFrame("\"dataType\":\"" + dataType + "\",\"data\":\"\"")))
                    .isEqualTo(send(Payload.text("")));
        }

        @Test
        void asBinaryMayBeEmptyOrEscaped() throws Exception {
            assertThat(decode(sendFrame("\"dataType\":\"Binary\",\"data\":\"\"")))
                    .isEqualTo(send(Payload.binary(new byte[0])));
            assertThat(decode(sendFrame("\"dataType\":\"binary\",\"data\":\"\\/w\\u003d=\"")))
                    .isEqualTo(send(Payload.binary(new byte[] {(byte) 0xFF})));
        }

        @Test
        void asProtobufIsAnAny() throws Exception {
            byte[] any = {0x0A, 1, 'u', 0x12, 2, 8, 1};

            assertThat(decode(sendFrame("\"dataType\":\"Protobuf\",\"data\":\"CgF1EgIIAQ==\"")))
                    .isEqualTo(send(Payload.protobuf(any)));
        }

        @Test
        void mayBeMissingBesideMetadataAndIsAnEmptyTextThen() throws Exception {
            assertThat(decode(sendFrame("\"metadata\":{\"a\":\"b\"}")))
                    .isEqualTo(new SendToGroup(
                            "room", Payload.text(""), false, OptionalLong.empty(), Map.of("a", "b"), 0));
            assertThat(decode("{\"type\":\"event\",\"event\":\"e\",\"metadata\":{\"a\":\"b\"}}"))
                    .isEqualTo(new SendEvent("e", Payload.text(""), OptionalLong.empty(), Map.of("a", "b")));
        }

        @Test
        void fillsTheLargestMessage() throws Exception {
            int room = WireLimits.MAX_MESSAGE_BYTES
                    - sendFrame("\"dataType\":\"text\",\"data\":\"\"").length();
            String text = "t".repeat(room);

            assertThat(decode(sendFrame("\"dataType\":\"text\",\"data\":\"" + text + "\"")))
                    .isEqualTo(send(Payload.text(text)));
            assertThat(decode(sendFrame("\"data\":" + "9".repeat(room))))
                    .isEqualTo(send(Payload.jsonRaw("9".repeat(room))));
        }
    }

    @Nested
    final class Limits {
        @ParameterizedTest
        @ValueSource(strings = {"0", "1", "9223372036854775807", "9223372036854775808", "18446744073709551615"})
        void idsAreUnsigned64BitNumbers(String id) throws Exception {
            long expected = Long.parseUnsignedLong(id);

            assertThat(decode("{\"type\":\"joinGroup\",\"group\":\"room\",\"ackId\":" + id + "}"))
                    .isEqualTo(new JoinGroup("room", OptionalLong.of(expected)));
            assertThat(decode("{\"type\":\"sequenceAck\",\"sequenceId\":" + id + "}"))
                    .isEqualTo(new SequenceAck(expected));
        }

        @Test
        void aGroupHasUpTo1024Characters() throws Exception {
            String longest = "g".repeat(1024);

            assertThat(decode("{\"type\":\"joinGroup\",\"group\":\"" + longest + "\"}"))
                    .isEqualTo(new JoinGroup(longest, OptionalLong.empty()));
            assertMalformed("{\"type\":\"joinGroup\",\"group\":\"" + longest + "g\"}");
        }

        @Test
        void anEventHasUpTo128Characters() throws Exception {
            assertThat(decode("{\"type\":\"event\",\"event\":\"" + "e".repeat(128) + "\",\"data\":1}"))
                    .isInstanceOf(SendEvent.class);
            assertMalformed("{\"type\":\"event\",\"event\":\"" + "e".repeat(129) + "\",\"data\":1}");
        }

        @ParameterizedTest
        @CsvSource({"0, true", "1, true", "299, true", "300, true", "301, false", "-1, false"})
        void theTimeToLiveIsUpTo300Seconds(int seconds, boolean valid) throws Exception {
            String frame = sendFrame("\"data\":1,\"ttlSeconds\":" + seconds);

            if (valid) {
                assertThat(((SendToGroup) decode(frame)).ttlSeconds()).isEqualTo(seconds);
            } else {
                assertMalformed(frame);
            }
        }

        @ParameterizedTest
        @CsvSource({
            "1,    0,    true",
            "255,  1,    true",
            "256,  1,    true",
            "257,  1,    false",
            "1,    1023, true",
            "1,    1024, true",
            "1,    1025, false"
        })
        void metadataKeysHaveUpTo256AndValuesUpTo1024Characters(int key, int value, boolean valid) throws Exception {
            assertMetadata("{\"" + "k".repeat(key) + "\":\"" + "v".repeat(value) + "\"}", valid);
        }

        @ParameterizedTest
        @CsvSource({"8191, true", "8192, true", "8193, false"})
        void metadataHasUpTo8192BytesInAll(int sum, boolean valid) throws Exception {
            StringBuilder members = new StringBuilder();
            for (int i = 0; i < 8; i++) {
                // Seven entries of 1,024 bytes, and one with what is left.
                int value = (i < 7 ? 1024 : sum - 7 * 1024) - 200;
                members.append(i == 0 ? "" : ",")
                        .append('"')
                        .append(String.valueOf(i).repeat(200))
                        .append("\":\"")
                        .append("v".repeat(value))
                        .append('"');
            }

            assertMetadata("{" + members + "}", valid);
        }

        @ParameterizedTest
        @CsvSource({"63, true", "64, true", "65, false"})
        void nestingIsUpTo64LevelsDeep(int depth, boolean valid) throws Exception {
            // The message itself is the first level.
            String json = "[".repeat(depth - 1) + "]".repeat(depth - 1);

            if (valid) {
                assertThat(decode(sendFrame("\"data\":" + json))).isEqualTo(send(Payload.jsonRaw(json)));
                assertThat(decode("{\"unknown\":" + json + ",\"type\":\"ping\"}"))
                        .isEqualTo(new Ping());
            } else {
                assertMalformed(sendFrame("\"data\":" + json));
                assertMalformed("{\"unknown\":" + json + ",\"type\":\"ping\"}");
            }
        }

        private void assertMetadata(String metadata, boolean valid) throws MalformedMessageException {
            String frame = sendFrame("\"data\":1,\"metadata\":" + metadata);
            if (valid) {
                assertThat(((SendToGroup) decode(frame)).metadata()).isNotEmpty();
            } else {
                assertMalformed(frame);
            }
        }
    }

    @Nested
    final class Written {
        @Test
        void asOfficialClientsDo() {
            assertThat(written(new JoinGroup("room", OptionalLong.of(1))))
                    .isEqualTo("{\"type\":\"joinGroup\",\"group\":\"room\",\"ackId\":1}");
            assertThat(written(new LeaveGroup("room", OptionalLong.empty())))
                    .isEqualTo("{\"type\":\"leaveGroup\",\"group\":\"room\"}");
            assertThat(written(new SendToGroup(
                            "room", Payload.text("hi"), true, OptionalLong.of(2), Map.of("a", "b"), 60)))
                    .isEqualTo("{\"type\":\"sendToGroup\",\"group\":\"room\",\"noEcho\":true,\"ackId\":2,"
                            + "\"dataType\":\"text\",\"data\":\"hi\",\"metadata\":{\"a\":\"b\"},\"ttlSeconds\":60}");
            assertThat(written(send(Payload.jsonRaw("{ }"))))
                    .isEqualTo("{\"type\":\"sendToGroup\",\"group\":\"room\",\"dataType\":\"json\",\"data\":{ }}");
            assertThat(written(
                            new SendEvent("order", Payload.binary(new byte[] {0, 1, 2}), OptionalLong.of(3), Map.of())))
                    .isEqualTo("{\"type\":\"event\",\"event\":\"order\",\"ackId\":3,\"dataType\":\"binary\","
                            + "\"data\":\"AAEC\"}");
            assertThat(written(new SequenceAck(-1)))
                    .isEqualTo("{\"type\":\"sequenceAck\",\"sequenceId\":18446744073709551615}");
            assertThat(written(new Ping())).isEqualTo("{\"type\":\"ping\"}");
        }

        private String written(ClientMessage message) {
            return new String(codec.encode(message), StandardCharsets.UTF_8);
        }
    }
}
