package dev.groundwave.server.blackbox.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.MalformedMessageException;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage;
import dev.groundwave.wire.StreamError;
import dev.groundwave.wire.StreamInfo;
import dev.groundwave.wire.WireLimits;
import dev.groundwave.wire.protobuf.ProtobufCodec;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** client-protocol.md, section 11: streams of fragments from a client to a group. */
final class StreamTest {
    @RegisterExtension
    static final RunningServer SERVER = new RunningServer();

    private static RawWebSocket publisher() {
        return SERVER.json("ann");
    }

    private static RawWebSocket subscriber() {
        return SERVER.json(SERVER.token().user("bob").groups("g"));
    }

    private static String start(String more) {
        return "{\"type\":\"sendToGroup\",\"group\":\"g\",\"stream\":{\"streamId\":\"s1\"" + more + "}}";
    }

    private static String data(String sequenceId, String text) {
        return "{\"type\":\"streamData\",\"streamId\":\"s1\",\"streamSequenceId\":" + sequenceId
                + ",\"dataType\":\"text\",\"data\":\"" + text + "\"}";
    }

    private static String keepAlive() {
        return "{\"type\":\"streamData\",\"streamId\":\"s1\"}";
    }

    private static String end(String more) {
        return "{\"type\":\"streamEnd\",\"streamId\":\"s1\"" + more + "}";
    }

    private static String accepted(long expected) {
        return "{\"type\":\"streamAck\",\"streamId\":\"s1\",\"expectedSequenceId\":" + expected + "}";
    }

    private static String closed() {
        return "{\"type\":\"streamClosed\",\"streamId\":\"s1\"}";
    }

    /** How a frame begins that closes the stream with an error; the text behind it is nobody's contract. */
    private static String closedWith(String name) {
        return "{\"type\":\"streamClosed\",\"streamId\":\"s1\",\"error\":{\"name\":\"" + name + "\",\"message\":\"";
    }

    private static String fragment(String user, long number, String text) {
        return "{\"type\":\"message\",\"from\":\"group\",\"fromUserId\":\"" + user
                + "\",\"group\":\"g\",\"dataType\":\"text\",\"data\":\"" + text
                + "\",\"stream\":{\"streamId\":\"s1\",\"streamSequenceId\":" + number + "}}";
    }

    private static String terminal(long number, String error) {
        return "{\"type\":\"message\",\"from\":\"group\",\"fromUserId\":\"ann\",\"group\":\"g\",\"dataType\":\"text\","
                + "\"data\":\"\",\"stream\":{\"streamId\":\"s1\",\"streamSequenceId\":" + number
                + ",\"endOfStream\":true" + error;
    }

    private static RawWebSocket streaming() {
        RawWebSocket publisher = publisher();
        assertThat(publisher.ask(start(""))).isEqualTo(accepted(1));
        return publisher;
    }

    @Nested
    @DisplayName("section 11, the example")
    final class Example {
        @Test
        void goesFromTheFirstFragmentToTheTerminalMessage() {
            RawWebSocket subscriber = subscriber();
            RawWebSocket publisher = publisher();

            assertThat(publisher.ask(start(",\"idleTimeoutMs\":30000"))).isEqualTo(accepted(1));
            assertThat(publisher.ask(data("1", "a"))).isEqualTo(accepted(2));
            publisher.text(keepAlive());
            assertThat(publisher.ask(end(""))).isEqualTo(closed());

            assertThat(subscriber.nextText()).isEqualTo(fragment("ann", 1, "a"));
            assertThat(subscriber.nextText()).isEqualTo(terminal(2, "}}"));
        }
    }

    @Nested
    @DisplayName("section 11.1")
    final class Start {
        @Test
        void needsThePermissionToSend() {
            RawWebSocket publisher = SERVER.json(SERVER.token().user("ann").roles("webpubsub.sendToGroup.other"));

            assertThat(publisher.ask(start(""))).startsWith(closedWith("Forbidden"));
            assertThat(publisher.ask(data("1", "a"))).startsWith(closedWith("StreamNotFound"));
        }

        @Test
        void needsNoMembership() {
            streaming();
        }

        @Test
        void underAnIdInUseIsRefusedAndLeavesTheOpenStreamAlone() {
            RawWebSocket publisher = streaming();

            assertThat(publisher.ask(start(""))).startsWith(closedWith("BadRequest"));
            assertThat(publisher.ask(data("1", "a"))).isEqualTo(accepted(2));
        }

        @Test
        void underAnIdIsFreeAgainAfterItsEnd() {
            RawWebSocket publisher = streaming();
            publisher.ask(data("1", "a"));
            publisher.ask(end(""));

            assertThat(publisher.ask(start(""))).isEqualTo(accepted(1));
        }

        @Test
        void ofTwoConnectionsMayUseOneId() {
            streaming();
            streaming();
        }

        @Test
        void takesAnIdleTimeoutOfOneAndRefusesZero() {
            RawWebSocket publisher = publisher();

            assertThat(publisher.ask(start(",\"idleTimeoutMs\":0"))).startsWith(closedWith("BadRequest"));
            assertThat(publisher.ask(start(",\"idleTimeoutMs\":1"))).isEqualTo(accepted(1));
        }

        @Test
        void takesNoPayload() {
            String withData = "{\"type\":\"sendToGroup\",\"group\":\"g\",\"dataType\":\"text\",\"data\":\"a\","
                    + "\"stream\":{\"streamId\":\"s1\"}}";

            assertThat(publisher().ask(withData)).startsWith(closedWith("BadRequest"));
        }

        @Test
        void ignoresAnAckId() {
            RawWebSocket publisher = publisher();

            assertThat(publisher.ask("{\"type\":\"sendToGroup\",\"group\":\"g\",\"ackId\":1,"
                            + "\"stream\":{\"streamId\":\"s1\"}}"))
                    .isEqualTo(accepted(1));
            publisher.expectNothingBeforePong();
        }

        @Test
        void beyondTheLimitIsRefused() {
            RawWebSocket publisher = publisher();
            for (int i = 0; i < WireLimits.MAX_OPEN_STREAMS; i++) {
                String open = "{\"type\":\"sendToGroup\",\"group\":\"g\",\"stream\":{\"streamId\":\"n" + i + "\"}}";
                assertThat(publisher.ask(open)).startsWith("{\"type\":\"streamAck\"");
            }

            assertThat(publisher.ask(start(""))).startsWith(closedWith("BadRequest"));
            publisher.ask("{\"type\":\"streamEnd\",\"streamId\":\"n0\"}");
            assertThat(publisher.ask(start(""))).isEqualTo(accepted(1));
        }

        @ParameterizedTest
        @ValueSource(strings = {"{}", "{\"streamId\":\"\"}", "{\"streamId\":1}", "\"s1\"", "[]"})
        void withoutAnIdBreaksTheProtocol(String stream) {
            RawWebSocket publisher = publisher();

            publisher.text("{\"type\":\"sendToGroup\",\"group\":\"g\",\"stream\":" + stream + "}");

            assertThat(publisher.nextClose().code()).isEqualTo(1007);
        }

        @Test
        void isNoPartOfAnEventOrAnInvocation() {
            RawWebSocket publisher = publisher();
            String stream = ",\"stream\":{\"streamId\":\"s1\"}}";

            assertThat(publisher.ask("{\"type\":\"event\",\"event\":\"e\",\"ackId\":1" + stream))
                    .startsWith("{\"type\":\"ack\",\"ackId\":1,\"success\":false,\"error\":{\"name\":\"BadRequest\"");
            assertThat(publisher.ask("{\"type\":\"invoke\",\"invocationId\":\"1\",\"target\":\"event\",\"event\":\"e\""
                            + stream))
                    .startsWith("{\"type\":\"invokeResponse\",\"invocationId\":\"1\",\"success\":false,"
                            + "\"error\":{\"name\":\"BadRequest\"");
            publisher.text("{\"type\":\"event\",\"event\":\"e\"" + stream).expectNothingBeforePong();
        }
    }

    @Nested
    @DisplayName("section 11.2")
    final class Data {
        @Test
        void thatCameBeforeIsAcknowledgedAgainAndNotDelivered() {
            RawWebSocket subscriber = subscriber();
            RawWebSocket publisher = streaming();
            publisher.ask(data("1", "a"));

            assertThat(publisher.ask(data("1", "a"))).isEqualTo(accepted(2));
            assertThat(publisher.ask(data("2", "b"))).isEqualTo(accepted(3));

            assertThat(subscriber.nextText()).isEqualTo(fragment("ann", 1, "a"));
            assertThat(subscriber.nextText()).isEqualTo(fragment("ann", 2, "b"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"2", "18446744073709551615"})
        void thatIsAheadIsRefusedAndTheStreamStaysOpen(String sequenceId) {
            RawWebSocket subscriber = subscriber();
            RawWebSocket publisher = streaming();

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
            RawWebSocket subscriber = subscriber();
            RawWebSocket publisher = streaming();

            assertThat(publisher.ask("{\"type\":\"streamData\",\"streamId\":\"s1\"" + properties + "}"))
                    .startsWith(closedWith("BadRequest"));

            assertThat(subscriber.nextText()).startsWith(terminal(1, ",\"error\":{\"name\":\"Cancelled\""));
            assertThat(publisher.ask(data("1", "a"))).startsWith(closedWith("StreamNotFound"));
        }

        @Test
        void ofAnUnknownStreamIsToldSo() {
            RawWebSocket publisher = publisher();

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
            RawWebSocket publisher = streaming();

            publisher.text("{\"type\":\"streamData\",\"streamId\":\"s1\"" + properties + "}");

            assertThat(publisher.nextClose().code()).isEqualTo(1007);
        }

        @Test
        void ofEveryTypeIsDelivered() {
            RawWebSocket subscriber = subscriber();
            RawWebSocket publisher = streaming();

            publisher.ask("{\"type\":\"streamData\",\"streamId\":\"s1\",\"streamSequenceId\":1,\"dataType\":\"json\","
                    + "\"data\":{\"b\":1.0,\"a\":[]}}");

            assertThat(subscriber.nextText())
                    .contains("\"dataType\":\"json\",\"data\":{\"b\":1.0,\"a\":[]},\"stream\"");
        }

        @Test
        void isWithoutEffectOnceThePermissionIsGone() {
            RawWebSocket subscriber = subscriber();
            RawWebSocket publisher = streaming();
            SERVER.status(
                    "DELETE", "/permissions/sendToGroup/connections/" + publisher.connectionId() + "?targetName=g");

            assertThat(publisher.ask(data("1", "a"))).startsWith(closedWith("Forbidden"));

            assertThat(subscriber.nextText()).startsWith(terminal(1, ",\"error\":{\"name\":\"Forbidden\""));
        }
    }

    @Nested
    @DisplayName("section 11.3")
    final class End {
        @Test
        void withAnErrorIsTheUsersErrorForSubscribers() {
            RawWebSocket subscriber = subscriber();
            RawWebSocket publisher = streaming();

            assertThat(publisher.ask(end(",\"error\":{\"message\":\"no more\",\"userErrorCode\":\"E1\"}")))
                    .isEqualTo(closed());

            assertThat(subscriber.nextText())
                    .isEqualTo(terminal(
                            1,
                            ",\"error\":{\"name\":\"UserError\",\"message\":\"no more\",\"userErrorCode\":\"E1\"}}}"));
        }

        @Test
        void withAnEmptyErrorSaysAtLeastAnEmptyText() {
            RawWebSocket subscriber = subscriber();
            RawWebSocket publisher = streaming();

            publisher.ask(end(",\"error\":{}"));

            assertThat(subscriber.nextText())
                    .isEqualTo(terminal(1, ",\"error\":{\"name\":\"UserError\",\"message\":\"\"}}}"));
        }

        @Test
        void withANameInItsErrorIsMisuse() {
            RawWebSocket subscriber = subscriber();
            RawWebSocket publisher = streaming();

            assertThat(publisher.ask(end(",\"error\":{\"name\":\"Mine\"}"))).startsWith(closedWith("BadRequest"));

            assertThat(subscriber.nextText()).startsWith(terminal(1, ",\"error\":{\"name\":\"Cancelled\""));
        }

        @Test
        void ofAnUnknownStreamIsToldSo() {
            assertThat(publisher().ask(end(""))).startsWith(closedWith("StreamNotFound"));
        }

        @Test
        void comesWhenThePublisherIsSilentForTooLong() {
            RawWebSocket subscriber = subscriber();
            RawWebSocket publisher = publisher();
            publisher.ask(start(",\"idleTimeoutMs\":50"));

            assertThat(publisher.nextText()).startsWith(closedWith("IdleTimeout"));
            assertThat(subscriber.nextText()).startsWith(terminal(1, ",\"error\":{\"name\":\"IdleTimeout\""));
        }

        @Test
        void comesWhenThePublisherLeaves() {
            RawWebSocket subscriber = subscriber();
            RawWebSocket publisher = streaming();
            publisher.ask(data("1", "a"));

            publisher.leave();

            assertThat(subscriber.nextText()).isEqualTo(fragment("ann", 1, "a"));
            assertThat(subscriber.nextText()).startsWith(terminal(2, ",\"error\":{\"name\":\"Cancelled\""));
        }

        @Test
        void comesWithTheTransportWhereThereIsNoRecovery() {
            RawWebSocket subscriber = subscriber();
            RawWebSocket publisher = streaming();

            publisher.close();

            assertThat(subscriber.nextText()).startsWith(terminal(1, ",\"error\":{\"name\":\"Cancelled\""));
        }

        @Test
        void comesWhenTheApplicationClosesThePublisher() {
            RawWebSocket subscriber = subscriber();
            RawWebSocket publisher = streaming();

            SERVER.status("DELETE", "/connections/" + publisher.connectionId());

            assertThat(subscriber.nextText()).startsWith(terminal(1, ",\"error\":{\"name\":\"Cancelled\""));
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
            RawWebSocket subscriber = subscriber();
            RawWebSocket publisher = publisher();
            publisher.ask("{\"type\":\"sendToGroup\",\"group\":\"g\",\"metadata\":{\"k\":\"v\"},"
                    + "\"stream\":{\"streamId\":\"s1\"}}");
            publisher.ask(data("1", "a"));
            publisher.ask(data("2", "b"));

            assertThat(subscriber.nextText()).contains("\"metadata\":{\"k\":\"v\"}");
            assertThat(subscriber.nextText()).contains("\"metadata\":{\"k\":\"v\"}");
        }

        @Test
        void aMemberThatComesLaterGetsTheNextFragment() {
            RawWebSocket publisher = streaming();
            publisher.ask(data("1", "a"));
            RawWebSocket late = subscriber();
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
            RawWebSocket subscriber = subscriber();
            RawWebSocket publisher = SERVER.reliable("ann");
            publisher.ask(start(",\"idleTimeoutMs\":50"));
            publisher.drop();

            assertThat(subscriber.nextText()).startsWith(terminal(1, ",\"error\":{\"name\":\"IdleTimeout\""));
            assertThat(SERVER.recover(publisher).ask(data("1", "a"))).startsWith(closedWith("StreamNotFound"));
        }

        @Test
        void simpleClientsGetTheFragmentsWithoutTheEnd() {
            RawWebSocket simple = SERVER.simple(SERVER.token().groups("g"), "");
            RawWebSocket publisher = streaming();
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
