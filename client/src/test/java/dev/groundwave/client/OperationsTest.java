package dev.groundwave.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwave.client.ScriptedTransport.Link;
import dev.groundwave.client.port.TransportEnd;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.Payload;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Requests, acks, retries and their limits. Source: client-sdk.md, sections 1.5, 1.6 and 2.6. */
@SuppressWarnings("FutureReturnValueIgnored") // Many steps matter for what they cause, not for their own result.
final class OperationsTest {
    private final Rig rig = new Rig();

    @Nested
    final class Frames {
        @Test
        void carryWhatTheOptionsSay() {
            Link link = rig.connected();
            rig.client.sendToGroupAsync(
                    "room",
                    Payload.jsonRaw(" {\"a\":[1,2]} "),
                    SendToGroupOptions.noEcho().withMetadata(Map.of("k", "v")).withTtl(Duration.ofSeconds(60)));
            rig.client.sendEventAsync("order", Payload.binary(new byte[] {1}), SendEventOptions.fireAndForget());
            rig.settle();
            assertThat(link.sent.get(0))
                    .isEqualTo(new ClientMessage.SendToGroup(
                            "room", Payload.jsonRaw("{\"a\":[1,2]}"), true, OptionalLong.of(1), Map.of("k", "v"), 60));
            assertThat(link.sent.get(1))
                    .isEqualTo(new ClientMessage.SendEvent(
                            "order", Payload.binary(new byte[] {1}), OptionalLong.empty(), Map.of()));
        }

        @Test
        void thatWouldCostTheConnectionAreRefusedLocally() {
            assertRefused("group", () -> rig.client.joinGroupAsync(" "));
            assertRefused("event", () -> rig.client.sendEventAsync("1st", Payload.text("x")));
            assertRefused("null", () -> rig.client.sendEventAsync("e", Payload.jsonRaw("null")));
            assertRefused("JSON", () -> rig.client.sendEventAsync("e", Payload.jsonRaw("{\"a\":")));
            assertRefused("one JSON value", () -> rig.client.sendToGroupAsync("g", Payload.jsonRaw("1,\"ackId\":9")));
            assertRefused("one JSON value", () -> rig.client.sendToGroupAsync("g", Payload.jsonRaw("1,\"x\":9")));
            assertRefused("bytes", () -> rig.client.sendToGroupAsync("g", "x".repeat(1_048_576)));
            assertRefused("ackId", () -> OperationOptions.defaults().withAckId(-1));
            assertRefused("ack id", () -> SendToGroupOptions.fireAndForget().withAckId(1));
        }

        @Test
        void mayBeExactlyAsLargeAsTheLimit() {
            Link link = rig.connected();
            int envelope = ScriptedTransport.CODEC.encode(new ClientMessage.SendToGroup(
                            "g", Payload.text(""), false, OptionalLong.of(1), Map.of(), 0))
                    .length;
            rig.client.sendToGroupAsync("g", "x".repeat(1_048_576 - envelope));
            rig.settle();
            assertThat(link.sent).hasSize(1);
            assertRefused("bytes", () -> rig.client.sendToGroupAsync("g", "x".repeat(1_048_577 - envelope)));
        }

        private void assertRefused(String word, ThrowingCallable call) {
            assertThatThrownBy(call)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(word);
        }
    }

    @Nested
    final class AckIds {
        @Test
        void beginAtOneAndJumpPastThoseOfTheUser() {
            Link link = rig.connected();
            rig.client.joinGroupAsync("a");
            rig.client.joinGroupAsync("b", OperationOptions.defaults().withAckId(50));
            rig.client.joinGroupAsync("c");
            rig.client.joinGroupAsync("d", OperationOptions.defaults().withAckId(7));
            rig.client.joinGroupAsync("e");
            rig.settle();
            assertThat(Rig.ackIds(link)).containsExactly(1L, 50L, 51L, 7L, 52L);
        }

        @Test
        void underWayAreNotSharedByTwoCalls() {
            Link link = rig.connected();
            OperationOptions five = OperationOptions.defaults().withAckId(5);
            CompletableFuture<WebPubSubResult> first = rig.client.joinGroupAsync("a", five);
            CompletableFuture<WebPubSubResult> second = rig.client.joinGroupAsync("b", five);
            rig.settle();
            Rig.failureOf(second, IllegalArgumentException.class);
            link.ack(5);
            rig.settle();
            assertThat(first).isCompleted();
            assertThat(link.sent).hasSize(1);
        }

        @Test
        void ofAFailedCallMayBeUsedAgain() {
            Link link = rig.connected();
            CompletableFuture<WebPubSubResult> first = rig.client.joinGroupAsync("a");
            rig.settle();
            link.refuse(1, "Forbidden");
            rig.settle();
            long failed = Rig.failureOf(first, SendMessageFailedException.class)
                    .ackId()
                    .orElseThrow();
            CompletableFuture<WebPubSubResult> second =
                    rig.client.joinGroupAsync("a", OperationOptions.defaults().withAckId(failed));
            rig.settle();
            link.ack(failed);
            rig.settle();
            assertThat(second).isCompleted();
            assertThat(Rig.ackIds(link)).containsExactly(1L, 1L);
        }

        @Test
        void areNotResetByANewConnection() {
            Link first = rig.connected();
            rig.client.sendToGroupAsync("g", "a");
            rig.settle();
            first.ack(1);
            rig.settle();
            first.drop();
            rig.pass(Duration.ofSeconds(1));
            Link second = rig.greetLast("c2");
            rig.client.sendToGroupAsync("g", "b");
            rig.settle();
            assertThat(Rig.ackIds(second)).containsExactly(2L);
        }
    }

    @Nested
    final class Answers {
        private final Link link = rig.connected();
        private final CompletableFuture<WebPubSubResult> sending = send("a");

        @Test
        void completeTheCall() {
            link.ack(1);
            rig.settle();
            assertThat(sending).isCompletedWithValue(new WebPubSubResult(OptionalLong.of(1), false));
        }

        @Test
        void mayComeWhileTheFrameIsBeingWritten() { // 12
            link.duringWrite = message -> message.ackId().ifPresent(link::ack);
            assertThat(send("b")).isCompletedWithValue(new WebPubSubResult(OptionalLong.of(2), false));
        }

        @Test
        void ofDuplicateAreSuccess() {
            link.refuse(1, "Duplicate");
            rig.settle();
            assertThat(sending).isCompletedWithValue(new WebPubSubResult(OptionalLong.of(1), true));
        }

        @Test
        void thatForbidAreFinalAfterOneFrame() {
            link.refuse(1, "Forbidden");
            rig.pass(Duration.ofSeconds(10));
            SendMessageFailedException failure = Rig.failureOf(sending, SendMessageFailedException.class);
            assertThat(failure.outcome()).isEqualTo(Outcome.REJECTED);
            assertThat(failure.isTransient()).isFalse();
            assertThat(failure.operation()).isEqualTo("sendToGroup");
            assertThat(failure.target()).isEqualTo("g");
            assertThat(failure.attempts()).isEqualTo(1);
            assertThat(failure.errorDetail().orElseThrow().name()).isEqualTo("Forbidden");
            assertThat(link.sent).hasSize(1);
        }

        @Test
        void ofAFaultAreRetriedThreeTimesUnderOneAckId() {
            for (long millis : List.of(800L, 1_600L, 3_200L)) {
                int before = link.sent.size();
                link.refuse(1, "InternalServerError");
                rig.pass(Duration.ofMillis(millis - 1));
                assertThat(link.sent).hasSize(before);
                rig.pass(Duration.ofMillis(1));
                assertThat(link.sent).hasSize(before + 1);
            }
            link.ack(1);
            rig.settle();
            assertThat(sending).isCompleted();
            assertThat(Rig.ackIds(link)).containsExactly(1L, 1L, 1L, 1L);
        }

        @Test
        void ofAFaultFailTheCallWhenRetriesAreUsedUp() {
            for (int i = 0; i < 4; i++) {
                link.refuse(1, "SomethingNew");
                rig.pass(Duration.ofSeconds(4));
            }
            SendMessageFailedException failure = Rig.failureOf(sending, SendMessageFailedException.class);
            assertThat(failure.outcome()).isEqualTo(Outcome.REJECTED);
            assertThat(failure.isTransient()).isTrue();
            assertThat(failure.attempts()).isEqualTo(4);
        }

        @Test
        void thatAreMissingCauseOneMoreFrameAndThenUnknown() {
            rig.pass(Duration.ofSeconds(20));
            link.pong();
            rig.pass(Duration.ofSeconds(11));
            assertThat(Rig.ackIds(link)).containsExactly(1L, 1L);
            link.pong();
            rig.pass(Duration.ofSeconds(29));
            SendMessageFailedException failure = Rig.failureOf(sending, SendMessageFailedException.class);
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(failure.errorDetail()).isEmpty();
            assertThat(failure.attempts()).isEqualTo(2);
        }

        @Test
        void toNobodyAreIgnored() {
            link.ack(99);
            link.receive("{\"type\":\"news\",\"x\":1}".getBytes(StandardCharsets.UTF_8));
            link.receive("nonsense".getBytes(StandardCharsets.UTF_8));
            link.ack(1);
            rig.settle();
            assertThat(sending).isCompleted();
            assertThat(rig.client.isConnected()).isTrue();
        }
    }

    @Nested
    final class FireAndForget {
        @Test
        void completesWhenWritten() {
            Link link = rig.connected();
            link.writable = 0;
            CompletableFuture<WebPubSubResult> sending =
                    rig.client.sendToGroupAsync("g", Payload.text("a"), SendToGroupOptions.fireAndForget());
            rig.settle();
            assertThat(sending).isNotDone();
            link.write(1);
            rig.settle();
            assertThat(sending).isCompletedWithValue(new WebPubSubResult(OptionalLong.empty(), false));
        }

        @Test
        void goesToTheNextConnectionWhenNothingOfItWasWritten() {
            Link first = rig.connected();
            first.writable = 0;
            CompletableFuture<WebPubSubResult> sending =
                    rig.client.sendToGroupAsync("g", Payload.text("a"), SendToGroupOptions.fireAndForget());
            rig.settle();
            first.drop();
            rig.pass(Duration.ofSeconds(1));
            Link second = rig.greetLast("c2");
            assertThat(sending).isCompleted();
            assertThat(second.sent).hasSize(1);
        }
    }

    @Nested
    final class ALostTransport {
        @Test
        void bringsUnansweredOperationsBackFirstAndInOrder() {
            Link first = rig.connected();
            List<CompletableFuture<WebPubSubResult>> all = new ArrayList<>();
            LongStream.rangeClosed(1, 10).forEach(i -> all.add(send("a" + i)));
            first.drop();
            rig.settle();
            LongStream.rangeClosed(11, 15).forEach(i -> all.add(send("b" + i)));
            rig.pass(Duration.ofSeconds(1));
            Link second = rig.greetLast("c2");
            assertThat(Rig.ackIds(second))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 15).boxed().toList());
            Rig.ackIds(second).forEach(second::ack);
            rig.settle();
            assertThat(all).allMatch(CompletableFuture::isDone);
        }

        @Test
        void doesNotCountAgainstTheRetries() {
            Rig strict = new Rig(builder -> builder.messageRetry(RetryOptions.none()));
            Link first = strict.connected();
            CompletableFuture<WebPubSubResult> sending = strict.client.sendToGroupAsync("g", "a");
            strict.settle();
            first.drop();
            strict.pass(Duration.ofSeconds(1));
            Link second = strict.greetLast("c2");
            second.ack(1);
            strict.settle();
            assertThat(sending).isCompleted();
        }

        @Test
        void failsUnansweredOperationsWhenTheyMayNotCrossConnections() {
            Rig careful =
                    new Rig(builder -> builder.retryAcrossConnections(RetryAcrossConnections.SAME_CONNECTION_ONLY));
            Link first = careful.connected();
            CompletableFuture<WebPubSubResult> sent = careful.client.sendToGroupAsync("g", "a");
            careful.settle();
            first.drop();
            careful.settle();
            CompletableFuture<WebPubSubResult> unsent = careful.client.sendToGroupAsync("g", "b");
            careful.pass(Duration.ofSeconds(1));
            Link second = careful.greetLast("c2");
            assertThat(Rig.failureOf(sent, SendMessageFailedException.class).outcome())
                    .isEqualTo(Outcome.UNKNOWN);
            assertThat(unsent).isNotDone();
            assertThat(second.sent).hasSize(1);
        }

        @Test
        void closedOverABadFrameDoesNotCarryItOn() {
            Link first = rig.connected();
            first.writable = 1;
            CompletableFuture<WebPubSubResult> written = send("poison");
            CompletableFuture<WebPubSubResult> queued = send("innocent");
            first.end(TransportEnd.closed(1007, "no"));
            rig.settle();
            assertThat(Rig.failureOf(written, SendMessageFailedException.class).outcome())
                    .isEqualTo(Outcome.UNKNOWN);
            rig.pass(Duration.ofSeconds(1));
            Link second = rig.greetLast("c2");
            assertThat(Rig.ackIds(second)).containsExactly(2L);
            assertThat(queued).isNotDone();
        }

        @Test
        void doesNotOutlastTheOperationTimeout() {
            rig.connected().drop();
            rig.settle();
            CompletableFuture<WebPubSubResult> waiting = rig.client.sendToGroupAsync(
                    "g", Payload.text("a"), SendToGroupOptions.defaults().withTimeout(Duration.ofMillis(300)));
            rig.pass(Duration.ofMillis(300));
            assertThat(Rig.failureOf(waiting, SendMessageFailedException.class).outcome())
                    .isEqualTo(Outcome.NOT_SENT);
        }
    }

    @Nested
    final class TooManyOperations {
        private final Rig narrow = new Rig(builder -> builder.maxPendingOperations(2));

        @Test
        void waitForAPlace() {
            Link link = narrow.connected();
            for (int i = 0; i < 3; i++) {
                narrow.client.sendToGroupAsync("g", "a");
            }
            narrow.settle();
            assertThat(link.sent).hasSize(2);
            link.ack(1);
            narrow.settle();
            assertThat(link.sent).hasSize(3);
        }

        @Test
        void failWithBackpressureWhenNoPlaceComes() {
            Link link = narrow.connected();
            narrow.client.sendToGroupAsync("g", "a");
            narrow.client.sendToGroupAsync("g", "b");
            CompletableFuture<WebPubSubResult> third = narrow.client.sendToGroupAsync(
                    "g", Payload.text("c"), SendToGroupOptions.defaults().withTimeout(Duration.ofSeconds(5)));
            narrow.pass(Duration.ofSeconds(5));
            Rig.failureOf(third, BackpressureException.class);
            link.ack(1);
            narrow.settle();
            assertThat(link.sent).hasSize(2);
        }

        @Test
        void waitWhileTheTransportTakesNoMore() {
            Link link = rig.connected();
            link.writable = 0;
            link.queueCapacity = 1;
            send("a");
            send("b");
            link.write(2);
            rig.settle();
            assertThat(Rig.ackIds(link)).containsExactly(1L, 2L);
        }
    }

    @Nested
    final class ACancelledFuture {
        @Test
        void withdrawsAnOperationThatWasNotSent() {
            CompletableFuture<ClientEvent.ConnectedEvent> starting = rig.client.startAsync();
            CompletableFuture<WebPubSubResult> join = rig.client.joinGroupAsync("g");
            rig.settle();
            join.cancel(false);
            rig.settle();
            Link link = rig.greetLast("c1");
            assertThat(starting).isCompleted();
            assertThat(link.sent).isEmpty();
            assertThat(rig.client.groups()).isEmpty();
        }

        @Test
        void doesNotRetryWhatWasSent() {
            Link link = rig.connected();
            CompletableFuture<WebPubSubResult> sending = send("a");
            sending.cancel(false);
            rig.settle();
            link.refuse(1, "InternalServerError");
            rig.pass(Duration.ofSeconds(5));
            assertThat(link.sent).hasSize(1);
        }
    }

    private CompletableFuture<WebPubSubResult> send(String text) {
        CompletableFuture<WebPubSubResult> sending = rig.client.sendToGroupAsync("g", text);
        rig.settle();
        return sending;
    }
}
