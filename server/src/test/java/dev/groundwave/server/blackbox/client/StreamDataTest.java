package dev.groundwave.server.blackbox.client;

import static dev.groundwave.server.blackbox.client.Streaming.accepted;
import static dev.groundwave.server.blackbox.client.Streaming.closedWith;
import static dev.groundwave.server.blackbox.client.Streaming.data;
import static dev.groundwave.server.blackbox.client.Streaming.fragment;
import static dev.groundwave.server.blackbox.client.Streaming.keepAlive;
import static dev.groundwave.server.blackbox.client.Streaming.publisher;
import static dev.groundwave.server.blackbox.client.Streaming.streaming;
import static dev.groundwave.server.blackbox.client.Streaming.subscriber;
import static dev.groundwave.server.blackbox.client.Streaming.terminal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.RunningServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** client-protocol.md, section 11.2: the fragments of a stream, their numbers and their form. */
final class StreamDataTest {
    @RegisterExtension
    static final RunningServer SERVER = new RunningServer();

    @Nested
    @DisplayName("section 11.2")
    final class Data {
        @Test
        void thatCameBeforeIsAcknowledgedAgainAndNotDelivered() {
            RawWebSocket subscriber = subscriber(SERVER);
            RawWebSocket publisher = streaming(SERVER);
            publisher.ask(data("1", "a"));

            assertThat(publisher.ask(data("1", "a"))).isEqualTo(accepted(2));
            assertThat(publisher.ask(data("2", "b"))).isEqualTo(accepted(3));

            assertThat(subscriber.nextText()).isEqualTo(fragment("ann", 1, "a"));
            assertThat(subscriber.nextText()).isEqualTo(fragment("ann", 2, "b"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"2", "18446744073709551615"})
        void thatIsAheadIsRefusedAndTheStreamStaysOpen(String sequenceId) {
            RawWebSocket subscriber = subscriber(SERVER);
            RawWebSocket publisher = streaming(SERVER);

            assertThat(publisher.ask(data(sequenceId, "b")))
                    .startsWith("{\"type\":\"streamNack\",\"streamId\":\"s1\",\"expectedSequenceId\":1,"
                            + "\"name\":\"InvalidSequenceId\",\"message\":\"");
            assertThat(publisher.ask(data("1", "a"))).isEqualTo(accepted(2));

            assertThat(subscriber.nextText()).isEqualTo(fragment("ann", 1, "a"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    ",\"streamSequenceId\":1",
                    ",\"data\":\"a\"",
                    ",\"dataType\":\"text\"",
                    ",\"streamSequenceId\":1,\"data\":\"a\"",
                    ",\"streamSequenceId\":1,\"dataType\":\"text\"",
                    ",\"dataType\":\"text\",\"data\":\"a\"",
                    ",\"streamSequenceId\":1,\"dataType\":\"text\",\"data\":null",
                    ",\"streamSequenceId\":0,\"dataType\":\"text\",\"data\":\"a\""
                })
        void thatIsIncompleteEndsTheStream(String properties) {
            RawWebSocket subscriber = subscriber(SERVER);
            RawWebSocket publisher = streaming(SERVER);

            assertThat(publisher.ask("{\"type\":\"streamData\",\"streamId\":\"s1\"" + properties + "}"))
                    .startsWith(closedWith("BadRequest"));

            assertThat(subscriber.nextText()).startsWith(terminal(1, ",\"error\":{\"name\":\"Cancelled\""));
            assertThat(publisher.ask(data("1", "a"))).startsWith(closedWith("StreamNotFound"));
        }

        @Test
        void ofAnUnknownStreamIsToldSo() {
            RawWebSocket publisher = publisher(SERVER);

            assertThat(publisher.ask(data("1", "a"))).startsWith(closedWith("StreamNotFound"));
            assertThat(publisher.ask(keepAlive())).startsWith(closedWith("StreamNotFound"));
            assertThat(publisher.ask("{\"type\":\"streamData\",\"streamId\":\"s1\",\"streamSequenceId\":1}"))
                    .startsWith(closedWith("StreamNotFound"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    ",\"streamSequenceId\":\"1\",\"dataType\":\"text\",\"data\":\"a\"",
                    ",\"streamSequenceId\":-1,\"dataType\":\"text\",\"data\":\"a\"",
                    ",\"streamSequenceId\":1,\"dataType\":\"blob\",\"data\":\"a\"",
                    ",\"streamSequenceId\":1,\"dataType\":\"binary\",\"data\":\"%\"",
                    ",\"streamSequenceId\":1,\"dataType\":\"text\",\"data\":1"
                })
        void thatIsMalformedBreaksTheProtocol(String properties) {
            RawWebSocket publisher = streaming(SERVER);

            publisher.text("{\"type\":\"streamData\",\"streamId\":\"s1\"" + properties + "}");

            assertThat(publisher.nextClose().code()).isEqualTo(1007);
        }

        @Test
        void ofEveryTypeIsDelivered() {
            RawWebSocket subscriber = subscriber(SERVER);
            RawWebSocket publisher = streaming(SERVER);

            publisher.ask("{\"type\":\"streamData\",\"streamId\":\"s1\",\"streamSequenceId\":1,\"dataType\":\"json\","
                    + "\"data\":{\"b\":1.0,\"a\":[]}}");

            assertThat(subscriber.nextText())
                    .contains("\"dataType\":\"json\",\"data\":{\"b\":1.0,\"a\":[]},\"stream\"");
        }

        @Test
        void isWithoutEffectOnceThePermissionIsGone() {
            RawWebSocket subscriber = subscriber(SERVER);
            RawWebSocket publisher = streaming(SERVER);
            SERVER.status(
                    "DELETE", "/permissions/sendToGroup/connections/" + publisher.connectionId() + "?targetName=g");

            assertThat(publisher.ask(data("1", "a"))).startsWith(closedWith("Forbidden"));

            assertThat(subscriber.nextText()).startsWith(terminal(1, ",\"error\":{\"name\":\"Forbidden\""));
        }
    }
}
