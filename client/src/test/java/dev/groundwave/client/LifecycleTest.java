package dev.groundwave.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.client.ScriptedTransport.Link;
import dev.groundwave.client.port.TransportEnd;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Starting, stopping and closing. Source: client-sdk.md, sections 1.4 and 2.8. */
@SuppressWarnings("FutureReturnValueIgnored") // Many steps matter for what they cause, not for their own result.
final class LifecycleTest {
    private final Rig rig = new Rig();

    @Nested
    final class Start {
        @Test
        void completesWithTheGreetingAndTellsConnected() {
            CompletableFuture<ClientEvent.ConnectedEvent> starting = rig.client.startAsync();
            rig.settle();
            rig.network.last().accept();
            rig.settle();
            assertThat(starting).as("open is not connected").isNotDone();

            rig.network.last().greet("c1");
            rig.settle();
            assertThat(starting)
                    .isCompletedWithValueMatching(event -> event.connectionId().equals("c1"));
            assertThat(rig.client.connectionId()).contains("c1");
            assertThat(rig.client.userId()).contains("alice");
            assertThat(rig.client.isConnected()).isTrue();
            assertThat(rig.told()).containsExactly("Connected", "GroupsRejoined");
        }

        @Test
        void offersTheSubprotocolAndKeepsTheUrlAsGiven() {
            rig.client.startAsync();
            rig.settle();
            assertThat(rig.network.last().request.subprotocol()).isEqualTo("json.reliable.webpubsub.azure.v1");
            assertThat(rig.network.last().request.uri()).hasToString(Rig.URL);
            assertThat(rig.network.last().request.toString()).doesNotContain("secret");
        }

        @Test
        void failsAfterConnectTimeoutWhenTheGreetingDoesNotCome() {
            CompletableFuture<ClientEvent.ConnectedEvent> starting = rig.client.startAsync();
            rig.settle();
            rig.network.last().accept();
            rig.pass(Duration.ofMillis(9_999));
            assertThat(starting).isNotDone();

            rig.pass(Duration.ofMillis(1));
            Rig.failureOf(starting, ConnectFailedException.class);
            assertThat(rig.client.state()).isEqualTo(SessionState.STOPPED);
            assertThat(rig.network.last().aborted).isTrue();
            assertThat(rig.told()).isEmpty();
            assertThat(rig.time.timers()).isZero();
        }

        @Test
        void failsAfterStartTimeoutWhenTheCredentialHangs() {
            Rig slow = new Rig(
                    builder -> builder.executor(dropsCredentialCalls(rig.time)).timers(rig.time));
            CompletableFuture<ClientEvent.ConnectedEvent> starting = slow.client.startAsync();
            rig.pass(Duration.ofSeconds(30));
            Rig.failureOf(starting, ConnectFailedException.class);
            assertThat(slow.network.links).isEmpty();
        }

        @Test
        void tellsTheHttpStatusOfARefusal() {
            CompletableFuture<ClientEvent.ConnectedEvent> starting = rig.client.startAsync();
            rig.settle();
            rig.network.last().end(TransportEnd.refused(401, Map.of(), new IllegalStateException("refused")));
            rig.settle();
            ConnectFailedException failure = Rig.failureOf(starting, ConnectFailedException.class);
            assertThat(failure.httpStatus()).hasValue(401);
            assertThat(rig.client.state()).isEqualTo(SessionState.STOPPED);
            assertThat(rig.network.links).as("one attempt, no retry").hasSize(1);
            assertThat(rig.told()).isEmpty();
        }

        @Test
        void failsWhenTheServerChoosesNoSubprotocol() {
            CompletableFuture<ClientEvent.ConnectedEvent> starting = rig.client.startAsync();
            rig.settle();
            rig.network.last().acceptWith("");
            rig.settle();
            assertThat(Rig.failureOf(starting, ConnectFailedException.class))
                    .hasMessageContaining("json.reliable.webpubsub.azure.v1");
            assertThat(rig.network.last().aborted).isTrue();
        }

        @Test
        void failsWithTheCredentialsOwnExceptionAsCause() {
            Rig broken = new Rig(
                    WebPubSubClient.builder().credential(context -> {
                        throw new IllegalArgumentException("no token today");
                    }),
                    builder -> builder);
            CompletableFuture<ClientEvent.ConnectedEvent> starting = broken.client.startAsync();
            broken.settle();
            assertThat(Rig.failureOf(starting, ConnectFailedException.class)).hasRootCauseMessage("no token today");
        }

        @Test
        void isRefusedWhileRunningAndDisturbsNothing() {
            CompletableFuture<ClientEvent.ConnectedEvent> first = rig.client.startAsync();
            CompletableFuture<ClientEvent.ConnectedEvent> second = rig.client.startAsync();
            rig.settle();
            Rig.failureOf(second, IllegalStateException.class);
            rig.greetLast("c1");
            assertThat(first).isCompleted();
        }
    }

    @Nested
    final class Stop {
        @Test
        void inStoppedDoesNothing() {
            assertThat(stopped()).isCompleted();
            assertThat(rig.told()).isEmpty();
            assertNothingFollows();
        }

        @Test
        void inConnectingFailsTheStartAndAbortsTheHandshake() {
            CompletableFuture<ClientEvent.ConnectedEvent> starting = rig.client.startAsync();
            rig.settle();
            assertThat(stopped()).isCompleted();
            assertThat(Rig.failureOf(starting, ConnectFailedException.class)).hasMessageContaining("stopped");
            assertThat(rig.network.last().aborted).isTrue();
            assertThat(rig.told()).isEmpty();
            assertNothingFollows();
        }

        @Test
        void inConnectedClosesWith1000AndTellsBothEvents() {
            Link link = rig.connected();
            assertThat(stopped()).isCompleted();
            assertThat(link.closeCode).hasValue(1000);
            assertThat(rig.told()).containsExactly("Connected", "GroupsRejoined", "Disconnected", "Stopped");
            assertThat(rig.lastEvent(ClientEvent.DisconnectedEvent.class).willReconnect())
                    .isFalse();
            assertThat(rig.lastEvent(ClientEvent.StoppedEvent.class).reason()).isEqualTo(StopReason.STOP_CALLED);
            assertThat(rig.client.connectionId()).isEmpty();
            assertNothingFollows();
        }

        @Test
        void abortsWhenThePeerDoesNotAnswerTheClose() {
            Link link = rig.connected();
            link.answersClose = false;
            CompletableFuture<Void> stopping = stopped();
            rig.pass(Duration.ofMillis(4_999));
            assertThat(stopping).isNotDone();
            assertThat(rig.client.state()).isEqualTo(SessionState.STOPPING);
            rig.pass(Duration.ofMillis(1));
            assertThat(stopping).isCompleted();
            assertThat(link.aborted).isTrue();
        }

        @Test
        void letsTheWriteQueueDrainForASecondAtMost() {
            Link link = rig.connected();
            link.writable = 0;
            CompletableFuture<WebPubSubResult> written =
                    rig.client.sendToGroupAsync("g", Payload.text("a"), SendToGroupOptions.fireAndForget());
            CompletableFuture<WebPubSubResult> unwritten =
                    rig.client.sendToGroupAsync("g", Payload.text("b"), SendToGroupOptions.fireAndForget());
            rig.settle();
            CompletableFuture<Void> stopping = stopped();
            assertThat(link.closeCode).isEmpty();
            link.write(1);
            rig.settle();
            assertThat(written).isCompleted();
            rig.pass(Duration.ofSeconds(1));
            assertThat(link.closeCode).hasValue(1000);
            assertThat(stopping).isCompleted();
            assertThat(Rig.failureOf(unwritten, ClientStoppedException.class).outcome())
                    .isEqualTo(Outcome.NOT_SENT);
        }

        @Test
        void inReconnectingCancelsTheBackoffAndTellsStoppedOnly() {
            rig.connected().drop();
            rig.settle();
            assertThat(rig.client.state()).isEqualTo(SessionState.RECONNECTING);
            assertThat(stopped()).isCompleted();
            assertThat(rig.told()).containsExactly("Connected", "GroupsRejoined", "Disconnected", "Stopped");
            assertNothingFollows();
        }

        @Test
        void inReconnectingAbortsARunningAttempt() {
            rig.connected().drop();
            rig.pass(Duration.ofSeconds(1));
            assertThat(rig.network.links).hasSize(2);
            assertThat(stopped()).isCompleted();
            assertThat(rig.network.last().aborted).isTrue();
            rig.network.last().accept();
            rig.network.last().greet("late");
            rig.settle();
            assertThat(rig.client.state()).isEqualTo(SessionState.STOPPED);
            assertNothingFollows();
        }

        @Test
        void inStoppingJoinsTheRunningStop() {
            Link link = rig.connected();
            link.answersClose = false;
            CompletableFuture<Void> first = stopped();
            CompletableFuture<Void> second = stopped();
            assertThat(second).isNotDone();
            link.end(TransportEnd.closed(1000, ""));
            rig.settle();
            assertThat(first).isCompleted();
            assertThat(second).isCompleted();
            assertThat(rig.told()).containsOnlyOnce("Disconnected", "Stopped");
        }

        @Test
        void refusesNewOperationsFromTheCallOn() {
            Link link = rig.connected();
            link.answersClose = false;
            stopped();
            assertThat(rig.client.state()).isEqualTo(SessionState.STOPPING);
            CompletableFuture<WebPubSubResult> join = rig.client.joinGroupAsync("g");
            rig.settle();
            assertThat(Rig.failureOf(join, ClientStoppedException.class).outcome())
                    .isEqualTo(Outcome.NOT_SENT);
            assertThat(link.sent).isEmpty();
        }

        @Test
        void failsWhatIsUnderWay() {
            rig.connected();
            CompletableFuture<WebPubSubResult> join = rig.client.joinGroupAsync("g");
            rig.settle();
            assertThat(stopped()).isCompleted();
            assertThat(Rig.failureOf(join, ClientStoppedException.class).outcome())
                    .isEqualTo(Outcome.UNKNOWN);
            CompletableFuture<WebPubSubResult> afterwards = rig.client.joinGroupAsync("g");
            rig.settle();
            assertThat(Rig.failureOf(afterwards, ClientStoppedException.class).outcome())
                    .isEqualTo(Outcome.NOT_SENT);
        }

        @Test
        void completesInTimeWhenAListenerHangs() {
            ManualTime handlers = new ManualTime();
            Rig hanging = new Rig(builder -> builder.handlerExecutor(handlers));
            hanging.connected();
            CompletableFuture<Void> stopping = hanging.client.stopAsync();
            hanging.pass(Duration.ofMillis(5_999));
            assertThat(stopping).isNotDone();
            hanging.pass(Duration.ofMillis(1));
            assertThat(stopping).isCompleted();
        }

        @Test
        void leavesNoTimerBehind() {
            rig.connected();
            rig.client.joinGroupAsync("g");
            stopped();
            assertThat(rig.time.timers()).isZero();
        }
    }

    @Nested
    final class Restart {
        @Test
        void worksInTheStoppedListenerAgainAndAgain() {
            int cycles = 100;
            rig.client.onStopped(event -> rig.client.startAsync());
            rig.connected();
            for (int i = 2; i <= cycles; i++) {
                rig.client.stopAsync();
                rig.settle();
                rig.greetLast("c" + i);
                assertThat(rig.client.connectionId()).contains("c" + i);
            }
            assertThat(rig.network.links).hasSize(cycles);
            assertThat(rig.network.links.stream().filter(Link::isOpen)).hasSize(1);
            assertThat(rig.told().stream().filter("Connected"::equals)).hasSize(cycles);
            assertThat(rig.told().stream().filter("Disconnected"::equals)).hasSize(cycles - 1);
            assertThat(rig.told().stream().filter("Stopped"::equals)).hasSize(cycles - 1);
        }

        @Test
        void ignoresWhatAnOldTransportSaysLate() {
            Link old = rig.connected();
            old.answersClose = false;
            rig.client.stopAsync();
            rig.pass(Duration.ofSeconds(6));
            rig.client.startAsync();
            rig.settle();
            old.greet("ghost");
            old.receive(new ServiceMessage.Disconnected("late"));
            rig.greetLast("c2");
            assertThat(rig.client.connectionId()).contains("c2");
        }

        @Test
        void joinsTheRememberedGroups() {
            Link first = rig.connected();
            rig.client.joinGroupAsync("g");
            rig.settle();
            first.ack(1);
            rig.client.stopAsync();
            rig.settle();
            rig.client.startAsync();
            rig.settle();
            Link second = rig.greetLast("c2");
            assertThat(second.sent).hasSize(1);
            assertThat(rig.client.groups()).containsExactly("g");
        }

        @Test
        void forgetsTheGroupsIfSoWanted() {
            Rig forgetful = new Rig(builder -> builder.forgetGroupsOnStop(true));
            forgetful.connected();
            forgetful.client.joinGroupAsync("g");
            forgetful.settle();
            forgetful.client.stopAsync();
            forgetful.settle();
            assertThat(forgetful.client.groups()).isEmpty();
        }
    }

    @Nested
    final class Close {
        @Test
        void endsForGood() {
            rig.connected();
            CompletableFuture<Void> closing = rig.client.closeAsync();
            rig.settle();
            assertThat(closing).isCompleted();
            assertThat(rig.client.state()).isEqualTo(SessionState.CLOSED);

            CompletableFuture<ClientEvent.ConnectedEvent> start = rig.client.startAsync();
            CompletableFuture<WebPubSubResult> send = rig.client.sendToGroupAsync("g", "hi");
            CompletableFuture<Void> again = rig.client.closeAsync();
            CompletableFuture<Void> stop = rig.client.stopAsync();
            rig.settle();
            Rig.failureOf(start, IllegalStateException.class);
            assertThat(Rig.failureOf(send, ClientStoppedException.class).state())
                    .isEqualTo(SessionState.CLOSED);
            assertThat(again).isCompleted();
            assertThat(stop).isCompleted();

            List<String> told = rig.told();
            rig.pass(Duration.ofSeconds(60));
            assertThat(rig.told()).isEqualTo(told).containsOnlyOnce("Disconnected", "Stopped");
            assertThat(rig.network.links).hasSize(1);
            assertThat(rig.client.state()).isEqualTo(SessionState.CLOSED);
        }

        @Test
        void beatsARestartInTheStoppedListener() {
            rig.connected();
            rig.client.onStopped(event -> rig.client.startAsync());
            CompletableFuture<Void> closing = rig.client.closeAsync();
            rig.settle();
            assertThat(closing).isCompleted();
            assertThat(rig.client.state()).isEqualTo(SessionState.CLOSED);
            assertThat(rig.network.links).hasSize(1);
        }

        @Test
        void closesAClientThatNeverStarted() {
            CompletableFuture<Void> closing = rig.client.closeAsync();
            rig.settle();
            assertThat(closing).isCompleted();
            assertThat(rig.client.state()).isEqualTo(SessionState.CLOSED);
        }
    }

    @Test
    void everyChangeOfStateIsTold() {
        List<SessionState> states = new ArrayList<>();
        rig.client.on(EventType.STATE_CHANGED, event -> states.add(event.to()));
        rig.connected().drop();
        rig.pass(Duration.ofSeconds(1));
        rig.greetLast("c2");
        rig.client.closeAsync();
        rig.settle();
        assertThat(states)
                .containsExactly(
                        SessionState.CONNECTING,
                        SessionState.CONNECTED,
                        SessionState.RECONNECTING,
                        SessionState.CONNECTED,
                        SessionState.STOPPING,
                        SessionState.STOPPED,
                        SessionState.CLOSED);
    }

    /** Workers on which the credential never gets its turn. */
    private static Executor dropsCredentialCalls(Executor workers) {
        return task -> {
            if (!(task instanceof FutureTask)) {
                workers.execute(task);
            }
        };
    }

    private CompletableFuture<Void> stopped() {
        CompletableFuture<Void> stopping = rig.client.stopAsync();
        rig.settle();
        return stopping;
    }

    private void assertNothingFollows() {
        List<String> told = rig.told();
        int attempts = rig.network.links.size();
        rig.pass(Duration.ofSeconds(60));
        assertThat(rig.told()).isEqualTo(told);
        assertThat(rig.network.links).hasSize(attempts);
        assertThat(rig.client.state()).isEqualTo(SessionState.STOPPED);
    }
}
