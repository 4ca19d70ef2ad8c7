package dev.groundwave.server.blackbox.client;

import static dev.groundwave.server.blackbox.client.Streaming.closed;
import static dev.groundwave.server.blackbox.client.Streaming.closedWith;
import static dev.groundwave.server.blackbox.client.Streaming.data;
import static dev.groundwave.server.blackbox.client.Streaming.end;
import static dev.groundwave.server.blackbox.client.Streaming.fragment;
import static dev.groundwave.server.blackbox.client.Streaming.publisher;
import static dev.groundwave.server.blackbox.client.Streaming.start;
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

/** client-protocol.md, section 11.3: how a stream ends, and what its two sides are told. */
final class StreamEndTest {
    @RegisterExtension
    static final RunningServer SERVER = new RunningServer();

    @Nested
    @DisplayName("section 11.3")
    final class End {
        @Test
        void withAnErrorIsTheUsersErrorForSubscribers() {
            RawWebSocket subscriber = subscriber(SERVER);
            RawWebSocket publisher = streaming(SERVER);

            assertThat(publisher.ask(end(",\"error\":{\"message\":\"no more\",\"userErrorCode\":\"E1\"}")))
                    .isEqualTo(closed());

            assertThat(subscriber.nextText())
                    .isEqualTo(terminal(
                            1,
                            ",\"error\":{\"name\":\"UserError\",\"message\":\"no more\",\"userErrorCode\":\"E1\"}}}"));
        }

        @Test
        void withAnEmptyErrorSaysAtLeastAnEmptyText() {
            RawWebSocket subscriber = subscriber(SERVER);
            RawWebSocket publisher = streaming(SERVER);

            publisher.ask(end(",\"error\":{}"));

            assertThat(subscriber.nextText())
                    .isEqualTo(terminal(1, ",\"error\":{\"name\":\"UserError\",\"message\":\"\"}}}"));
        }

        @Test
        void withANameInItsErrorIsMisuse() {
            RawWebSocket subscriber = subscriber(SERVER);
            RawWebSocket publisher = streaming(SERVER);

            assertThat(publisher.ask(end(",\"error\":{\"name\":\"Mine\"}"))).startsWith(closedWith("BadRequest"));

            assertThat(subscriber.nextText()).startsWith(terminal(1, ",\"error\":{\"name\":\"Cancelled\""));
        }

        @Test
        void ofAnUnknownStreamIsToldSo() {
            assertThat(publisher(SERVER).ask(end(""))).startsWith(closedWith("StreamNotFound"));
        }

        @Test
        void comesWhenThePublisherIsSilentForTooLong() {
            RawWebSocket subscriber = subscriber(SERVER);
            RawWebSocket publisher = publisher(SERVER);
            publisher.ask(start(",\"idleTimeoutMs\":50"));

            assertThat(publisher.nextText()).startsWith(closedWith("IdleTimeout"));
            assertThat(subscriber.nextText()).startsWith(terminal(1, ",\"error\":{\"name\":\"IdleTimeout\""));
        }

        @Test
        void comesWhenThePublisherLeaves() {
            RawWebSocket subscriber = subscriber(SERVER);
            RawWebSocket publisher = streaming(SERVER);
            publisher.ask(data("1", "a"));

            publisher.leave();

            assertThat(subscriber.nextText()).isEqualTo(fragment("ann", 1, "a"));
            assertThat(subscriber.nextText()).startsWith(terminal(2, ",\"error\":{\"name\":\"Cancelled\""));
        }

        @Test
        void comesWithTheTransportWhereThereIsNoRecovery() {
            RawWebSocket subscriber = subscriber(SERVER);
            RawWebSocket publisher = streaming(SERVER);

            publisher.close();

            assertThat(subscriber.nextText()).startsWith(terminal(1, ",\"error\":{\"name\":\"Cancelled\""));
        }

        @Test
        void comesWhenTheApplicationClosesThePublisher() {
            RawWebSocket subscriber = subscriber(SERVER);
            RawWebSocket publisher = streaming(SERVER);

            SERVER.status("DELETE", "/connections/" + publisher.connectionId());

            assertThat(subscriber.nextText()).startsWith(terminal(1, ",\"error\":{\"name\":\"Cancelled\""));
        }
    }
}
