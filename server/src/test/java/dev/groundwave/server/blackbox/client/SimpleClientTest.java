package dev.groundwave.server.blackbox.client;

import static dev.groundwave.server.blackbox.WireBytes.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.Frame;
import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.server.blackbox.WireBytes;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SimpleClientTest {
    private static final RawWebSocket.Close SERVER_ERROR = new RawWebSocket.Close(1011, "Internal server error");
    private static final String TO_GROUP = "&webpubsub_mode=sendToGroup&group=g";
    private static final String SEND_ROLE = "webpubsub.sendToGroup";

    @RegisterExtension
    static final RunningServer SERVER = new RunningServer();

    private static RawWebSocket publisher(String query) {
        return SERVER.simple(SERVER.token().user("simon").roles(SEND_ROLE).groups("g"), TO_GROUP + query);
    }

    private static RawWebSocket jsonMember() {
        return SERVER.json(SERVER.token().groups("g"));
    }

    @Nested
    @DisplayName("section 5.1, sendEvent")
    final class EventMode {
        @ParameterizedTest
        @ValueSource(strings = {"", "&webpubsub_mode=sendEvent", "&webpubsub_mode=sendEvent&group=g"})
        void aTextWithoutAHandlerIsClosedWith1011(String query) {
            RawWebSocket client = SERVER.simple(SERVER.token(), query);

            client.text("hi");

            assertThat(client.nextClose()).isEqualTo(SERVER_ERROR);
        }

        @Test
        void bytesWithoutAHandlerAreClosedWith1011() {
            RawWebSocket client = SERVER.simple(SERVER.token(), "");

            client.binary(WireBytes.of(1, 2, 3));

            assertThat(client.nextClose()).isEqualTo(SERVER_ERROR);
        }

        @Test
        void anUnfinishedMessageIsNoEventYet() {
            RawWebSocket client = SERVER.simple(SERVER.token().groups("g"), "");

            client.send(Frame.of(Frame.TEXT, utf8("he")).unfinished());
            SERVER.sendText("/groups/g/:send", "still open");
            assertThat(client.nextText()).isEqualTo("still open");

            client.send(Frame.of(Frame.CONTINUATION, utf8("llo")));
            assertThat(client.nextClose()).isEqualTo(SERVER_ERROR);
        }
    }

    @Nested
    @DisplayName("section 5.1, sendToGroup")
    final class GroupMode {
        @Test
        void aTextIsPublishedAsTextFromTheUser() {
            RawWebSocket member = jsonMember();

            publisher("").text("{\"type\":\"ping\"}");

            assertThat(member.nextText())
                    .isEqualTo("{\"type\":\"message\",\"from\":\"group\",\"fromUserId\":\"simon\",\"group\":\"g\","
                            + "\"dataType\":\"text\",\"data\":\"{\\\"type\\\":\\\"ping\\\"}\"}");
        }

        @Test
        void bytesArePublishedAsBytes() {
            RawWebSocket member = jsonMember();

            publisher("").binary(WireBytes.of(0, 1, 2, 255));

            assertThat(member.nextText())
                    .isEqualTo("{\"type\":\"message\",\"from\":\"group\",\"fromUserId\":\"simon\",\"group\":\"g\","
                            + "\"dataType\":\"binary\",\"data\":\"AAEC/w==\"}");
        }

        @Test
        void aMemberGetsItsOwnMessage() {
            RawWebSocket client = publisher("");

            client.text("one").binary(WireBytes.of(2));

            assertThat(client.nextText()).isEqualTo("one");
            assertThat(client.nextBinary()).containsExactly(2);
        }

        @Test
        void withNoEchoOnlyOthersGetIt() {
            RawWebSocket other = publisher("");
            RawWebSocket client = publisher("&noEcho=true");

            client.text("from client");
            assertThat(other.nextText()).isEqualTo("from client");
            other.text("from other");

            assertThat(client.nextText()).isEqualTo("from other");
        }

        @Test
        void onePublisherNeedsNoMembership() {
            RawWebSocket member = jsonMember();
            RawWebSocket client = SERVER.simple(SERVER.token().roles(SEND_ROLE), TO_GROUP);

            client.text("hi");

            assertThat(member.nextText())
                    .isEqualTo("{\"type\":\"message\",\"from\":\"group\",\"group\":\"g\","
                            + "\"dataType\":\"text\",\"data\":\"hi\"}");
        }

        @Test
        void fragmentsAreOneMessage() {
            RawWebSocket client = publisher("");

            client.send(Frame.of(Frame.BINARY, WireBytes.of(1)).unfinished());
            client.send(Frame.of(Frame.PING, utf8("between")));
            client.send(Frame.of(Frame.CONTINUATION, new byte[0]).unfinished());
            client.send(Frame.of(Frame.CONTINUATION, WireBytes.of(2, 3)));

            Frame pong = client.nextFrame();
            assertThat(pong.opcode()).isEqualTo(Frame.PONG);
            assertThat(pong.text()).isEqualTo("between");
            assertThat(client.nextBinary()).containsExactly(1, 2, 3);
        }

        @Test
        void emptyMessagesArePublished() {
            RawWebSocket client = publisher("");

            client.text("").binary(new byte[0]);

            assertThat(client.nextText()).isEmpty();
            assertThat(client.nextBinary()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "webpubsub.joinLeaveGroup", "webpubsub.sendToGroup.other"})
        void withoutThePermissionItIsClosedWith1008AndReachesNobody(String role) {
            RawWebSocket member = jsonMember();
            RawWebSocket client = SERVER.simple(SERVER.token().roles(role), TO_GROUP);

            client.text("refused");

            assertThat(client.nextClose().code()).isEqualTo(1008);
            SERVER.sendText("/groups/g/:send", "marker");
            assertThat(member.nextText()).contains("\"marker\"");
        }

        @ParameterizedTest
        @CsvSource({"a%2Fb%20c, a/b c", "a+b, a b", "a%2Bb, a+b", "%C3%BC, ü"})
        void theGroupInTheQueryIsDecoded(String encoded, String group) {
            RawWebSocket member = SERVER.simple(SERVER.token().groups(group), "");
            RawWebSocket client =
                    SERVER.simple(SERVER.token().roles(SEND_ROLE), "&webpubsub_mode=sendToGroup&group=" + encoded);

            client.text("hi");

            assertThat(member.nextText()).isEqualTo("hi");
        }
    }

    @Nested
    @DisplayName("section 5.2")
    final class Downstream {
        @ParameterizedTest
        @ValueSource(strings = {"plain", "", "ünï ☃ 😀", "\"quoted\"", "a\u0000b\n"})
        void aTextIsATextFrame(String text) {
            RawWebSocket client = SERVER.simple(SERVER.token(), "");

            SERVER.sendText("/:send", text);

            assertThat(client.nextText()).isEqualTo(text);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "\"a string keeps its quotes\"",
                    "{\"b\":1.50,\"a\":[true,null],\"b\":1e400}",
                    "12345678901234567890.0987654321",
                    "false"
                })
        void jsonIsItsTextVerbatim(String json) {
            RawWebSocket client = SERVER.simple(SERVER.token(), "");

            SERVER.call(SERVER.inHub("POST", "/:send").body("application/json", json));

            assertThat(client.nextText()).isEqualTo(json);
        }

        @Test
        void jsonOfAClientIsItsTokenVerbatim() {
            RawWebSocket client = SERVER.simple(SERVER.token().groups("g"), "");

            SERVER.json("alice")
                    .text("{\"type\":\"sendToGroup\",\"group\":\"g\",\"data\":{\"b\":1.50,\"a\":\"\\u0041\"}}");

            assertThat(client.nextText()).isEqualTo("{\"b\":1.50,\"a\":\"\\u0041\"}");
        }

        @Test
        void bytesAreABinaryFrame() {
            RawWebSocket client = SERVER.simple(SERVER.token(), "");

            SERVER.call(SERVER.inHub("POST", "/:send").body("application/octet-stream", WireBytes.of(0, 128, 255)));
            SERVER.call(SERVER.inHub("POST", "/:send").body("application/octet-stream", new byte[0]));

            assertThat(client.nextBinary()).isEqualTo(WireBytes.of(0, 128, 255));
            assertThat(client.nextBinary()).isEmpty();
        }

        @Test
        void protobufIsABinaryFrameOfTheAnyItself() {
            RawWebSocket client = SERVER.simple(SERVER.token().groups("g"), "");

            SERVER.json("alice")
                    .text("{\"type\":\"sendToGroup\",\"group\":\"g\",\"dataType\":\"protobuf\",\"data\":\"CgFhEgFi\"}");

            assertThat(client.nextBinary()).isEqualTo(WireBytes.of(0x0A, 1, 'a', 0x12, 1, 'b'));
        }

        @Test
        void metadataSenderAndGroupAreNotVisible() {
            RawWebSocket client = SERVER.simple(SERVER.token().groups("g"), "");

            SERVER.json("alice")
                    .text("{\"type\":\"sendToGroup\",\"group\":\"g\",\"dataType\":\"text\",\"data\":\"hi\","
                            + "\"metadata\":{\"trace\":\"x1\"}}")
                    .text("{\"type\":\"sendToGroup\",\"group\":\"g\",\"metadata\":{\"trace\":\"x1\"}}");

            assertThat(client.nextText()).isEqualTo("hi");
            assertThat(client.nextText()).isEmpty();
        }
    }
}
