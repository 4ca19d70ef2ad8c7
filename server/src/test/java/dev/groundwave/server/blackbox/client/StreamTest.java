package dev.groundwave.server.blackbox.client;

import static dev.groundwave.server.blackbox.client.Streaming.accepted;
import static dev.groundwave.server.blackbox.client.Streaming.closed;
import static dev.groundwave.server.blackbox.client.Streaming.closedWith;
import static dev.groundwave.server.blackbox.client.Streaming.data;
import static dev.groundwave.server.blackbox.client.Streaming.end;
import static dev.groundwave.server.blackbox.client.Streaming.fragment;
import static dev.groundwave.server.blackbox.client.Streaming.keepAlive;
import static dev.groundwave.server.blackbox.client.Streaming.publisher;
import static dev.groundwave.server.blackbox.client.Streaming.start;
import static dev.groundwave.server.blackbox.client.Streaming.streaming;
import static dev.groundwave.server.blackbox.client.Streaming.subscriber;
import static dev.groundwave.server.blackbox.client.Streaming.terminal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.MalformedMessageException;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage;
import dev.groundwave.wire.StreamError;
import dev.groundwave.wire.StreamInfo;
import dev.groundwave.wire.protobuf.ProtobufCodec;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** client-protocol.md, section 11: a whole stream, as its publisher and the members of the group see it. */
final class StreamTest {
    @RegisterExtension
    static final RunningServer SERVER = new RunningServer();

    @Nested
    @DisplayName("section 11, the example")
    final class Example {
        @Test
        void goesFromTheFirstFragmentToTheTerminalMessage() {
            RawWebSocket subscriber = subscriber(SERVER);
            RawWebSocket publisher = publisher(SERVER);

            assertThat(publisher.ask(start(",\"idleTimeoutMs\":30000"))).isEqualTo(accepted(1));
            assertThat(publisher.ask(data("1", "a"))).isEqualTo(accepted(2));
            publisher.text(keepAlive());
            assertThat(publisher.ask(end(""))).isEqualTo(closed());

            assertThat(subscriber.nextText()).isEqualTo(fragment("ann", 1, "a"));
            assertThat(subscriber.nextText()).isEqualTo(terminal(2, "}}"));
        }
    }

    @Nested
    @DisplayName("section 11.4")
    final class FurtherRules {
        @Test
        void noEchoOfTheStartCountsForFragmentsAndTheEnd() {
            RawWebSocket publisher = SERVER.json(
                    SERVER.token().user("ann").roles("webpubsub.sendToGroup").groups("g"));

            publisher.text(
                    "{\"type\":\"sendToGroup\",\"group\":\"g\",\"noEcho\":true,\"stream\":{\"streamId\":\"s1\"}}");

            assertThat(publisher.nextText()).isEqualTo(accepted(1));
            assertThat(publisher.ask(data("1", "a"))).isEqualTo(accepted(2));
            assertThat(publisher.ask(end(""))).isEqualTo(closed());
        }

        @Test
        void withoutNoEchoThePublisherGetsItsOwnCopyToo() {
            RawWebSocket publisher = SERVER.json(
                    SERVER.token().user("ann").roles("webpubsub.sendToGroup").groups("g"));
            publisher.ask(start(""));

            assertThat(publisher.ask(data("1", "a"))).isEqualTo(fragment("ann", 1, "a"));
            assertThat(publisher.nextText()).isEqualTo(accepted(2));
            assertThat(publisher.ask(end(""))).isEqualTo(terminal(2, "}}"));
            assertThat(publisher.nextText()).isEqualTo(closed());
        }

        @Test
        void metadataOfTheStartGoesWithEveryFragment() {
            RawWebSocket subscriber = subscriber(SERVER);
            RawWebSocket publisher = publisher(SERVER);
            publisher.ask("{\"type\":\"sendToGroup\",\"group\":\"g\",\"metadata\":{\"k\":\"v\"},"
                    + "\"stream\":{\"streamId\":\"s1\"}}");
            publisher.ask(data("1", "a"));
            publisher.ask(data("2", "b"));

            assertThat(subscriber.nextText()).contains("\"metadata\":{\"k\":\"v\"}");
            assertThat(subscriber.nextText()).contains("\"metadata\":{\"k\":\"v\"}");
        }

        @Test
        void aMemberThatComesLaterGetsTheNextFragment() {
            RawWebSocket publisher = streaming(SERVER);
            publisher.ask(data("1", "a"));
            RawWebSocket late = subscriber(SERVER);
            publisher.ask(data("2", "b"));

            assertThat(late.nextText()).isEqualTo(fragment("ann", 2, "b"));
        }

        @Test
        void aRecoveryKeepsTheStream() {
            RawWebSocket subscriber = SERVER.reliable("bob", "g");
            RawWebSocket publisher = SERVER.reliable("ann");
            publisher.ask(start(""));
            publisher.ask(data("1", "a"));
            publisher.drop();

            RawWebSocket back = SERVER.recover(publisher);

            assertThat(back.ask(data("1", "a"))).isEqualTo(accepted(2));
            assertThat(back.ask(data("2", "b"))).isEqualTo(accepted(3));
            assertThat(subscriber.nextText()).startsWith("{\"sequenceId\":1,").contains("\"streamSequenceId\":1}");
            assertThat(subscriber.nextText()).startsWith("{\"sequenceId\":2,").contains("\"streamSequenceId\":2}");
        }

        @Test
        void theIdleTimerRunsWhileThePublisherIsAway() {
            RawWebSocket subscriber = subscriber(SERVER);
            RawWebSocket publisher = SERVER.reliable("ann");
            publisher.ask(start(",\"idleTimeoutMs\":50"));
            publisher.drop();

            assertThat(subscriber.nextText()).startsWith(terminal(1, ",\"error\":{\"name\":\"IdleTimeout\""));
            assertThat(SERVER.recover(publisher).ask(data("1", "a"))).startsWith(closedWith("StreamNotFound"));
        }

        @Test
        void simpleClientsGetTheFragmentsWithoutTheEnd() {
            RawWebSocket simple = SERVER.simple(SERVER.token().groups("g"), "");
            RawWebSocket publisher = streaming(SERVER);
            publisher.ask(data("1", "a"));
            publisher.ask(end(""));
            SERVER.sendText("/groups/g/:send", "behind");

            assertThat(simple.nextText()).isEqualTo("a");
            assertThat(simple.nextText()).isEqualTo("behind");
        }

        @Test
        void protobufCarriesTheSame() throws MalformedMessageException {
            ProtobufCodec codec = new ProtobufCodec();
            RawWebSocket client = SERVER.handshake(SERVER.token()
                            .user("ann")
                            .roles("webpubsub.sendToGroup")
                            .groups("g"))
                    .offer("protobuf.webpubsub.azure.v1")
                    .open();
            client.nextBinary();

            client.binary(
                    codec.encode(new ClientMessage.StreamStart("g", "s1", Duration.ofSeconds(30), false, Map.of(), 0)));
            client.binary(codec.encode(new ClientMessage.StreamData("s1", 1, Payload.text("a"))));
            client.binary(codec.encode(new ClientMessage.StreamEnd(
                    "s1", Optional.of(StreamError.ofUser(Optional.of("m"), Optional.of("c"))))));

            assertThat(next(codec, client)).isEqualTo(new ServiceMessage.StreamAck("s1", 1));
            assertThat(next(codec, client)).isEqualTo(inGroup("a", StreamInfo.fragment("s1", 1)));
            assertThat(next(codec, client)).isEqualTo(new ServiceMessage.StreamAck("s1", 2));
            assertThat(next(codec, client))
                    .isEqualTo(inGroup(
                            "",
                            StreamInfo.end(
                                    "s1", 2, Optional.of(StreamError.ofUser(Optional.of("m"), Optional.of("c"))))));
            assertThat(next(codec, client)).isEqualTo(new ServiceMessage.StreamClosed("s1", Optional.empty()));
        }

        private static ServiceMessage inGroup(String text, StreamInfo stream) {
            return new ServiceMessage.GroupData(
                    "g", Optional.empty(), Payload.text(text), Map.of(), Optional.of(stream), OptionalLong.empty());
        }

        private static ServiceMessage next(ProtobufCodec codec, RawWebSocket client) throws MalformedMessageException {
            byte[] frame = client.nextBinary();
            return codec.decodeServiceMessage(frame, 0, frame.length).orElseThrow();
        }
    }
}
