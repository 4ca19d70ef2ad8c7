package dev.groundwave.server.blackbox.client;

import static dev.groundwave.server.blackbox.ProtobufBytes.bytes;
import static dev.groundwave.server.blackbox.ProtobufBytes.message;
import static dev.groundwave.server.blackbox.ProtobufBytes.number;
import static dev.groundwave.server.blackbox.ProtobufBytes.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import dev.groundwave.server.blackbox.Frame;
import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.wire.AckError;
import dev.groundwave.wire.MalformedMessageException;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage;
import dev.groundwave.wire.protobuf.ProtobufCodec;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** client-protocol.md, sections 4, 9 and 13.6, for both protobuf subprotocols; {@link BadInputTest} is its twin. */
@ParameterizedClass
@ValueSource(strings = {"protobuf.webpubsub.azure.v1", "protobuf.reliable.webpubsub.azure.v1"})
final class ProtobufBadInputTest {
    /** The numbers of the fields of {@code UpstreamMessage}. */
    private static final int SEND_TO_GROUP = 1;

    private static final int EVENT = 5;
    private static final int JOIN_GROUP = 6;
    private static final int LEAVE_GROUP = 7;
    private static final int SEQUENCE_ACK = 8;
    private static final int PING = 9;
    private static final int INVOKE = 10;
    private static final int CANCEL_INVOCATION = 11;
    private static final int STREAM_DATA = 13;
    private static final int STREAM_END = 14;
    private static final int SET_GROUP_STATE = 15;

    private static final int MESSAGE_BYTES = 1_048_576;
    private static final byte[] HI = bytes(3, text(1, "hi"));
    private static final RawWebSocket.Close NOT_A_MESSAGE = new RawWebSocket.Close(
            1007, "The client message is not a valid protobuf.webpubsub.azure.v1 protocol message.");

    private static final ProtobufCodec CODEC = new ProtobufCodec();

    @RegisterExtension
    static final RunningServer SERVER = new RunningServer();

    private final String subprotocol;

    ProtobufBadInputTest(String subprotocol) {
        this.subprotocol = subprotocol;
    }

    private RawWebSocket open() {
        RawWebSocket client = SERVER.handshake(SERVER.token()
                        .user("alice")
                        .roles("webpubsub.joinLeaveGroup", "webpubsub.sendToGroup")
                        .groups("g"))
                .offer(subprotocol)
                .open();
        client.nextBinary();
        return client;
    }

    private static ServiceMessage next(RawWebSocket client) throws MalformedMessageException {
        byte[] frame = client.nextBinary();
        return CODEC.decodeServiceMessage(frame, 0, frame.length).orElseThrow();
    }

    private static String name(ServiceMessage ack) {
        return ((ServiceMessage.Ack) ack).error().map(AckError::name).orElse("success");
    }

    private void expectMalformed(byte[] input) {
        RawWebSocket client = open();

        client.binary(input);

        assertThat(client.nextClose()).isEqualTo(NOT_A_MESSAGE);
    }

    /** What the service says to a message that asks for an ack under 7, or for an answer of its kind. */
    private ServiceMessage answer(byte[] input) throws MalformedMessageException {
        RawWebSocket client = open();
        client.binary(input);
        return next(client);
    }

    private static byte[] join(String group) {
        return bytes(JOIN_GROUP, message(text(1, group), number(2, 7)));
    }

    private static byte[] event(String event) {
        return bytes(EVENT, message(text(1, event), bytes(2, text(1, "hi")), number(3, 7)));
    }

    private static byte[] send(byte[]... more) {
        return bytes(SEND_TO_GROUP, message(text(1, "g"), number(2, 7), number(4, 1), message(more)));
    }

    private static byte[] metadata(String key, String value) {
        return bytes(6, message(text(1, key), text(2, value)));
    }

    @Nested
    @DisplayName("section 13.6")
    final class Malformed {
        static Stream<Named<byte[]>> messages() {
            return Stream.of(
                    named("empty", new byte[0]),
                    named("a cut tag", new byte[] {(byte) 0xFF}),
                    named("a cut field", new byte[] {0x32, 0x05, 0x0A}),
                    named("an unset oneof", new byte[] {0x7A, 0x00}),
                    named("an unused number", bytes(2, new byte[0])),
                    named("a wrong wire type", number(JOIN_GROUP, 1)),
                    named("join without a group", bytes(JOIN_GROUP, number(2, 7))),
                    named("leave without a group", bytes(LEAVE_GROUP, number(2, 7))),
                    named("send without a group", bytes(SEND_TO_GROUP, message(HI, number(2, 7)))),
                    named("event without a name", event("")),
                    named("group that is not UTF-8", bytes(JOIN_GROUP, bytes(1, new byte[] {(byte) 0xC0, 'a'}))),
                    named("send without data", send()),
                    named("send with unset data", send(bytes(3, new byte[0]))),
                    named("event without data", bytes(EVENT, message(text(1, "e"), number(3, 7)))),
                    named("json that is no JSON", send(bytes(3, text(4, "{")))),
                    named("json null", send(bytes(3, text(4, " null ")))),
                    named("empty json", send(bytes(3, text(4, "")))),
                    named("bytes that are no Any", send(bytes(3, bytes(3, new byte[] {0x0A})))),
                    named("a time to live of 301 s", send(HI, number(5, 301))),
                    named("an empty metadata key", send(HI, metadata("", "v"))),
                    named("a metadata key with a blank", send(HI, metadata("a b", "v"))),
                    named("a metadata value beyond ASCII", send(HI, metadata("k", "\u00e4"))),
                    named("invoke without an id", bytes(INVOKE, message(text(1, "e"), HI))),
                    named("cancel without an id", bytes(CANCEL_INVOCATION, new byte[0])),
                    named("stream start without an id", send(bytes(7, number(2, 1)))),
                    named("stream data without an id", bytes(STREAM_DATA, number(2, 1))),
                    named("stream end without an id", bytes(STREAM_END, new byte[0])),
                    named("group state without a group", bytes(SET_GROUP_STATE, number(2, 7))));
        }

        @ParameterizedTest
        @MethodSource("messages")
        void isClosedWith1007(byte[] input) {
            expectMalformed(input);
        }

        @Test
        void aTextMessageIsClosedWith1003() {
            RawWebSocket client = open();

            client.text("{\"type\":\"ping\"}");

            assertThat(client.nextClose())
                    .isEqualTo(new RawWebSocket.Close(1003, "The protobuf subprotocol requires binary messages."));
        }

        @Test
        void anUnmaskedFrameIsClosedWith1002() {
            RawWebSocket client = open();

            client.send(new byte[] {(byte) 0x82, 0x02, 0x4A, 0x00});

            assertThat(client.nextClose()).isEqualTo(new RawWebSocket.Close(1002, "The client frame is invalid."));
        }
    }

    @Nested
    @DisplayName("section 9")
    final class WellFormed {
        @Test
        void unknownFieldsAreIgnored() throws MalformedMessageException {
            assertThat(name(answer(bytes(JOIN_GROUP, message(text(1, "g"), text(99, "x"), number(2, 7))))))
                    .isEqualTo("success");
            assertThat(answer(message(text(99, "x"), bytes(PING, new byte[0])))).isEqualTo(new ServiceMessage.Pong());
        }

        @Test
        void dataMayBeUnsetBesideMetadata() throws MalformedMessageException {
            RawWebSocket member = open();
            RawWebSocket sender = open();

            sender.binary(send(metadata("k", "v")));

            assertThat(((ServiceMessage.GroupData) next(member)).data()).isEqualTo(Payload.text(""));
        }

        @Test
        void anEmptyTextOrBinaryIsData() throws MalformedMessageException {
            assertThat(name(answer(send(bytes(3, text(1, "")))))).isEqualTo("success");
            assertThat(name(answer(send(bytes(3, bytes(2, new byte[0])))))).isEqualTo("success");
        }

        @Test
        void anAnyIsDelivered() throws MalformedMessageException {
            byte[] any = message(text(1, "type.googleapis.com/x.Y"), bytes(2, new byte[] {1, 2}));
            RawWebSocket member = open();
            RawWebSocket sender = open();

            sender.binary(send(bytes(3, bytes(3, any))));

            assertThat(((ServiceMessage.GroupData) next(member))
                            .data()
                            .asBytes()
                            .toArray())
                    .isEqualTo(any);
        }

        @Test
        void aSequenceAckOfAnyNumberIsFine() throws MalformedMessageException {
            RawWebSocket client = open();

            client.binary(bytes(SEQUENCE_ACK, new byte[0])).binary(bytes(SEQUENCE_ACK, number(1, -1)));

            client.binary(bytes(PING, new byte[0]));
            assertThat(next(client)).isEqualTo(new ServiceMessage.Pong());
        }
    }

    @Nested
    @DisplayName("section 4")
    final class Limits {
        @Test
        void aGroupHas1024CharactersAtMost() throws MalformedMessageException {
            assertThat(name(answer(join("g".repeat(1023))))).isEqualTo("success");
            assertThat(name(answer(join("\u00e4".repeat(1024))))).isEqualTo("success");
            expectMalformed(join("g".repeat(1025)));
            expectMalformed(join(" \t"));
        }

        @Test
        void anEventHas128CharactersAtMost() throws MalformedMessageException {
            assertThat(name(answer(event("e".repeat(128))))).isEqualTo(AckError.INTERNAL_SERVER_ERROR);
            expectMalformed(event("e".repeat(129)));
            expectMalformed(event("1e"));
        }

        @Test
        void anAckIdHas64Bits() throws MalformedMessageException {
            for (long id : List.of(0L, 1L, Long.MAX_VALUE, -1L)) {
                assertThat(answer(bytes(JOIN_GROUP, message(text(1, "g"), number(2, id)))))
                        .isEqualTo(ServiceMessage.Ack.success(id));
            }
        }

        @Test
        void aTimeToLiveIsUpTo300Seconds() throws MalformedMessageException {
            assertThat(name(answer(send(HI, number(5, 0))))).isEqualTo("success");
            assertThat(name(answer(send(HI, number(5, 300))))).isEqualTo("success");
        }

        @Test
        void metadataKeysValuesAndTheirSumAreBounded() throws MalformedMessageException {
            assertThat(name(answer(send(HI, metadata("k".repeat(256), "v".repeat(1024))))))
                    .isEqualTo("success");
            expectMalformed(send(HI, metadata("k".repeat(257), "v")));
            expectMalformed(send(HI, metadata("k", "v".repeat(1025))));
            assertThat(name(answer(send(HI, eightKilobytes(1023))))).isEqualTo("success");
            expectMalformed(send(HI, eightKilobytes(1023), metadata("9", "")));
        }

        /** Eight entries with keys of one character: 8,192 bytes with values of 1,023. */
        private static byte[] eightKilobytes(int valueChars) {
            byte[][] entries = new byte[8][];
            for (int i = 0; i < entries.length; i++) {
                entries[i] = metadata(String.valueOf(i), "v".repeat(valueChars));
            }
            return message(entries);
        }

        @Test
        void anInvocationIdHas256CharactersAtMost() throws MalformedMessageException {
            assertThat(answer(bytes(INVOKE, message(text(1, "e"), text(2, "i".repeat(256)), HI))))
                    .isInstanceOf(ServiceMessage.InvokeResponse.class);
            expectMalformed(bytes(INVOKE, message(text(1, "e"), text(2, "i".repeat(257)), HI)));
        }

        @Test
        void aMessageHasOneMebibyteAtMost() throws MalformedMessageException {
            byte[] longest = sized(MESSAGE_BYTES);
            assertThat(name(answer(longest))).isEqualTo("success");

            RawWebSocket client = open();
            client.binary(sized(MESSAGE_BYTES + 1));
            assertThat(client.nextClose()).isEqualTo(new RawWebSocket.Close(1009, "The client message is too large."));
        }

        @Test
        void aMessageIsCountedOverItsFragments() throws MalformedMessageException {
            RawWebSocket client = open();
            byte[] longest = sized(MESSAGE_BYTES);

            client.send(Frame.of(Frame.BINARY, longest).unfinished()).send(Frame.of(Frame.CONTINUATION, new byte[0]));
            assertThat(name(next(client))).isEqualTo("success");

            client.send(Frame.of(Frame.BINARY, longest).unfinished()).send(Frame.of(Frame.CONTINUATION, new byte[1]));
            assertThat(client.nextClose().code()).isEqualTo(1009);
        }

        /** A message to the group that nobody hears, as many bytes long. */
        private static byte[] sized(int size) {
            int overhead = send(bytes(3, bytes(2, new byte[200_000]))).length - 200_000;
            byte[] whole = send(bytes(3, bytes(2, new byte[size - overhead])));
            assertThat(whole).hasSize(size);
            return whole;
        }
    }
}
