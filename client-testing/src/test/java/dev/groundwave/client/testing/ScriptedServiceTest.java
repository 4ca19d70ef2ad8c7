package dev.groundwave.client.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwave.client.ClientEvent;
import dev.groundwave.client.ConnectFailedException;
import dev.groundwave.client.InvocationResult;
import dev.groundwave.client.SendMessageFailedException;
import dev.groundwave.client.SessionState;
import dev.groundwave.client.WebPubSubClient;
import dev.groundwave.client.WebPubSubProtocol;
import dev.groundwave.client.WebPubSubResult;
import dev.groundwave.wire.AckError;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What users' tests can rely on. */
@SuppressWarnings("FutureReturnValueIgnored") // Many steps matter for what they cause, not for their own result.
final class ScriptedServiceTest {
    private final ScriptedService service = new ScriptedService();
    private final ManualTime time = new ManualTime();
    private final List<String> texts = new ArrayList<>();

    /** A started client whose every step is taken by the test. */
    private WebPubSubClient stepped() {
        WebPubSubClient client =
                time.attach(service.attach(WebPubSubClient.builder())).build();
        client.onGroupMessage(
                event -> texts.add(event.group() + ": " + event.data().asText()));
        client.startAsync();
        time.settle();
        assertThat(client.isConnected()).isTrue();
        return client;
    }

    @Nested
    final class ByItself {
        @Test
        void greetsAndAcknowledges() {
            WebPubSubClient client = stepped();
            assertThat(client.connectionId()).contains("connection-1");
            CompletableFuture<WebPubSubResult> joined = client.joinGroupAsync("room");
            time.settle();
            assertThat(joined).isCompleted();
            assertThat(service.received(ClientMessage.JoinGroup.class))
                    .extracting(ClientMessage.JoinGroup::group)
                    .containsExactly("room");
        }

        @Test
        void answersBlockingCallsOfAClientWithThreadsOfItsOwn() {
            try (WebPubSubClient client =
                    time.attachClock(service.attach(WebPubSubClient.builder())).buildAndStart()) {
                client.joinGroup("room");
                client.sendToGroup("room", "hello");
            }
            assertThat(service.received(ClientMessage.SendToGroup.class)).hasSize(1);
            assertThat(service.hasTransport()).isFalse();
        }

        @Test
        void repeatsAfterARecoveryWhatDidNotArrive() {
            WebPubSubClient client = stepped();
            service.sendToGroup("room", "bob", Payload.text("1"));
            service.drop();
            service.sendToGroup("room", "bob", Payload.text("2"));
            time.settle();
            assertThat(client.state()).isEqualTo(SessionState.RECOVERING);
            time.advance(Duration.ofSeconds(1));
            assertThat(client.connectionId()).contains("connection-1");
            assertThat(texts).containsExactly("room: 1", "room: 2");
        }

        @Test
        void givesANewConnectionWithoutRecovery() {
            WebPubSubClient client = time.attach(service.attach(WebPubSubClient.builder()))
                    .protocol(WebPubSubProtocol.JSON)
                    .build();
            client.startAsync();
            time.settle();
            service.drop();
            time.advance(Duration.ofSeconds(30));
            assertThat(client.connectionId()).contains("connection-2");
        }

        @Test
        void waitsForAClientThatDoesNotRead() {
            WebPubSubClient client = stepped();
            IntStream.range(0, 50).forEach(i -> service.sendFromServer(Payload.text("m" + i)));
            List<ClientEvent> heard = new ArrayList<>();
            client.onServerMessage(heard::add);
            time.settle();
            assertThat(heard).hasSize(50);
        }
    }

    @Nested
    final class Directed {
        @Test
        void answersWhatTheScriptSays() {
            service.answerBy(message -> {
                if (message instanceof ClientMessage.Invoke invoke) {
                    return Optional.of(List.of(new ServiceMessage.InvokeResponse(
                            invoke.invocationId(), invoke.data(), Map.of(), Optional.empty())));
                }
                if (message instanceof ClientMessage.JoinGroup join) {
                    return Optional.of(List.of(ServiceMessage.Ack.failure(
                            join.ackId().orElseThrow(), AckError.forbidden("join group", join.group()))));
                }
                return Optional.empty();
            });
            WebPubSubClient client = stepped();
            CompletableFuture<InvocationResult> echo = client.invokeEventAsync("echo", Payload.text("hi"));
            CompletableFuture<WebPubSubResult> joined = client.joinGroupAsync("room");
            CompletableFuture<WebPubSubResult> left = client.leaveGroupAsync("room");
            time.settle();
            assertThat(echo).isCompleted();
            assertThat(echo.join().data()).contains(Payload.text("hi"));
            assertThat(joined).isCompletedExceptionally();
            assertThatThrownBy(joined::join).hasCauseInstanceOf(SendMessageFailedException.class);
            assertThat(left).isCompleted();
        }

        @Test
        void staysSilentWhereTheScriptSaysNothing() {
            service.answerBy(message -> Optional.of(List.of()));
            CompletableFuture<WebPubSubResult> joined = stepped().joinGroupAsync("room");
            time.advance(Duration.ofSeconds(59));
            assertThat(joined).isNotDone();
            time.advance(Duration.ofSeconds(1));
            assertThat(joined).isCompletedExceptionally();
        }

        @Test
        void refusesTransports() {
            service.refuse(503);
            WebPubSubClient client = service.attach(WebPubSubClient.builder()).build();
            assertThatThrownBy(client::start).isInstanceOf(ConnectFailedException.class);
            service.accept();
            client.start();
            assertThat(service.attempts()).hasSize(2);
            client.close();
        }

        @Test
        void forgetsConnections() {
            WebPubSubClient client = stepped();
            service.forgetConnection();
            service.close(1011, "restarting");
            time.advance(Duration.ofSeconds(5));
            assertThat(client.connectionId()).contains("connection-2");
        }

        @Test
        void dies() {
            WebPubSubClient client = stepped();
            service.answerPings(false);
            service.refuse(503);
            time.advance(Duration.ofSeconds(46));
            assertThat(client.state()).isEqualTo(SessionState.RECOVERING);
            time.advance(Duration.ofSeconds(30));
            assertThat(client.state()).isEqualTo(SessionState.RECONNECTING);
            client.closeAsync();
            time.settle();
            assertThat(time.waitingTimers()).isZero();
        }
    }

    @Test
    void timeStandsStillUntilItIsStepped() {
        List<Long> ran = new ArrayList<>();
        time.schedule(Duration.ofSeconds(2), () -> ran.add(time.nanoTime()));
        time.schedule(Duration.ofSeconds(1), () -> ran.add(time.nanoTime()));
        time.schedule(Duration.ofSeconds(1), () -> ran.add(-1L)).cancel();
        assertThat(ran).isEmpty();
        time.advance(Duration.ofSeconds(3));
        assertThat(ran).containsExactly(1_000_000_000L, 2_000_000_000L);
        assertThat(time.instant()).isEqualTo("2026-01-01T00:00:03Z");
    }
}
