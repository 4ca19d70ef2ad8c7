package dev.groundwave.server.blackbox.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.Frame;
import dev.groundwave.server.blackbox.Json;
import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.server.blackbox.WireBytes;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("section 4")
@ParameterizedClass
@ValueSource(strings = {RunningServer.JSON, RunningServer.RELIABLE})
final class LimitTest {
    private static final int MESSAGE_BYTES = 1_048_576;

    @RegisterExtension
    static final RunningServer SERVER = new RunningServer();

    private final String subprotocol;

    LimitTest(String subprotocol) {
        this.subprotocol = subprotocol;
    }

    private void expectAccepted(String request) {
        RawWebSocket client = SERVER.json(subprotocol, "alice");

        client.text(request);

        client.expectNothingBeforePong();
    }

    private void expectMalformed(String request) {
        RawWebSocket client = SERVER.json(subprotocol, "alice");

        client.text(request);

        assertThat(client.nextClose().code()).as(request).isEqualTo(1007);
    }

    @Nested
    final class InboundMessage {
        private static final String TOO_LARGE = "The client message is too large.";

        @Test
        void ofExactlyTheLimitIsDelivered() {
            RawWebSocket member = SERVER.json(SERVER.token().groups("g"));
            RawWebSocket sender = SERVER.json(subprotocol, "alice");
            String data = "x".repeat(MESSAGE_BYTES - request("").length());

            sender.text(request(data));

            assertThat(Json.text(member.nextText(), "data")).isEqualTo(data);
            sender.expectNothingBeforePong();
        }

        @Test
        void ofOneByteMoreIsClosedWith1009() {
            RawWebSocket sender = SERVER.json(subprotocol, "alice");

            sender.text(request("x".repeat(MESSAGE_BYTES + 1 - request("").length())));

            assertThat(sender.nextClose()).isEqualTo(new RawWebSocket.Close(1009, TOO_LARGE));
        }

        @Test
        void isCountedOverItsFragments() {
            RawWebSocket member = SERVER.json(SERVER.token().groups("g"));
            RawWebSocket sender = SERVER.json(subprotocol, "alice");
            byte[] fits = WireBytes.utf8(
                    request("x".repeat(MESSAGE_BYTES - request("").length())));

            sendInTwo(sender, fits);
            assertThat(member.nextText()).hasSizeGreaterThan(MESSAGE_BYTES - 100);

            sendInTwo(sender, WireBytes.join(fits, WireBytes.utf8(" ")));
            assertThat(sender.nextClose().code()).isEqualTo(1009);
        }

        @Test
        void isRefusedAsSoonAsTheLimitIsExceeded() {
            RawWebSocket sender = SERVER.json(subprotocol, "alice");
            Frame first = Frame.of(Frame.TEXT, new byte[0]).unfinished();

            sender.send(first.header(100L * MESSAGE_BYTES)).send(new byte[MESSAGE_BYTES + 1]);

            assertThat(sender.nextClose().code()).isEqualTo(1009);
        }

        @Test
        void ofASimpleClientHasTheSameLimit() {
            RawWebSocket member = SERVER.simple(SERVER.token().groups("g"), "");
            RawWebSocket sender =
                    SERVER.simple(SERVER.token().roles("webpubsub.sendToGroup"), "&webpubsub_mode=sendToGroup&group=g");

            sender.binary(new byte[MESSAGE_BYTES]);
            assertThat(member.nextBinary()).hasSize(MESSAGE_BYTES);

            sender.binary(new byte[MESSAGE_BYTES + 1]);
            assertThat(sender.nextClose().code()).isEqualTo(1009);
        }

        private static String request(String data) {
            return "{\"type\":\"sendToGroup\",\"group\":\"g\",\"dataType\":\"text\",\"data\":\"" + data + "\"}";
        }

        private static void sendInTwo(RawWebSocket client, byte[] message) {
            byte[] head = Arrays.copyOf(message, 600_000);
            byte[] tail = Arrays.copyOfRange(message, 600_000, message.length);
            client.send(Frame.of(Frame.TEXT, head).unfinished());
            client.send(Frame.of(Frame.CONTINUATION, tail));
        }
    }

    @Nested
    final class GroupName {
        @Test
        void has1024Utf16UnitsAtMost() {
            expectAccepted(join("g".repeat(1024)));
            expectMalformed(join("g".repeat(1025)));
            expectAccepted(join("😀".repeat(512)));
            expectMalformed(join("😀".repeat(512) + "g"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"g", " g ", "a/b?c#d%", "\"quoted\\\"", "ünï", "a\nb", "*"})
        void mayHoldAnything(String group) {
            RawWebSocket client = SERVER.json(subprotocol, "alice");
            client.text("{\"type\":\"joinGroup\",\"group\":" + Json.quote(group) + "}");

            client.text("{\"type\":\"sendToGroup\",\"group\":" + Json.quote(group) + ",\"data\":1}");

            assertThat(Json.text(client.nextText(), "group")).isEqualTo(group);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " ", "\t \n", "\u00a0", "\u3000"})
        void isNotBlank(String group) {
            expectMalformed(join(group));
        }

        private static String join(String group) {
            return "{\"type\":\"joinGroup\",\"group\":" + Json.quote(group) + "}";
        }
    }

    @Nested
    final class EventName {
        @Test
        void has128CharactersAtMost() {
            expectAccepted(event("e".repeat(128)));
            expectMalformed(event("e".repeat(129)));
        }

        @ParameterizedTest
        @ValueSource(strings = {"e", "E.v_e-n0t"})
        void mayHoldThese(String name) {
            expectAccepted(event(name));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "0e", "_e", "-e", ".e", "e e", "é", "e/e", "e\n"})
        void mayNotHoldAnythingElse(String name) {
            expectMalformed(event(name));
        }

        private static String event(String name) {
            return "{\"type\":\"event\",\"event\":" + Json.quote(name) + ",\"data\":1}";
        }
    }

    @Nested
    final class Numbers {
        @ParameterizedTest
        @ValueSource(strings = {"0", "1", "9007199254740993", "9223372036854775808", "18446744073709551615"})
        void anAckIdIsUnsignedWith64BitsAndEchoedVerbatim(String ackId) {
            RawWebSocket client = SERVER.json(subprotocol, "alice");

            assertThat(client.ask("{\"type\":\"joinGroup\",\"group\":\"g\",\"ackId\":" + ackId + "}"))
                    .isEqualTo("{\"type\":\"ack\",\"ackId\":" + ackId + ",\"success\":true}");
        }

        @ParameterizedTest
        @ValueSource(strings = {"18446744073709551616", "-1", "-0", "1.0", "1.5", "1e2", "\"1\"", "true", "[]", "{}"})
        void anyOtherIdIsMalformed(String id) {
            expectMalformed("{\"type\":\"joinGroup\",\"group\":\"g\",\"ackId\":" + id + "}");
            expectMalformed("{\"type\":\"sequenceAck\",\"sequenceId\":" + id + "}");
        }

        @ParameterizedTest
        @ValueSource(strings = {"0", "18446744073709551615"})
        void aSequenceIdIsUnsignedWith64Bits(String id) {
            expectAccepted("{\"type\":\"sequenceAck\",\"sequenceId\":" + id + "}");
        }

        @ParameterizedTest
        @ValueSource(strings = {"0", "1", "300", "null"})
        void aTimeToLiveIsUpTo300Seconds(String seconds) {
            expectAccepted("{\"type\":\"sendToGroup\",\"group\":\"g\",\"data\":1,\"ttlSeconds\":" + seconds + "}");
        }

        @ParameterizedTest
        @ValueSource(strings = {"301", "-1", "1.5", "\"1\"", "true", "[]", "99999999999999999999"})
        void anyOtherTimeToLiveIsMalformed(String seconds) {
            expectMalformed("{\"type\":\"sendToGroup\",\"group\":\"g\",\"data\":1,\"ttlSeconds\":" + seconds + "}");
        }
    }

    @Nested
    final class Metadata {
        @Test
        void aKeyHas256CharactersAtMost() {
            expectAccepted(send("{\"" + "k".repeat(256) + "\":\"v\"}"));
            expectMalformed(send("{\"" + "k".repeat(257) + "\":\"v\"}"));
        }

        @Test
        void aValueHas1024CharactersAtMost() {
            expectAccepted(send("{\"k\":\"" + "v".repeat(1024) + "\"}"));
            expectMalformed(send("{\"k\":\"" + "v".repeat(1025) + "\"}"));
        }

        @Test
        void keysAndValuesHave8192BytesTogetherAtMost() {
            expectAccepted(send("{" + entries(7) + ",\"k7\":\"" + "v".repeat(1022) + "\"}"));
            expectMalformed(send("{" + entries(7) + ",\"k7\":\"" + "v".repeat(1023) + "\"}"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{}",
                    "null",
                    "{\"a\":\"\"}",
                    "{\"!#$%&'*+-.^_`|~09azAZ\":\"x\"}",
                    "{\"a\":\"x\",\"A\":\"y\"}",
                    "{\"a\":\" ~\"}"
                })
        void mayBeThis(String metadata) {
            expectAccepted(send(metadata));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"\":\"v\"}",
                    "{\"a b\":\"v\"}",
                    "{\"a:b\":\"v\"}",
                    "{\"ä\":\"v\"}",
                    "{\"a\":\"ä\"}",
                    "{\"a\":1}",
                    "{\"a\":null}",
                    "{\"a\":{}}",
                    "{\"a\":[\"v\"]}",
                    "{\"a\":\"x\",\"a\":\"x\"}",
                    "[]",
                    "\"a\"",
                    "1"
                })
        void mayNotBeThis(String metadata) {
            expectMalformed(send(metadata));
            expectMalformed("{\"type\":\"event\",\"event\":\"e\",\"data\":1,\"metadata\":" + metadata + "}");
        }

        private static String send(String metadata) {
            return "{\"type\":\"sendToGroup\",\"group\":\"nobody\",\"data\":1,\"metadata\":" + metadata + "}";
        }

        /** Entries of 1024 bytes each. */
        private static String entries(int count) {
            StringBuilder entries = new StringBuilder();
            for (int i = 0; i < count; i++) {
                entries.append(i > 0 ? "," : "").append("\"k").append(i).append("\":\"");
                entries.append("v".repeat(1022)).append('"');
            }
            return entries.toString();
        }
    }
}
