package dev.groundwave.server.blackbox.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.Frame;
import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.server.blackbox.ScriptedUpstream.Answer;
import dev.groundwave.server.blackbox.ScriptedUpstream.Request;
import dev.groundwave.server.settings.SystemEvent;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.MalformedMessageException;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage;
import dev.groundwave.wire.protobuf.ProtobufCodec;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events of clients: client-protocol.md, sections 5.1, 7.3 and 7.4, and events-and-operations.md, 1.11 to 1.15. */
final class UserEventTest {
    private static final String FAILED =
            "\"success\":false,\"error\":{\"name\":\"InternalServerError\",\"message\":\"Internal server error\"}}";
    private static final String PING = "{\"type\":\"ping\"}";
    private static final String PONG = "{\"type\":\"pong\"}";

    private EventRig rig = EventRig.ofUserEvents();

    @AfterEach
    void end() {
        rig.close();
    }

    private static String event(String name, String data, int ackId) {
        return "{\"type\":\"event\",\"event\":\"" + name + "\",\"dataType\":\"text\",\"data\":\"" + data
                + "\",\"ackId\":" + ackId + "}";
    }

    private static String join(int ackId) {
        return "{\"type\":\"joinGroup\",\"group\":\"g\",\"ackId\":" + ackId + "}";
    }

    private static String success(int ackId) {
        return "{\"type\":\"ack\",\"ackId\":" + ackId + ",\"success\":true}";
    }

    private static String failure(int ackId) {
        return "{\"type\":\"ack\",\"ackId\":" + ackId + "," + FAILED;
    }

    @Nested
    @DisplayName("section 7.4")
    final class OfASubprotocol {
        @Test
        void reachTheHandlerAndAreAcknowledged() {
            RawWebSocket client = rig.json();

            assertThat(client.ask("{\"type\":\"event\",\"event\":\"Order\",\"data\":{\"a\":1.0},\"ackId\":1,"
                            + "\"metadata\":{\"Trace\":\"x\"}}"))
                    .isEqualTo(success(1));

            Request request = rig.upstream().next("Order");
            assertThat(request.text()).isEqualTo("{\"a\":1.0}");
            assertThat(request.header("Content-Type")).contains("application/json");
            assertThat(request.header("ce-connectionId")).contains(client.connectionId());
            assertThat(request.header("ce-subprotocol")).contains(RunningServer.JSON);
            assertThat(request.header("x-webpubsub-metadata-trace")).contains("x");
        }

        @Test
        void areAnsweredByAMessageBeforeTheAck() {
            rig.upstream().answer(Answer.of(200, "application/json", "[1.0]").header("x-webpubsub-metadata-K", "v"));
            RawWebSocket client = rig.json();

            assertThat(client.ask(event("e", "hi", 1)))
                    .isEqualTo("{\"type\":\"message\",\"from\":\"server\",\"dataType\":\"json\",\"data\":[1.0],"
                            + "\"metadata\":{\"k\":\"v\"}}");
            assertThat(client.nextText()).isEqualTo(success(1));
        }

        @Test
        void areAnsweredUnderANumberOnReliableConnections() {
            rig.upstream().answer(Answer.of(200, "text/plain", "hello"));
            RawWebSocket client = rig.client(RunningServer.RELIABLE);

            assertThat(client.ask(event("e", "hi", 1)))
                    .isEqualTo("{\"sequenceId\":1,\"type\":\"message\",\"from\":\"server\",\"dataType\":\"text\","
                            + "\"data\":\"hello\"}");
            assertThat(client.nextText()).isEqualTo(success(1));
        }

        @Test
        void areAnsweredInProtobuf() throws MalformedMessageException {
            ProtobufCodec codec = new ProtobufCodec();
            rig.upstream().answer(Answer.of(200, "application/octet-stream", "x"));
            RawWebSocket client = rig.handshake(rig.token())
                    .offer("protobuf.webpubsub.azure.v1")
                    .open();
            client.nextBinary();

            client.binary(
                    codec.encode(new ClientMessage.SendEvent("e", Payload.text("hi"), OptionalLong.of(3), Map.of())));

            byte[] message = client.nextBinary();
            assertThat(codec.decodeServiceMessage(message, 0, message.length))
                    .contains(new ServiceMessage.ServerData(
                            Payload.binary(new byte[] {'x'}), Map.of(), OptionalLong.empty()));
            byte[] ack = client.nextBinary();
            assertThat(codec.decodeServiceMessage(ack, 0, ack.length)).contains(ServiceMessage.Ack.success(3));
        }

        @Test
        void areNotRepeatedOnceTheySucceeded() {
            RawWebSocket client = rig.json();
            client.ask(event("e", "hi", 1));
            rig.upstream().next("e");

            assertThat(client.ask(event("e", "hi", 1))).contains("\"Duplicate\"");
            assertThat(rig.upstream().waiting()).isZero();
        }

        @Test
        void thatFailedMayBeTriedAgain() {
            rig.upstream().answer(Answer.of(400));
            RawWebSocket client = rig.json();
            assertThat(client.ask(event("e", "hi", 1))).isEqualTo(failure(1));

            rig.upstream().answer(Answer.of(204));
            assertThat(client.ask(event("e", "hi", 1))).isEqualTo(success(1));
            assertThat(rig.server().events().failed()).isEqualTo(1);
        }

        @ParameterizedTest
        @ValueSource(strings = {"text/html", "application/json"})
        void failWithAnAnswerThatIsNoMessage(String contentType) {
            rig.upstream().answer(Answer.of(200, contentType, "<p>"));

            assertThat(rig.json().ask(event("e", "hi", 1))).isEqualTo(failure(1));
        }

        @Test
        void withoutAnAckIdFailInSilence() {
            rig.upstream().answer(Answer.of(500));
            RawWebSocket client = rig.json();
            client.text("{\"type\":\"event\",\"event\":\"e\",\"data\":1}");

            assertThat(client.ask(event("e", "hi", 1))).isEqualTo(failure(1));
            assertThat(rig.server().events().failed()).isEqualTo(2);
        }

        @Test
        void thatNobodyWantsFail() {
            rig.close();
            rig = EventRig.start(false, "other");

            assertThat(rig.json().ask(event("e", "hi", 1))).isEqualTo(failure(1));
            assertThat(rig.server().events().unhandled()).isEqualTo(1);
        }

        @Test
        void thatFailCloseTheConnectionWhereTheHubSaysSo() {
            rig.close();
            rig = EventRig.start(true, "*");
            rig.upstream().answer(Answer.of(400));
            RawWebSocket client = rig.json();

            assertThat(client.ask(event("e", "hi", 1))).isEqualTo(failure(1));
            assertThat(client.nextClose()).isEqualTo(new RawWebSocket.Close(1011, "Internal server error"));
        }
    }

    @Nested
    @DisplayName("section 7.3")
    final class Order {
        private final CountDownLatch slow = new CountDownLatch(1);

        private RawWebSocket withSlowEvent() {
            rig.upstream()
                    .answer(request -> request.event().equals("slow")
                            ? EventRig.held(slow, Answer.of(200, "text/plain", "late"))
                            : Answer.of(200, "text/plain", request.text()));
            RawWebSocket client = rig.json();
            client.text(event("slow", "x", 1));
            rig.upstream().next("slow");
            return client;
        }

        @Test
        void isKeptBehindASlowEvent() {
            RawWebSocket client = withSlowEvent();
            client.text(join(2)).text(event("e", "b", 3)).text(event("e", "c", 4));
            client.expectNothingBeforePong();

            slow.countDown();

            assertThat(client.nextText()).contains("late");
            assertThat(client.nextText()).isEqualTo(success(1));
            assertThat(client.nextText()).isEqualTo(success(2));
            assertThat(client.nextText()).contains("\"data\":\"b\"");
            assertThat(client.nextText()).isEqualTo(success(3));
            assertThat(client.nextText()).contains("\"data\":\"c\"");
            assertThat(client.nextText()).isEqualTo(success(4));
        }

        @Test
        void isNotForPingsAndInvocations() {
            RawWebSocket client = withSlowEvent();

            assertThat(client.ask(PING)).isEqualTo(PONG);
            assertThat(client.ask("{\"type\":\"invoke\",\"invocationId\":\"1\",\"target\":\"event\",\"event\":\"i\","
                            + "\"dataType\":\"text\",\"data\":\"now\"}"))
                    .contains("\"data\":\"now\"");
            assertThat(client.ask("{\"type\":\"invoke\",\"invocationId\":\"2\",\"target\":\"group\",\"event\":\"i\"}"))
                    .contains("BadRequest");
            slow.countDown();
            assertThat(client.nextText()).contains("late");
        }

        @Test
        void isNotForOtherClients() {
            withSlowEvent();
            RawWebSocket other = rig.json();

            assertThat(other.ask(event("e", "b", 1))).contains("\"data\":\"b\"");
            assertThat(other.nextText()).isEqualTo(success(1));
            slow.countDown();
        }

        @Test
        void survivesMoreThanIsReadAhead() {
            RawWebSocket client = withSlowEvent();
            for (int i = 2; i < 202; i++) {
                client.text(join(i));
            }
            slow.countDown();

            assertThat(client.nextText()).contains("late");
            for (int i = 1; i < 202; i++) {
                assertThat(client.nextText()).isEqualTo(success(i));
            }
        }

        @Test
        void isKeptAcrossARecovery() {
            rig.upstream()
                    .answer(request -> request.event().equals("slow")
                            ? EventRig.held(slow, Answer.of(200, "text/plain", "late"))
                            : Answer.of(204));
            RawWebSocket client = rig.client(RunningServer.RELIABLE);
            client.text(event("slow", "x", 1)).text(event("e", "b", 2));
            rig.upstream().next("slow");
            client.drop();
            RawWebSocket back = rig.server()
                    .recover(EventRig.HUB, client.connectionId(), client.reconnectionToken())
                    .started();
            back.text(join(3));
            back.expectNothingBeforePong();

            slow.countDown();

            assertThat(back.nextText()).contains("late").contains("\"sequenceId\":1");
            assertThat(back.nextText()).isEqualTo(success(1));
            assertThat(back.nextText()).isEqualTo(success(2));
            assertThat(back.nextText()).isEqualTo(success(3));
        }

        @Test
        void isKeptForWhatAClientSaidBeforeItLeft() {
            rig.close();
            rig = EventRig.start(false, "*", SystemEvent.DISCONNECTED);
            RawWebSocket client = withSlowEvent();
            client.text(event("a", "1", 2)).text(join(3)).text(event("b", "2", 4));
            client.expectNothingBeforePong();
            client.leave();
            slow.countDown();

            rig.upstream().next("a");
            rig.upstream().next("b");
            rig.upstream().next("disconnected");
        }

        @Test
        void countsWhatIsLost() {
            rig.close();
            rig = EventRig.start(false, "*", SystemEvent.DISCONNECTED);
            RawWebSocket client = withSlowEvent();
            rig.upstream().answer(request -> request.event().equals("disconnected") ? Answer.of(204) : Answer.of(400));
            client.text(event("a", "1", 2)).text(event("b", "2", 3));
            client.expectNothingBeforePong();
            client.leave();
            slow.countDown();

            rig.upstream().next("a");
            rig.upstream().next("disconnected");
            assertThat(rig.server().events().failed()).isEqualTo(2);
        }
    }

    @Nested
    @DisplayName("section 5.1")
    final class OfASimpleClient {
        @Test
        void areNamedMessage() {
            RawWebSocket client = rig.simple();
            client.text("hi").binary(new byte[] {1, 2});

            Request text = rig.upstream().next("message");
            assertThat(text.text()).isEqualTo("hi");
            assertThat(text.header("Content-Type")).contains("text/plain; charset=utf-8");
            assertThat(text.header("ce-subprotocol")).isEmpty();
            Request binary = rig.upstream().next("message");
            assertThat(binary.header("Content-Type")).contains("application/octet-stream");
            assertThat(binary.body().toArray()).containsExactly(1, 2);
        }

        @Test
        void areAnsweredByTheBodyInAFrameOfItsKind() {
            RawWebSocket client = rig.simple();

            rig.upstream().answer(Answer.of(200, "text/plain", "a"));
            assertThat(client.text("1").nextText()).isEqualTo("a");
            rig.upstream().answer(Answer.of(200, "application/json", "\"b\""));
            assertThat(client.text("2").nextText()).isEqualTo("\"b\"");
            rig.upstream().answer(Answer.of(200, "application/json", "{broken"));
            assertThat(client.text("3").nextText()).isEqualTo("{broken");
            rig.upstream().answer(Answer.of(200, "application/octet-stream", "c"));
            assertThat(client.text("4").nextBinary()).containsExactly('c');
            rig.upstream().answer(Answer.of(200, "application/x-protobuf", "d"));
            assertThat(client.text("5").nextBinary()).containsExactly('d');
            rig.upstream().answer(Answer.of(204).header("x-webpubsub-metadata-k", "v"));
            assertThat(client.text("6").nextText()).isEmpty();
        }

        @Test
        void areAnsweredOneAfterAnother() {
            CountDownLatch slow = new CountDownLatch(1);
            rig.upstream()
                    .answer(request -> request.text().equals("1")
                            ? EventRig.held(slow, Answer.of(204))
                            : Answer.of(200, "text/plain", request.text()));
            RawWebSocket client = rig.simple();
            client.text("1").text("2").text("3");
            rig.upstream().next("message");
            client.send(Frame.of(Frame.PING, new byte[0]));
            assertThat(client.nextFrame().opcode()).isEqualTo(Frame.PONG);
            assertThat(rig.upstream().waiting()).isZero();
            slow.countDown();

            assertThat(client.nextText()).isEqualTo("2");
            assertThat(client.nextText()).isEqualTo("3");
        }

        @ParameterizedTest
        @ValueSource(ints = {400, 500})
        void thatFailCloseTheConnection(int status) {
            rig.upstream().answer(Answer.of(status));

            assertThat(rig.simple().text("hi").nextClose())
                    .isEqualTo(new RawWebSocket.Close(1011, "Internal server error"));
        }

        @Test
        void thatNobodyWantsCloseTheConnection() {
            rig.close();
            rig = EventRig.start(false, "other");

            assertThat(rig.simple().text("hi").nextClose().code()).isEqualTo(1011);
        }
    }

    @Nested
    @DisplayName("section 10")
    final class Invocations {
        private static String invoke(String id, String text) {
            return "{\"type\":\"invoke\",\"invocationId\":\"" + id + "\",\"target\":\"event\",\"event\":\"echo\","
                    + "\"dataType\":\"text\",\"data\":\"" + text + "\"}";
        }

        @Test
        void areAnsweredByTheHandler() {
            rig.upstream().answer(Answer.of(200, "text/plain", "hi").header("x-webpubsub-metadata-k", "v"));

            assertThat(rig.json().ask(invoke("1", "hi")))
                    .isEqualTo("{\"type\":\"invokeResponse\",\"invocationId\":\"1\",\"success\":true,"
                            + "\"dataType\":\"text\",\"data\":\"hi\",\"metadata\":{\"k\":\"v\"}}");
        }

        @Test
        void withoutDataSendAnEmptyText() {
            assertThat(rig.json()
                            .ask("{\"type\":\"invoke\",\"invocationId\":\"1\",\"target\":\"event\","
                                    + "\"event\":\"echo\"}"))
                    .isEqualTo("{\"type\":\"invokeResponse\",\"invocationId\":\"1\",\"success\":true}");
            Request request = rig.upstream().next("echo");
            assertThat(request.text()).isEmpty();
            assertThat(request.header("Content-Type")).contains("text/plain; charset=utf-8");
        }

        @Test
        void failWithTheHandler() {
            rig.upstream().answer(Answer.of(400, "text/plain", "secret"));

            assertThat(rig.json().ask(invoke("1", "hi")))
                    .isEqualTo("{\"type\":\"invokeResponse\",\"invocationId\":\"1\"," + FAILED);
        }

        @Test
        void runSideBySideUnderIdsOfTheirOwn() {
            CountDownLatch slow = new CountDownLatch(1);
            rig.upstream()
                    .answer(request ->
                            request.text().equals("slow") ? EventRig.held(slow, Answer.of(204)) : Answer.of(204));
            RawWebSocket client = rig.json();
            client.text(invoke("1", "slow"));
            rig.upstream().next("echo");

            assertThat(client.ask(invoke("1", "again"))).contains("BadRequest");
            assertThat(client.ask(invoke("2", "quick"))).contains("\"invocationId\":\"2\",\"success\":true");
            slow.countDown();
            assertThat(client.nextText()).contains("\"invocationId\":\"1\",\"success\":true");
        }

        @Test
        void areForgottenWhenTheyAreCancelled() {
            CountDownLatch slow = new CountDownLatch(1);
            rig.upstream()
                    .answer(request ->
                            request.text().equals("slow") ? EventRig.held(slow, Answer.of(204)) : Answer.of(204));
            RawWebSocket client = rig.json();
            client.text(invoke("1", "slow"));
            rig.upstream().next("echo");
            client.text("{\"type\":\"cancelInvocation\",\"invocationId\":\"1\"}")
                    .text("{\"type\":\"cancelInvocation\",\"invocationId\":\"unknown\"}");
            client.expectNothingBeforePong();
            slow.countDown();

            assertThat(client.ask(invoke("1", "quick"))).contains("\"invocationId\":\"1\",\"success\":true");
            client.expectNothingBeforePong();
        }
    }
}
