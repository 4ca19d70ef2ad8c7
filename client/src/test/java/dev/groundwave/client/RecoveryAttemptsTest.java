package dev.groundwave.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.client.ScriptedTransport.Link;
import dev.groundwave.client.port.TransportEnd;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * How the attempts of a recovery end, by an answer, by time or by a stop. Source: client-sdk.md, sections 2.1 to 2.3;
 * numbers are those of section 8.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Many steps matter for what they cause, not for their own result.
final class RecoveryAttemptsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Rig rig = new Rig();

    @Nested
    final class Attempts {
        @Test
        void answeredByAGatewayAreRepeatedEachSecond() { // 18
            rig.reliablyConnected().drop();
            rig.pass(Duration.ZERO);
            for (int i = 0; i < 5; i++) {
                rig.answerLast(502);
                rig.pass(SECOND);
            }
            assertThat(rig.network.links).hasSize(7);
            rig.recoverLast();
            assertThat(rig.client.connectionId()).contains("c1");
            assertThat(rig.told()).containsOnlyOnce("Connected").containsOnlyOnce("Recovered");
        }

        @Test
        void refusedWith1008EndTheConnectionAndASecondLaterThereIsANewOne() { // 19
            Link first = rig.reliablyConnected();
            first.message(7, "old");
            rig.settle();
            first.end(TransportEnd.closed(1000, "bye"));
            rig.pass(Duration.ZERO);
            rig.refuseLast();
            rig.pass(SECOND);
            Link third = rig.network.last();
            third.accept();
            third.greet("c2", "other");
            third.message(1, "new");
            rig.pass(SECOND);
            assertThat(rig.told())
                    .endsWith("Recovering", "Disconnected", "Connected", "GroupsRejoined", "GroupMessage");
            assertThat(third.sequenceAcks()).containsExactly(1L);
            ClientEvent.DisconnectedEvent event = rig.lastEvent(ClientEvent.DisconnectedEvent.class);
            assertThat(event.closeCode()).isEqualTo(1000);
            assertThat(event.closeReason()).isEqualTo("bye");
            assertThat(event.cause()).containsInstanceOf(ConnectFailedException.class);
        }

        @Test
        void thatHangEndWithTheWindow() { // 20
            rig.reliablyConnected().drop();
            rig.pass(Duration.ofMillis(29_999));
            assertThat(rig.client.state()).isEqualTo(SessionState.RECOVERING);
            assertThat(rig.network.links).as("ten seconds each").hasSize(4);
            rig.pass(Duration.ofMillis(1));
            assertThat(rig.client.state()).isEqualTo(SessionState.RECONNECTING);
            assertThat(rig.network.links).allMatch(link -> !link.isOpen());
        }

        @Test
        void thatOpenTooLateDoNotCount() {
            rig.reliablyConnected().drop();
            rig.pass(Duration.ofMillis(29_500));
            rig.network.last().accept();
            rig.pass(Duration.ofMillis(500));
            assertThat(rig.client.state()).isEqualTo(SessionState.RECONNECTING);
            assertThat(rig.network.last().aborted).isTrue();
        }

        @Test
        void refusedByHttpTwiceInARowAreTheLast() {
            rig.reliablyConnected().drop();
            rig.pass(Duration.ZERO);
            for (int status : new int[] {401, 503, 404}) {
                rig.answerLast(status);
                assertThat(rig.client.state()).isEqualTo(SessionState.RECOVERING);
                rig.pass(SECOND);
            }
            rig.answerLast(403);
            assertThat(rig.client.state()).isEqualTo(SessionState.RECONNECTING);
        }

        @Test
        void thatAreAnsweredWithGarbageFail() {
            rig.reliablyConnected().drop();
            rig.pass(Duration.ZERO);
            rig.network.last().accept();
            rig.network.last().receive("garbage".getBytes(StandardCharsets.UTF_8));
            rig.settle();
            assertThat(rig.client.state()).isEqualTo(SessionState.RECOVERING);
            assertThat(rig.network.last().aborted).isTrue();
            rig.pass(SECOND);
            rig.recoverLast();
            assertThat(rig.client.state()).isEqualTo(SessionState.CONNECTED);
        }

        @Test
        void thatChooseAnotherSubprotocolFail() {
            rig.reliablyConnected().drop();
            rig.pass(Duration.ZERO);
            rig.network.last().acceptWith("");
            rig.settle();
            assertThat(rig.network.last().aborted).isTrue();
            assertThat(rig.client.state()).isEqualTo(SessionState.RECOVERING);
        }

        @Test
        void thatAreGreetedForAnotherConnectionGoOnWithThatOne() {
            Link first = rig.reliablyConnected();
            first.message(7, "old");
            rig.settle();
            first.drop();
            rig.pass(Duration.ZERO);
            Link second = rig.greetLast("c2");
            second.message(1, "new");
            rig.settle();
            assertThat(rig.told())
                    .endsWith("Recovering", "Disconnected", "Connected", "GroupsRejoined", "GroupMessage");
            assertThat(rig.client.connectionId()).contains("c2");
            assertThat(rig.network.links).hasSize(2);
        }
    }

    @Nested
    final class Stop {
        @Test
        void duringAnAttemptThatIsNotOpenCancelsIt() { // 4
            rig.reliablyConnected().drop();
            rig.pass(Duration.ZERO);
            CompletableFuture<Void> stop = rig.client.stopAsync();
            rig.settle();
            assertThat(stop).isCompleted();
            assertThat(rig.network.last().aborted).isTrue();
            assertThat(rig.told()).endsWith("Recovering", "Disconnected", "Stopped");
            assertThat(rig.lastEvent(ClientEvent.DisconnectedEvent.class).willReconnect())
                    .isFalse();
            assertNothingFollows();
        }

        @Test
        void betweenTwoAttemptsCancelsTheNext() { // 4
            rig.reliablyConnected().drop();
            rig.pass(Duration.ZERO);
            rig.answerLast(503);
            CompletableFuture<Void> stop = rig.client.stopAsync();
            rig.settle();
            assertThat(stop).isCompleted();
            assertNothingFollows();
        }

        @Test
        void duringAnAttemptThatIsOpenTellsTheServiceByClose1000() { // 4
            rig.reliablyConnected().drop();
            rig.pass(Duration.ZERO);
            rig.network.last().accept();
            rig.settle();
            CompletableFuture<Void> stop = rig.client.stopAsync();
            rig.settle();
            assertThat(rig.network.last().closeCode).hasValue(1000);
            assertThat(stop).isCompleted();
            assertThat(rig.told()).endsWith("Recovering", "Disconnected", "Stopped");
            assertNothingFollows();
        }

        @Test
        void failsOperationsWithWhatIsKnownOfThem() {
            Link first = rig.reliablyConnected();
            CompletableFuture<WebPubSubResult> sent = rig.client.sendToGroupAsync("g", "x");
            rig.settle();
            first.drop();
            rig.settle();
            CompletableFuture<WebPubSubResult> waiting = rig.client.sendToGroupAsync("g", "y");
            rig.client.stopAsync();
            rig.settle();
            assertThat(Rig.failureOf(sent, ClientStoppedException.class).outcome())
                    .isEqualTo(Outcome.UNKNOWN);
            assertThat(Rig.failureOf(waiting, ClientStoppedException.class).outcome())
                    .isEqualTo(Outcome.NOT_SENT);
        }

        private void assertNothingFollows() {
            int links = rig.network.links.size();
            assertThat(rig.time.timers()).isZero();
            rig.pass(Duration.ofSeconds(60));
            assertThat(rig.network.links).hasSize(links).allMatch(link -> !link.isOpen());
            assertThat(rig.client.state()).isEqualTo(SessionState.STOPPED);
        }
    }
}
