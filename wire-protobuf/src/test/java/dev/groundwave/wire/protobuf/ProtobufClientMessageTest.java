package dev.groundwave.wire.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.groundwave.wire.AckError;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.CloseReason;
import dev.groundwave.wire.Feature;
import dev.groundwave.wire.MalformedMessageException;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage;
import dev.groundwave.wire.protobuf.frame.EventMessage;
import dev.groundwave.wire.protobuf.frame.InvokeEventMessage;
import dev.groundwave.wire.protobuf.frame.MessageData;
import dev.groundwave.wire.protobuf.frame.SendToGroupMessage;
import dev.groundwave.wire.protobuf.frame.StreamDataMessage;
import dev.groundwave.wire.protobuf.frame.StreamStartInfo;
import dev.groundwave.wire.protobuf.frame.UpstreamMessage;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients send, and what of it ends the connection. Source: client-protocol.md, sections 9 to 13.6. */
final class ProtobufClientMessageTest {
    private static final MessageData HI =
            MessageData.newBuilder().setTextData("hi").build();

    private final ProtobufCodec codec = new ProtobufCodec();

    private ClientMessage decode(UpstreamMessage frame) throws MalformedMessageException {
        byte[] bytes = frame.toByteArray();
        return codec.decodeClientMessage(bytes, 0, bytes.length);
    }

    private void assertMalformed(byte[] frame) {
        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> codec.decodeClientMessage(frame, 0, frame.length))
                .satisfies(e -> assertThat(e.closeReason()).isEqualTo(CloseReason.INVALID_PROTOBUF_MESSAGE))
                .satisfies(e -> assertThat(e.closeReason().code()).isEqualTo(1007));
    }

    private void assertMalformed(UpstreamMessage frame) {
        assertMalformed(frame.toByteArray());
    }

    private static UpstreamMessage send(SendToGroupMessage.Builder send) {
        return UpstreamMessage.newBuilder().setSendToGroupMessage(send).build();
    }

    private static SendToGroupMessage.Builder room() {
        return SendToGroupMessage.newBuilder().setGroup("room");
    }

    @Nested
    final class Malformed {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "", // no message at all
                    "FA0100", // only an unknown field
                    "1200", // an unused number
                    "0A", // cut short
                    "FF",
                    "3200", // join without a group
                    "32020A00", // join with an empty group
                    "32030A0120", // join with a blank group
                    "32030A01FF", // a group that is not UTF-8
                    "3A00", // leave without a group
                    "0A060A04726F6F6D", // send without data
                    "0A080A04726F6F6D1A00", // send with data of no case
                    "2A060A0412022869", // an event without a name
                    "2A090A0231611202" + "0A00", // an event with a wrong name
                    "5A00", // cancel without an id
                    "5200", // invoke without an id
                    "6A00", // a fragment without a stream
                    "7200", // an end without a stream
                    "7A00", // state without a group
                    "820100",
                    "8A0100"
                })
        void framesWithoutWhatTheyNeed(String hex) {
            assertMalformed(HexFormat.of().parseHex(hex));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "null", "{", "1 2", "NaN"})
        void jsonThatIsNoValue(String json) {
            MessageData data = MessageData.newBuilder().setJsonData(json).build();

            assertMalformed(send(room().setData(data)));
            assertMalformed(UpstreamMessage.newBuilder()
                    .setInvokeEventMessage(InvokeEventMessage.newBuilder()
                            .setInvocationId("1")
                            .setEvent("e")
                            .setData(data))
                    .build());
            assertMalformed(UpstreamMessage.newBuilder()
                    .setStreamDataMessage(StreamDataMessage.newBuilder()
                            .setStreamId("s1")
                            .setStreamSequenceId(1)
                            .setData(data))
                    .build());
        }

        @Test
        void protobufThatIsNoAny() {
            // send_to_group_message { group "room", data { protobuf_data: a string cut short } }
            assertMalformed(HexFormat.of().parseHex("0A0C0A04726F6F6D1A04" + "1A020A05"));
        }

        @ParameterizedTest
        @CsvSource({"300, true", "301, false", "-1, false", "-2147483648, false"})
        void aTimeToLiveBeyond300Seconds(int unsignedSeconds, boolean valid) throws Exception {
            UpstreamMessage frame = send(room().setData(HI).setTtlSeconds(unsignedSeconds));

            if (valid) {
                assertThat(decode(frame)).isInstanceOf(ClientMessage.SendToGroup.class);
            } else {
                assertMalformed(frame);
            }
        }

        @Test
        void metadataBeyondItsLimits() throws Exception {
            assertThat(decode(send(room().setData(HI).putMetadata("k".repeat(256), "v".repeat(1024)))))
                    .isInstanceOf(ClientMessage.SendToGroup.class);
            assertMalformed(send(room().setData(HI).putMetadata("k".repeat(257), "v")));
            assertMalformed(send(room().setData(HI).putMetadata("k", "v".repeat(1025))));
            assertMalformed(send(room().setData(HI).putMetadata("k", "\u20ac")));
        }

        @Test
        void aGroupBeyond1024Characters() throws Exception {
            assertThat(decode(send(room().setGroup("g".repeat(1024)).setData(HI))))
                    .isInstanceOf(ClientMessage.SendToGroup.class);
            assertMalformed(send(room().setGroup("g".repeat(1025)).setData(HI)));
        }
    }

    @Nested
    final class Read {
        @Test
        void dataMayBeMissingBesideMetadata() throws Exception {
            assertThat(decode(send(room().putMetadata("a", "b"))))
                    .isEqualTo(new ClientMessage.SendToGroup(
                            "room", Payload.text(""), false, OptionalLong.empty(), Map.of("a", "b"), 0));
        }

        @Test
        void anEmptyTextThatIsSetIsData() throws Exception {
            MessageData empty = MessageData.newBuilder().setTextData("").build();

            assertThat(decode(send(room().setData(empty))))
                    .isEqualTo(new ClientMessage.SendToGroup(
                            "room", Payload.text(""), false, OptionalLong.empty(), Map.of(), 0));
        }

        @Test
        void jsonIsKeptAsItIsAndTextIsNeverJson() throws Exception {
            String json = " {\"b\":1e400, \"a\":1}";

            assertThat(data(MessageData.newBuilder().setJsonData(json).build())).isEqualTo(Payload.jsonRaw(json));
            assertThat(data(MessageData.newBuilder().setTextData(json).build())).isEqualTo(Payload.text(json));
        }

        @Test
        void idsAreUnsigned() throws Exception {
            assertThat(decode(send(room().setData(HI).setAckId(-1L))))
                    .isEqualTo(new ClientMessage.SendToGroup(
                            "room", Payload.text("hi"), false, OptionalLong.of(-1), Map.of(), 0));
        }

        @Test
        void unknownFieldsAreIgnored() throws Exception {
            byte[] frame = HexFormat.of().parseHex("4A03F80101" + "FA0100");

            assertThat(codec.decodeClientMessage(frame, 0, frame.length)).isEqualTo(new ClientMessage.Ping());
        }

        private Payload data(MessageData data) throws MalformedMessageException {
            return ((ClientMessage.SendToGroup) decode(send(room().setData(data)))).data();
        }
    }

    @Nested
    final class Refused {
        @Test
        void aStreamThatStartsWithDataOrWithoutTime() throws Exception {
            StreamStartInfo stream =
                    StreamStartInfo.newBuilder().setStreamId("s1").build();

            assertStreamRefused(decode(send(room().setStream(stream).setData(HI))));
            assertStreamRefused(decode(send(room().setStream(stream.toBuilder().setIdleTimeoutMs(0)))));
        }

        @Test
        void aStreamedEvent() throws Exception {
            EventMessage event = EventMessage.newBuilder()
                    .setEvent("e")
                    .setAckId(7)
                    .setStream(StreamStartInfo.getDefaultInstance())
                    .build();

            assertThat(decode(
                            UpstreamMessage.newBuilder().setEventMessage(event).build()))
                    .isEqualTo(new ClientMessage.Unacceptable(
                            Feature.STREAM,
                            Optional.of(ServiceMessage.Ack.failure(
                                    7, AckError.badRequest("An event cannot be streamed.")))));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "1a"})
        void anInvocationWithoutAValidEvent(String event) throws Exception {
            UpstreamMessage frame = UpstreamMessage.newBuilder()
                    .setInvokeEventMessage(
                            InvokeEventMessage.newBuilder().setInvocationId("1").setEvent(event))
                    .build();

            assertThat(decode(frame))
                    .isInstanceOfSatisfying(
                            ClientMessage.Unacceptable.class,
                            refused -> assertThat(refused.answer())
                                    .get()
                                    .isInstanceOfSatisfying(
                                            ServiceMessage.InvokeResponse.class,
                                            answer -> assertThat(answer.error())
                                                    .map(AckError::name)
                                                    .contains("BadRequest")));
        }

        @Test
        void aFragmentWithHalfOfItsFields() throws Exception {
            StreamDataMessage.Builder id = StreamDataMessage.newBuilder().setStreamId("s1");

            for (StreamDataMessage.Builder half : new StreamDataMessage.Builder[] {
                id.clone().setStreamSequenceId(1),
                id.clone().setData(HI),
                id.clone().setStreamSequenceId(1).setData(MessageData.getDefaultInstance()),
                id.clone().setStreamSequenceId(0).setData(HI)
            }) {
                assertThat(decode(UpstreamMessage.newBuilder()
                                .setStreamDataMessage(half)
                                .build()))
                        .isInstanceOf(ClientMessage.StreamMisuse.class);
            }
        }

        private static void assertStreamRefused(ClientMessage message) {
            assertThat(message)
                    .isInstanceOfSatisfying(
                            ClientMessage.Unacceptable.class,
                            refused ->
                                    assertThat(refused.answer()).get().isInstanceOf(ServiceMessage.StreamClosed.class));
        }
    }

    @Test
    void aLoneSurrogateBecomesAQuestionMarkForProtobufReceivers() throws Exception {
        byte[] frame = codec.encode(new ServiceMessage.GroupData(
                "g\ud83d", Optional.empty(), Payload.text("a\ude00\ud83d\ude00"), Map.of(), OptionalLong.empty()));

        assertThat(codec.decodeServiceMessage(frame, 0, frame.length))
                .contains(new ServiceMessage.GroupData(
                        "g?", Optional.empty(), Payload.text("a?\ud83d\ude00"), Map.of(), OptionalLong.empty()));
        assertThat(new String(frame, StandardCharsets.UTF_8)).contains("a?");
    }

    @Test
    void aServiceMessageOfANewerKindIsSkipped() throws Exception {
        byte[] frame = HexFormat.of().parseHex("FA0100");

        assertThat(codec.decodeServiceMessage(frame, 0, frame.length)).isEmpty();
    }
}
