package dev.groundwave.server.blackbox.client;

import static dev.groundwave.server.blackbox.WireBytes.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.Frame;
import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.server.blackbox.WireBytes;
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

@DisplayName("section 13.6")
@ParameterizedClass
@ValueSource(strings = {RunningServer.JSON, RunningServer.RELIABLE})
final class BadInputTest {
    private static final RawWebSocket.Close NOT_A_MESSAGE =
            new RawWebSocket.Close(1007, "The client message is not a valid JSON protocol message.");
    private static final RawWebSocket.Close BINARY_ON_JSON =
            new RawWebSocket.Close(1003, "The JSON subprotocol requires text messages.");
    private static final RawWebSocket.Close BAD_FRAME = new RawWebSocket.Close(1002, "The client frame is invalid.");

    @RegisterExtension
    static final RunningServer SERVER = new RunningServer();

    private final String subprotocol;

    BadInputTest(String subprotocol) {
        this.subprotocol = subprotocol;
    }

    /** A JSON client is closed with this and nothing else is sent before it, and the connection is gone. */
    private void expectClosed(byte[] input, RawWebSocket.Close expected) {
        RawWebSocket client = SERVER.json(subprotocol, "alice");

        client.send(input);

        assertThat(client.nextClose()).isEqualTo(expected);
        SERVER.awaitStatus(404, "HEAD", "/connections/" + client.connectionId());
        client.send(Frame.close(expected.code(), ""));
        client.expectEnd();
    }

    private void expectMalformed(String message) {
        expectClosed(Frame.of(Frame.TEXT, utf8(message)).bytes(), NOT_A_MESSAGE);
    }

    @Nested
    final class Envelope {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    " ",
                    "hello",
                    "{",
                    "}",
                    "{\"type\":\"ping\"",
                    "{\"type\":\"ping\",}",
                    "{'type':'ping'}",
                    "{type:\"ping\"}",
                    "{\"type\":\"ping\"} x",
                    "{\"type\":\"ping\"}{\"type\":\"ping\"}",
                    "{\"type\":\"ping\",\"x\":NaN}",
                    "{\"type\":\"ping\",\"x\":01}",
                    "{\"type\":\"ping\",\"x\":\"\t\"}",
                    "{\"type\":\"ping\",\"x\":\"\\x\"}",
                    "{\"type\":\"ping\"/*c*/}",
                    "[]",
                    "[{\"type\":\"ping\"}]",
                    "\"ping\"",
                    "null",
                    "1"
                })
        void thatIsNotAJsonObject(String message) {
            expectMalformed(message);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{}",
                    "{\"group\":\"g\"}",
                    "{\"type\":null}",
                    "{\"type\":1}",
                    "{\"type\":[\"ping\"]}",
                    "{\"type\":\"\"}",
                    "{\"type\":\"fly\"}",
                    "{\"type\":\"ack\",\"ackId\":1,\"success\":true}",
                    "{\"type\":\"ping \"}"
                })
        void withoutAKnownType(String message) {
            expectMalformed(message);
        }

        @Test
        void withAReadableAckIdEndsTheConnectionAllTheSame() {
            expectMalformed("{\"ackId\":1,\"type\":\"joinGroup\"}");
        }

        @Test
        void doesNotDisturbOthers() {
            RawWebSocket other = SERVER.json("bob");

            expectMalformed("hello");

            other.expectNothingBeforePong();
        }
    }

    @Nested
    final class Members {
        static Stream<String> names() {
            List<String> bad =
                    List.of("", ",\"%s\":null", ",\"%s\":\"\"", ",\"%s\":1", ",\"%s\":[\"x\"]", ",\"%s\":{}");
            return Stream.of(
                            "{\"type\":\"joinGroup\",\"ackId\":1%s}|group",
                            "{\"type\":\"leaveGroup\",\"ackId\":1%s}|group",
                            "{\"type\":\"sendToGroup\",\"data\":1,\"ackId\":1%s}|group",
                            "{\"type\":\"event\",\"data\":1,\"ackId\":1%s}|event")
                    .flatMap(form -> bad.stream().map(member -> fill(form, member)));
        }

        @ParameterizedTest
        @MethodSource("names")
        void groupOrEventMissingEmptyOrOfTheWrongType(String message) {
            expectMalformed(message);
        }

        static Stream<String> data() {
            return Stream.of(
                            "",
                            ",\"data\":null",
                            ",\"dataType\":\"json\"",
                            ",\"dataType\":\"json\",\"data\":null",
                            ",\"metadata\":{}",
                            ",\"metadata\":null",
                            ",\"metadata\":{\"a\":\"b\"},\"data\":null",
                            ",\"dataType\":\"text\"",
                            ",\"dataType\":\"text\",\"data\":null",
                            ",\"dataType\":\"text\",\"data\":1",
                            ",\"dataType\":\"text\",\"data\":{}",
                            ",\"data\":[],\"dataType\":\"text\"",
                            ",\"dataType\":\"binary\",\"data\":1",
                            ",\"dataType\":\"binary\",\"data\":[0]",
                            ",\"dataType\":\"binary\",\"data\":\"****\"",
                            ",\"dataType\":\"binary\",\"data\":\"AA\"",
                            ",\"dataType\":\"binary\",\"data\":\"A\"",
                            ",\"dataType\":\"binary\",\"data\":\"AAA\"",
                            ",\"dataType\":\"binary\",\"data\":\"AA=\"",
                            ",\"dataType\":\"binary\",\"data\":\"AA==AA==\"",
                            ",\"dataType\":\"binary\",\"data\":\"-_-_\"",
                            ",\"dataType\":\"binary\",\"data\":\"AA EC\"",
                            ",\"data\":\"****\",\"dataType\":\"binary\"",
                            ",\"dataType\":\"protobuf\",\"data\":{}",
                            ",\"dataType\":\"protobuf\",\"data\":\"****\"",
                            ",\"dataType\":\"protobuf\",\"data\":\"/w==\"",
                            ",\"dataType\":\"protobuf\",\"data\":\"CgVB\"",
                            ",\"dataType\":\"xml\",\"data\":\"x\"",
                            ",\"dataType\":\"\",\"data\":\"x\"",
                            ",\"dataType\":1,\"data\":\"x\"",
                            ",\"dataType\":[\"text\"],\"data\":\"x\"")
                    .flatMap(members -> Stream.of(
                            "{\"type\":\"sendToGroup\",\"group\":\"g\"" + members + "}",
                            "{\"type\":\"event\",\"event\":\"e\"" + members + "}"));
        }

        @ParameterizedTest
        @MethodSource("data")
        void dataThatDoesNotFitItsType(String message) {
            expectMalformed(message);
        }

        @ParameterizedTest
        @ValueSource(strings = {"\"true\"", "1", "0", "[]", "{}", "\"\""})
        void noEchoThatIsNotABoolean(String noEcho) {
            expectMalformed("{\"type\":\"sendToGroup\",\"group\":\"g\",\"data\":1,\"noEcho\":" + noEcho + "}");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", ",\"sequenceId\":null", ",\"sequenceId\":\"1\"", ",\"sequenceId\":-1"})
        void sequenceIdMissingOrMalformed(String member) {
            expectMalformed("{\"type\":\"sequenceAck\"" + member + "}");
        }

        @ParameterizedTest
        @ValueSource(strings = {"-1", "\"1\"", "1.0", "18446744073709551616"})
        void ackIdMalformed(String ackId) {
            expectMalformed("{\"type\":\"event\",\"event\":\"e\",\"data\":1,\"ackId\":" + ackId + "}");
        }

        private static String fill(String form, String member) {
            int bar = form.indexOf('|');
            return form.substring(0, bar).replace("%s", member.replace("%s", form.substring(bar + 1)));
        }
    }

    @Nested
    final class Encoding {
        static Stream<Named<byte[]>> invalid() {
            return Stream.of(
                    Named.of("a lone continuation byte", WireBytes.of(0x80)),
                    Named.of("a sequence that stops early", WireBytes.of(0xC3)),
                    Named.of("an overlong slash", WireBytes.of(0xC0, 0xAF)),
                    Named.of("a surrogate", WireBytes.of(0xED, 0xA0, 0x80)),
                    Named.of("beyond Unicode", WireBytes.of(0xF4, 0x90, 0x80, 0x80)),
                    Named.of("never a byte of UTF-8", WireBytes.of(0xFF)));
        }

        @ParameterizedTest
        @MethodSource("invalid")
        void ofATextMessageThatIsNotUtf8Is1007(byte[] bytes) {
            RawWebSocket json = SERVER.json(subprotocol, "alice");
            RawWebSocket simple =
                    SERVER.simple(SERVER.token().roles("webpubsub.sendToGroup"), "&webpubsub_mode=sendToGroup&group=g");

            json.send(Frame.of(
                    Frame.TEXT,
                    WireBytes.join(
                            utf8("{\"type\":\"sendToGroup\",\"group\":\"g\",\"dataType\":\"text\",\"data\":\""),
                            bytes,
                            utf8("\"}"))));
            simple.send(Frame.of(Frame.TEXT, WireBytes.join(utf8("x"), bytes)));

            assertThat(json.nextClose().code()).isEqualTo(1007);
            assertThat(simple.nextClose().code()).isEqualTo(1007);
        }

        @Test
        void inTheReasonOfACloseFrameIsCheckedToo() {
            RawWebSocket client = SERVER.json(subprotocol, "alice");

            client.send(Frame.of(Frame.CLOSE, WireBytes.of(0x03, 0xE8, 0xFF)));

            assertThat(client.nextClose().code()).isIn(1002, 1007);
        }
    }

    @Nested
    final class BinaryOnJson {
        @Test
        void is1003() {
            expectClosed(Frame.of(Frame.BINARY, utf8("{\"type\":\"ping\"}")).bytes(), BINARY_ON_JSON);
        }

        @Test
        void is1003WhenEmptyOrFragmented() {
            expectClosed(Frame.of(Frame.BINARY, new byte[0]).bytes(), BINARY_ON_JSON);
            expectClosed(
                    WireBytes.join(
                            Frame.of(Frame.BINARY, utf8("{}")).unfinished().bytes(),
                            Frame.of(Frame.CONTINUATION, utf8(" ")).bytes()),
                    BINARY_ON_JSON);
        }
    }

    @Nested
    final class Framing {
        private static final byte[] PING = utf8("{\"type\":\"ping\"}");

        static Stream<Named<byte[]>> violations() {
            Frame text = Frame.of(Frame.TEXT, PING);
            return Stream.of(
                    Named.of("unmasked text", text.unmasked().bytes()),
                    Named.of(
                            "unmasked control",
                            Frame.of(Frame.PING, new byte[0]).unmasked().bytes()),
                    Named.of("RSV1", text.reserved(4).bytes()),
                    Named.of("RSV2", text.reserved(2).bytes()),
                    Named.of("RSV3", text.reserved(1).bytes()),
                    Named.of(
                            "continuation of nothing",
                            Frame.of(Frame.CONTINUATION, PING).bytes()),
                    Named.of(
                            "continuation after the end",
                            WireBytes.join(
                                    Frame.of(Frame.PONG, new byte[0]).bytes(),
                                    Frame.of(Frame.CONTINUATION, PING)
                                            .unfinished()
                                            .bytes())),
                    Named.of(
                            "new message inside another",
                            WireBytes.join(text.unfinished().bytes(), text.bytes())),
                    Named.of(
                            "oversized ping",
                            Frame.of(Frame.PING, new byte[126]).bytes()),
                    Named.of(
                            "oversized pong",
                            Frame.of(Frame.PONG, new byte[126]).bytes()),
                    Named.of(
                            "oversized close",
                            Frame.close(1000, "r".repeat(124)).bytes()),
                    Named.of(
                            "fragmented ping",
                            Frame.of(Frame.PING, new byte[0]).unfinished().bytes()),
                    Named.of(
                            "fragmented close",
                            Frame.close(1000, "").unfinished().bytes()),
                    Named.of(
                            "close of one byte",
                            Frame.of(Frame.CLOSE, new byte[1]).bytes()),
                    Named.of("opcode 3", Frame.of(3, PING).bytes()),
                    Named.of("opcode 7", Frame.of(7, PING).bytes()),
                    Named.of("opcode 11", Frame.of(11, new byte[0]).bytes()),
                    Named.of("opcode 15", Frame.of(15, new byte[0]).bytes()));
        }

        @ParameterizedTest
        @MethodSource("violations")
        void isClosedWith1002OnJson(byte[] bytes) {
            RawWebSocket client = SERVER.json(subprotocol, "alice");

            client.send(bytes);

            assertThat(client.nextClose()).isEqualTo(BAD_FRAME);
            SERVER.awaitStatus(404, "HEAD", "/connections/" + client.connectionId());
        }

        @ParameterizedTest
        @MethodSource("violations")
        void isClosedWith1002OnSimpleClients(byte[] bytes) {
            RawWebSocket client = SERVER.simple(SERVER.token(), "");

            client.send(bytes);

            assertThat(client.nextClose()).isEqualTo(BAD_FRAME);
        }

        @Test
        void aControlFrameOf125BytesIsFine() {
            RawWebSocket client = SERVER.json(subprotocol, "alice");

            client.send(Frame.of(Frame.PING, new byte[125]));

            assertThat(client.nextFrame().payload()).hasSize(125);
        }
    }
}
