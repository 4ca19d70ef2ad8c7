package dev.groundwave.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.client.ScriptedTransport.Link;
import dev.groundwave.client.port.TransportEnd;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.Payload;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * What becomes of operations when their transport is lost. Source: client-sdk.md, sections 2.1 to 2.3; numbers are
 * those of section 8.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Many steps matter for what they cause, not for their own result.
final class RecoveredOperationsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Rig rig = new Rig();

    @Nested
    final class OperationsUnderWay {
        @Test
        void areSentAgainUnderTheSameAckIdAndADuplicateIsSuccess() { // 7
            Link first = rig.reliablyConnected();
            CompletableFuture<WebPubSubResult> send = rig.client.sendToGroupAsync("g", "x");
            rig.settle();
            first.drop();
            rig.pass(Duration.ZERO);
            Link second = rig.recoverLast();
            assertThat(Rig.ackIds(second)).isEqualTo(Rig.ackIds(first));
            second.refuse(1, "Duplicate");
            rig.settle();
            assertThat(send).isCompletedWithValue(new WebPubSubResult(OptionalLong.of(1), true));
        }

        @Test
        void goInTheirOrderAndThoseThatWaitedBehindThem() { // 13
            Link first = rig.reliablyConnected();
            first.writable = 10;
            IntStream.range(0, 15).forEach(i -> rig.client.sendToGroupAsync("g", "x" + i));
            rig.settle();
            assertThat(first.sent).hasSize(10);
            first.drop();
            rig.settle();
            rig.client.sendToGroupAsync("g", "meanwhile");
            rig.pass(Duration.ZERO);
            Link second = rig.recoverLast();
            assertThat(Rig.ackIds(second))
                    .isEqualTo(LongStream.rangeClosed(1, 16).boxed().toList());
            assertThat(second.sent.subList(0, 10)).isEqualTo(first.sent);
        }

        @Test
        void waitThroughTheWholeRecovery() {
            rig.reliablyConnected().drop();
            rig.settle();
            CompletableFuture<WebPubSubResult> join = rig.client.joinGroupAsync("g");
            for (int i = 0; i < 20; i++) {
                rig.pass(Duration.ZERO);
                rig.answerLast(503);
                rig.pass(SECOND);
            }
            assertThat(join).isNotDone();
            Link link = rig.recoverLast();
            link.ack(1);
            rig.settle();
            assertThat(join).isCompleted();
        }

        @Test
        void surviveEvenWhenTheyMayNotCrossConnections() {
            Rig own = new Rig(builder -> builder.retryAcrossConnections(RetryAcrossConnections.SAME_CONNECTION_ONLY));
            Link first = own.reliablyConnected();
            CompletableFuture<WebPubSubResult> send = own.client.sendToGroupAsync("g", "x");
            own.settle();
            first.drop();
            own.pass(Duration.ZERO);
            Link second = own.network.last();
            second.accept();
            second.greet("c1", "t");
            own.settle();
            assertThat(send).isNotDone();
            assertThat(Rig.ackIds(second)).containsExactly(1L);
        }

        @Test
        void writtenOnATransportClosedOverABadFrameAreNotSentAgain() { // 23
            Link first = rig.reliablyConnected();
            first.writable = 2;
            CompletableFuture<WebPubSubResult> poison = rig.client.sendToGroupAsync("g", "poison");
            CompletableFuture<WebPubSubResult> suspect = rig.client.sendToGroupAsync("g", "written as well");
            CompletableFuture<WebPubSubResult> innocent = rig.client.sendToGroupAsync("g", "innocent");
            rig.settle();
            first.end(TransportEnd.closed(1007, "The client message is not valid."));
            rig.settle();
            for (CompletableFuture<WebPubSubResult> written : List.of(poison, suspect)) {
                assertThat(Rig.failureOf(written, SendMessageFailedException.class)
                                .outcome())
                        .isEqualTo(Outcome.UNKNOWN);
            }
            rig.pass(Duration.ZERO);
            rig.refuseLast();
            rig.pass(SECOND);
            Link third = rig.greetLast("c2");
            assertThat(Rig.ackIds(third)).containsExactly(3L);
            third.ack(3);
            rig.settle();
            assertThat(innocent).isCompleted();
        }

        @Test
        void answeredAfterTheyWereGivenUpAreIgnored() {
            Link link = rig.reliablyConnected();
            CompletableFuture<WebPubSubResult> send = rig.client.sendToGroupAsync(
                    "g", Payload.text("x"), SendToGroupOptions.defaults().withTimeout(SECOND));
            rig.pass(SECOND);
            assertThat(send).isCompletedExceptionally();
            link.ack(1);
            link.refuse(1, "InternalServerError");
            rig.settle();
            assertThat(rig.client.isConnected()).isTrue();
        }

        @Test
        void ofARejoinGoOnAfterTheRecovery() {
            Link first = rig.reliablyConnected();
            rig.client.joinGroupAsync("g");
            rig.settle();
            first.ack(1);
            first.end(TransportEnd.closed(1008, ""));
            rig.pass(SECOND);
            Link second = rig.network.last();
            second.accept();
            second.greet("c2", "t2");
            rig.settle();
            second.drop();
            rig.pass(SECOND);
            Link third = rig.network.last();
            third.accept();
            third.greet("c2", "t2");
            rig.settle();
            assertThat(third.sent).hasSize(1).allMatch(ClientMessage.JoinGroup.class::isInstance);
            third.ack(Rig.ackIds(third).get(0));
            rig.settle();
            assertThat(rig.told()).endsWith("Recovered", "GroupsRejoined");
            assertThat(rig.lastEvent(ClientEvent.GroupsRejoinedEvent.class).joined())
                    .containsExactly("g");
        }
    }
}
