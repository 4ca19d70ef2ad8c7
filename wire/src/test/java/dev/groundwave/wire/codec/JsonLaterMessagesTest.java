package dev.groundwave.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.wire.AckError;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.Feature;
import dev.groundwave.wire.MalformedMessageException;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage;
import dev.groundwave.wire.StreamError;
import dev.groundwave.wire.WireLimits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Invocations, streams and group state as clients send them. Source: client-protocol.md, sections 10 to 12. */
final class JsonLaterMessagesTest {
    private final JsonCodec codec = new JsonCodec();

    private ClientMessage decode(String frame) throws MalformedMessageException {
        byte[] bytes = frame.getBytes(StandardCharsets.UTF_8);
        return codec.decodeClientMessage(bytes, 0, bytes.length);
    }

    @Nested
    final class Invocations {
        @Test
        void areReadAsTheyAreMeant() throws Exception {
            assertThat(decode("{\"type\":\"invoke\",\"invocationId\":\"1\",\"target\":\"Event\",\"event\":\"echo\","
                            + "\"dataType\":\"text\",\"data\":\"hi\"}"))
                    .isEqualTo(new ClientMessage.Invoke("1", "echo", Optional.of(Payload.text("hi")), Map.of()));
            assertThat(decode("{\"type\":\"cancelInvocation\",\"invocationId\":\"1\"}"))
                    .isEqualTo(new ClientMessage.CancelInvocation("1"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", ",\"data\":null", ",\"dataType\":\"text\""})
        void needNoData(String members) throws Exception {
            assertThat(decode("{\"type\":\"invoke\",\"invocationId\":\"1\",\"target\":\"event\",\"event\":\"e\""
                            + members + "}"))
                    .isEqualTo(new ClientMessage.Invoke("1", "e", Optional.empty(), Map.of()));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "\"event\":\"e\"",
                    "\"target\":\"upstream\",\"event\":\"e\"",
                    "\"target\":1,\"event\":\"e\"",
                    "\"target\":\"event\"",
                    "\"target\":\"event\",\"event\":\"a b\"",
                    "\"target\":\"event\",\"event\":7",
                    "\"target\":\"event\",\"event\":\"e\",\"stream\":{\"streamId\":\"s1\"}"
                })
        void thatCannotBeHonouredAreAnswered(String members) throws Exception {
            ClientMessage message = decode("{\"type\":\"invoke\",\"invocationId\":\"1\"," + members + "}");

            assertThat(message).isInstanceOfSatisfying(ClientMessage.Unacceptable.class, refused -> {
                assertThat(refused.feature()).contains(Feature.INVOKE);
                assertThat(refused.answer())
                        .get()
                        .isInstanceOfSatisfying(ServiceMessage.InvokeResponse.class, answer -> {
                            assertThat(answer.invocationId()).isEqualTo("1");
                            assertThat(answer.error()).map(AckError::name).contains("BadRequest");
                        });
            });
        }

        @ParameterizedTest
        @CsvSource({"255, true", "256, true", "257, false"})
        void haveAnIdOfUpTo256Characters(int length, boolean valid) {
            String frame = "{\"type\":\"cancelInvocation\",\"invocationId\":\"" + "i".repeat(length) + "\"}";

            assertThat(isWellFormed(frame)).isEqualTo(valid);
        }

        private boolean isWellFormed(String frame) {
            try {
                decode(frame);
                return true;
            } catch (MalformedMessageException e) {
                return false;
            }
        }
    }

    @Nested
    final class Streams {
        @Test
        void areOpenedBySendToGroup() throws Exception {
            assertThat(decode("{\"type\":\"sendToGroup\",\"group\":\"room\",\"noEcho\":true,"
                            + "\"stream\":{\"streamId\":\"s1\",\"idleTimeoutMs\":30000},\"metadata\":{\"a\":\"b\"},"
                            + "\"ttlSeconds\":5,\"ackId\":1}"))
                    .isEqualTo(new ClientMessage.StreamStart(
                            "room", "s1", Duration.ofSeconds(30), true, Map.of("a", "b"), 5));
        }

        @ParameterizedTest
        @CsvSource({
            "'',                                      300000",
            "',\"idleTimeoutMs\":null',               300000",
            "',\"idleTimeoutMs\":1',                  1",
            "',\"idleTimeoutMs\":4294967295',         4294967295",
            "',\"idleTimeoutMs\":18446744073709551615', 4294967295"
        })
        void mayBeSilentForFiveMinutesUnlessTheySayOtherwise(String member, long expectedMs) throws Exception {
            ClientMessage start = decode(
                    "{\"type\":\"sendToGroup\",\"group\":\"room\",\"stream\":{\"streamId\":\"s1\"" + member + "}}");

            assertThat(((ClientMessage.StreamStart) start).idleTimeout()).hasMillis(expectedMs);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "\"stream\":{\"streamId\":\"s1\",\"idleTimeoutMs\":0}",
                    "\"stream\":{\"streamId\":\"s1\"},\"data\":1",
                    "\"stream\":{\"streamId\":\"s1\"},\"dataType\":\"text\""
                })
        void thatCannotBeOpenedAreAnswered(String members) throws Exception {
            ClientMessage message = decode("{\"type\":\"sendToGroup\",\"group\":\"room\"," + members + "}");

            assertThat(message).isInstanceOfSatisfying(ClientMessage.Unacceptable.class, refused -> {
                assertThat(refused.feature()).contains(Feature.STREAM);
                assertThat(refused.answer()).get().isInstanceOfSatisfying(ServiceMessage.StreamClosed.class, answer -> {
                    assertThat(answer.streamId()).isEqualTo("s1");
                    assertThat(answer.error()).map(AckError::name).contains("BadRequest");
                });
            });
        }

        @Test
        void areRefusedOnAnEvent() throws Exception {
            AckError error = AckError.badRequest("An event cannot be streamed.");

            assertThat(decode("{\"type\":\"event\",\"event\":\"e\",\"ackId\":7,\"stream\":{\"streamId\":\"s1\"}}"))
                    .isEqualTo(new ClientMessage.Unacceptable(
                            Feature.STREAM, Optional.of(ServiceMessage.Ack.failure(7, error))));
            assertThat(decode("{\"type\":\"event\",\"event\":\"e\",\"data\":1,\"stream\":{}}"))
                    .isEqualTo(new ClientMessage.Unacceptable(Feature.STREAM, Optional.empty()));
        }

        @Test
        void carryFragmentsAndSignsOfLife() throws Exception {
            assertThat(decode(
                            "{\"type\":\"streamData\",\"streamId\":\"s1\",\"streamSequenceId\":1,\"dataType\":\"text\","
                                    + "\"data\":\"a\"}"))
                    .isEqualTo(new ClientMessage.StreamData("s1", 1, Payload.text("a")));
            assertThat(decode("{\"type\":\"streamData\",\"streamId\":\"s1\"}"))
                    .isEqualTo(new ClientMessage.StreamKeepAlive("s1"));
            assertThat(decode("{\"type\":\"streamData\",\"streamId\":\"s1\",\"data\":null,\"dataType\":null}"))
                    .isEqualTo(new ClientMessage.StreamKeepAlive("s1"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "\"streamSequenceId\":1",
                    "\"data\":1",
                    "\"dataType\":\"text\"",
                    "\"streamSequenceId\":1,\"data\":1",
                    "\"streamSequenceId\":1,\"dataType\":\"json\"",
                    "\"streamSequenceId\":1,\"dataType\":\"json\",\"data\":null",
                    "\"dataType\":\"json\",\"data\":1",
                    "\"streamSequenceId\":0,\"dataType\":\"json\",\"data\":1"
                })
        void areMisusedByAnythingInBetween(String members) throws Exception {
            assertThat(decode("{\"type\":\"streamData\",\"streamId\":\"s1\"," + members + "}"))
                    .isInstanceOfSatisfying(
                            ClientMessage.StreamMisuse.class,
                            misuse -> assertThat(misuse.streamId()).isEqualTo("s1"));
        }

        @Test
        void endWithOrWithoutTheirPublishersError() throws Exception {
            assertThat(decode("{\"type\":\"streamEnd\",\"streamId\":\"s1\"}"))
                    .isEqualTo(new ClientMessage.StreamEnd("s1", Optional.empty()));
            assertThat(decode("{\"type\":\"streamEnd\",\"streamId\":\"s1\",\"error\":null}"))
                    .isEqualTo(new ClientMessage.StreamEnd("s1", Optional.empty()));
            assertThat(decode(
                            "{\"type\":\"streamEnd\",\"streamId\":\"s1\",\"error\":{\"userErrorCode\":\"7\",\"x\":1}}"))
                    .isEqualTo(new ClientMessage.StreamEnd(
                            "s1", Optional.of(new StreamError("UserError", "", Optional.of("7")))));
        }

        @Test
        void areMisusedByAnErrorThatNamesItself() throws Exception {
            assertThat(decode("{\"type\":\"streamEnd\",\"streamId\":\"s1\",\"error\":{\"name\":\"Cancelled\"}}"))
                    .isInstanceOf(ClientMessage.StreamMisuse.class);
        }
    }

    @Nested
    final class GroupStates {
        @Test
        void areSetOrCleared() throws Exception {
            assertThat(decode("{\"type\":\"setGroupState\",\"group\":\"room\",\"state\":{\"activity\":\"typing\"},"
                            + "\"ackId\":1}"))
                    .isEqualTo(new ClientMessage.SetGroupState(
                            "room", Optional.of(Map.of("activity", "typing")), OptionalLong.of(1)));
            assertThat(decode("{\"type\":\"setGroupState\",\"group\":\"room\",\"state\":null}"))
                    .isEqualTo(new ClientMessage.SetGroupState("room", Optional.empty(), OptionalLong.empty()));
        }

        @Test
        void takeTheLastOfDuplicateKeys() throws Exception {
            assertThat(decode("{\"type\":\"setGroupState\",\"group\":\"room\",\"state\":{\"a\":\"1\",\"a\":\"2\"}}"))
                    .isEqualTo(new ClientMessage.SetGroupState(
                            "room", Optional.of(Map.of("a", "2")), OptionalLong.empty()));
        }

        @Test
        void areSubscribedTo() throws Exception {
            assertThat(decode("{\"type\":\"subscribeGroupState\",\"group\":\"room\",\"ackId\":1}"))
                    .isEqualTo(new ClientMessage.SubscribeGroupState("room", OptionalLong.of(1)));
            assertThat(decode("{\"type\":\"unsubscribeGroupState\",\"group\":\"room\"}"))
                    .isEqualTo(new ClientMessage.UnsubscribeGroupState("room", OptionalLong.empty()));
        }

        @Test
        void doNotShowInToString() throws Exception {
            assertThat(decode("{\"type\":\"setGroupState\",\"group\":\"room\",\"state\":{\"a\":\"secret\"}}")
                            .toString())
                    .doesNotContain("secret");
        }
    }

    @Nested
    final class Templates {
        @ParameterizedTest
        @ValueSource(longs = {0, 9, 10, 99, 12_345_678_901L, Long.MAX_VALUE, Long.MIN_VALUE, -1})
        void takeEverySequenceIdAndFitTheirPrefix(long sequenceId) {
            Payload data = Payload.text("hi");
            FrameTemplate template =
                    codec.template(new ServiceMessage.ServerData(data, Map.of(), OptionalLong.empty()));
            byte[] prefix = new byte[FrameTemplate.MAX_PREFIX_BYTES + 3];

            int length = template.writePrefix(sequenceId, prefix, 3);

            assertThat(new String(prefix, 3, length, StandardCharsets.UTF_8))
                    .isEqualTo("{\"sequenceId\":" + Long.toUnsignedString(sequenceId) + ",");
            assertThat(template.frame(sequenceId))
                    .isEqualTo(
                            codec.encode(new ServiceMessage.ServerData(data, Map.of(), OptionalLong.of(sequenceId))));
        }
    }

    @Nested
    final class JsonTexts {
        private final JsonText text = new JsonText();

        @ParameterizedTest
        @ValueSource(strings = {"1", "\"a\"", " {\"a\":[null]} ", "false", "1e400"})
        void arePayloads(String json) {
            assertThat(text.isPayload(json.getBytes(StandardCharsets.UTF_8))).isTrue();
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " ", "null", "1 2", "{", "[1,]", "'a'", "nul", "\"a"})
        void areNoPayloads(String json) {
            assertThat(text.isPayload(json.getBytes(StandardCharsets.UTF_8))).isFalse();
        }

        @Test
        void areNestedUpTo64LevelsDeepAndUtf8() {
            int depth = WireLimits.MAX_JSON_DEPTH;

            assertThat(text.isPayload(("[".repeat(depth) + "]".repeat(depth)).getBytes(StandardCharsets.UTF_8)))
                    .isTrue();
            assertThat(text.isPayload(("[".repeat(depth + 1) + "]".repeat(depth + 1)).getBytes(StandardCharsets.UTF_8)))
                    .isFalse();
            assertThat(text.isPayload(new byte[] {'"', (byte) 0xFF, '"'})).isFalse();
        }
    }
}
