package dev.groundwave.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.client.ScriptedTransport.Link;
import dev.groundwave.client.port.TransportEnd;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.ServiceMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a lost connection leads to. Source: client-sdk.md, sections 1.3, 2.4 and 2.7. */
@SuppressWarnings("FutureReturnValueIgnored") // Many steps matter for what they cause, not for their own result.
final class ReconnectTest {
    @Nested
    final class ALostConnection {
        private final Rig rig = new Rig();

        @Test
        void isToldWithCodeReasonAndFarewell() {
            Link link = rig.connected();
            link.receive(new ServiceMessage.Disconnected("Application server closed the connection."));
            link.end(TransportEnd.closed(1000, "bye"));
            rig.settle();
            ClientEvent.DisconnectedEvent event = rig.lastEvent(ClientEvent.DisconnectedEvent.class);
            assertThat(event.connectionId()).isEqualTo("c1");
            assertThat(event.message()).contains("Application server closed the connection.");
            assertThat(event.closeCode()).isEqualTo(1000);
            assertThat(event.closeReason()).isEqualTo("bye");
            assertThat(event.willReconnect()).isTrue();
            assertThat(rig.client.connectionId()).isEmpty();
        }

        @Test
        void isReplacedAtOnceWhenItHadLivedHalfAMinute() {
            Link link = rig.connected();
            livesOn(rig, link, Duration.ofSeconds(30));
            link.drop();
            rig.pass(Duration.ZERO);
            assertThat(rig.network.links).hasSize(2);
            rig.greetLast("c2");
            assertThat(rig.told())
                    .containsExactly("Connected", "GroupsRejoined", "Disconnected", "Connected", "GroupsRejoined");
        }

        @Test
        void isReplacedWithBackoffWhenItHadLivedShorter() {
            rig.connected().drop();
            rig.pass(Duration.ofMillis(499));
            assertThat(rig.network.links).hasSize(1);
            rig.pass(Duration.ofMillis(1));
            assertThat(rig.network.links)
                    .as("half of one second, by the fixed draw")
                    .hasSize(2);
        }

        @Test
        void spreadsTheReturnAfterGoingAway() {
            Link link = rig.connected();
            livesOn(rig, link, Duration.ofSeconds(30));
            link.end(TransportEnd.closed(1001, ""));
            rig.pass(Duration.ofMillis(999));
            assertThat(rig.network.links).hasSize(1);
            rig.pass(Duration.ofMillis(1));
            assertThat(rig.network.links).hasSize(2);
        }

        @Test
        void countsGenerationsUp() {
            rig.connected().drop();
            rig.pass(Duration.ofSeconds(1));
            long first = rig.lastEvent(ClientEvent.ConnectedEvent.class).generation();
            rig.greetLast("c2");
            assertThat(rig.lastEvent(ClientEvent.ConnectedEvent.class).generation())
                    .isGreaterThan(first);
        }

        @Test
        void isNoticedBySilence() {
            Link link = rig.connected();
            rig.pass(Duration.ofMillis(44_999));
            assertThat(link.pings).isEqualTo(2);
            assertThat(link.aborted).isFalse();
            rig.pass(Duration.ofMillis(1));
            assertThat(link.aborted).isTrue();
            assertThat(rig.lastEvent(ClientEvent.DisconnectedEvent.class).closeCode())
                    .isEqualTo(1006);
        }

        @Test
        void isNotSeenInSilenceThatPongsBreak() {
            Link link = rig.connected();
            livesOn(rig, link, Duration.ofMinutes(10));
            assertThat(rig.client.isConnected()).isTrue();
        }

        @Test
        void leavesItsLateFramesWithoutEffectOnTheNext() {
            Link old = rig.connected();
            old.drop();
            rig.pass(Duration.ofSeconds(1));
            rig.greetLast("c2");
            old.greet("ghost");
            rig.settle();
            assertThat(rig.client.connectionId()).contains("c2");
        }

        @Test
        void endsTheClientWhenReconnectingIsOff() {
            Rig once = new Rig(builder -> builder.autoReconnect(false));
            once.connected().drop();
            once.settle();
            assertThat(once.client.state()).isEqualTo(SessionState.STOPPED);
            assertThat(once.told()).containsExactly("Connected", "GroupsRejoined", "Disconnected", "Stopped");
            assertThat(once.lastEvent(ClientEvent.DisconnectedEvent.class).willReconnect())
                    .isFalse();
            assertThat(once.lastEvent(ClientEvent.StoppedEvent.class).reason())
                    .isEqualTo(StopReason.AUTO_RECONNECT_OFF);
            assertThat(once.time.timers()).isZero();
        }
    }

    @Nested
    final class FailedAttempts {
        @Test
        void areToldAndFollowedByOthersWithFreshUrls() {
            List<AccessUrlContext> asked = new ArrayList<>();
            Rig rig = new Rig(
                    WebPubSubClient.builder().credential(context -> {
                        asked.add(context);
                        if (asked.size() == 2 || asked.size() == 3) {
                            throw new IllegalStateException("not now");
                        }
                        return Rig.URL;
                    }),
                    builder -> builder);
            Link link = rig.connected();
            livesOn(rig, link, Duration.ofSeconds(30));
            link.drop();
            rig.pass(Duration.ofSeconds(5));
            rig.greetLast("c2");
            assertThat(rig.told()).containsSubsequence("Disconnected", "Reconnecting", "Reconnecting", "Connected");
            assertThat(asked).hasSize(4);
            assertThat(asked.get(0).reason()).isEqualTo(AccessUrlContext.Reason.START);
            assertThat(asked.get(3).reason()).isEqualTo(AccessUrlContext.Reason.RECONNECT);
            assertThat(asked.get(3).attempt()).isEqualTo(3);
            assertThat(asked.get(3).previousFailure()).isPresent();
        }

        @Test
        void endTheClientAtTheLimit() {
            Rig rig = new Rig(builder -> builder.reconnectRetry(RetryOptions.fixed(2, Duration.ofSeconds(1))));
            rig.connected().drop();
            for (int i = 0; i < 2; i++) {
                rig.pass(Duration.ofSeconds(1));
                rig.network.last().drop();
                rig.settle();
            }
            assertThat(rig.client.state()).isEqualTo(SessionState.STOPPED);
            assertThat(rig.lastEvent(ClientEvent.StoppedEvent.class).reason()).isEqualTo(StopReason.RETRIES_EXHAUSTED);
            assertThat(rig.lastEvent(ClientEvent.StoppedEvent.class).cause()).isPresent();
            assertThat(rig.network.links).hasSize(3);
        }

        @Test
        void thatHangAreGivenUpAfterConnectTimeout() {
            Rig rig = new Rig();
            rig.connected().drop();
            rig.pass(Duration.ofSeconds(1));
            Link hanging = rig.network.last();
            rig.pass(Duration.ofSeconds(10));
            assertThat(hanging.aborted).isTrue();
            assertThat(rig.told()).contains("Reconnecting");
        }

        @Test
        void waitAsLongAsTheServerAsks() {
            Rig rig = new Rig();
            rig.connected().drop();
            rig.pass(Duration.ofMillis(500));
            rig.network
                    .last()
                    .end(TransportEnd.refused(
                            503, Map.of("retry-after", List.of("7")), new IllegalStateException("busy")));
            rig.settle();
            assertThat(rig.lastEvent(ClientEvent.ReconnectingEvent.class).delay())
                    .isEqualTo(Duration.ofSeconds(7));
            rig.pass(Duration.ofSeconds(7));
            assertThat(rig.network.links).hasSize(3);
        }
    }

    @Nested
    final class AFixedUrl {
        private String expiringAt(long epochSecond) {
            String claims = "{\"aud\":[1],\"exp\":" + epochSecond + "}";
            return "http://service.test/client/hubs/chat?access_token=e30."
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
                    + ".c2ln";
        }

        @Test
        void endsTheClientAfterThreeRefusalsInARow() {
            assertEndsAfterThreeRefusals(Rig.URL);
        }

        @Test
        void endsTheClientAfterThreeRefusalsThoughItsTokenHasNotExpired() {
            assertEndsAfterThreeRefusals(expiringAt(4_000_000_000L));
        }

        private void assertEndsAfterThreeRefusals(String url) {
            Rig rig = new Rig(WebPubSubClient.builder().clientAccessUrl(url), builder -> builder);
            rig.connected().drop();
            for (long backoffMs : List.of(500L, 1_000L, 2_000L)) {
                rig.pass(Duration.ofMillis(backoffMs));
                rig.network.last().end(TransportEnd.refused(401, Map.of(), new IllegalStateException("refused")));
                rig.settle();
            }
            assertThat(rig.client.state()).isEqualTo(SessionState.STOPPED);
            assertThat(rig.lastEvent(ClientEvent.StoppedEvent.class).reason())
                    .isEqualTo(StopReason.CREDENTIAL_REJECTED);
            assertThat(rig.network.links).hasSize(4);
        }

        @Test
        void endsTheClientWithoutAnAttemptWhenItsTokenHasExpired() {
            Rig rig = new Rig(WebPubSubClient.builder().clientAccessUrl(expiringAt(1_700_000_000)), builder -> builder);
            rig.connected().drop();
            rig.pass(Duration.ofMinutes(1));
            assertThat(rig.network.links).hasSize(1);
            assertThat(rig.network.last().request.uri().getScheme()).isEqualTo("ws");
            assertThat(rig.lastEvent(ClientEvent.DisconnectedEvent.class).willReconnect())
                    .isFalse();
            assertThat(rig.lastEvent(ClientEvent.StoppedEvent.class).reason())
                    .isEqualTo(StopReason.CREDENTIAL_REJECTED);
        }
    }

    @Nested
    final class Groups {
        private final Rig rig = new Rig();

        @Test
        void areJoinedAgainAHundredAtATime() {
            Link first = rig.connected();
            for (int i = 0; i < 300; i++) {
                rig.client.joinGroupAsync("g" + i);
            }
            rig.settle();
            Rig.ackIds(first).forEach(first::ack);
            first.drop();
            rig.pass(Duration.ofSeconds(1));
            Link second = rig.greetLast("c2");
            assertThat(joined(second)).hasSize(100).startsWith("g0", "g1").endsWith("g99");

            second.refuse(Rig.ackIds(second).get(0), "Forbidden");
            rig.settle();
            assertThat(joined(second)).hasSize(101);
            assertThat(rig.lastEvent(ClientEvent.RejoinGroupFailedEvent.class).group())
                    .isEqualTo("g0");
            for (int next = 1; next < Rig.ackIds(second).size(); next++) {
                second.ack(Rig.ackIds(second).get(next));
                rig.settle();
            }
            assertThat(joined(second)).hasSize(300);
            assertThat(rig.told()).containsOnlyOnce("RejoinGroupFailed").endsWith("GroupsRejoined");
            ClientEvent.GroupsRejoinedEvent done = rig.lastEvent(ClientEvent.GroupsRejoinedEvent.class);
            assertThat(done.joined()).hasSize(299);
            assertThat(done.failed()).containsExactly("g0");
            assertThat(rig.client.groups()).as("a failed group stays wanted").contains("g0");
        }

        @Test
        void leftDuringTheReconnectAreNotJoinedAndNeedNoFrame() {
            Link first = rig.connected();
            rig.client.joinGroupAsync("g");
            rig.settle();
            first.ack(1);
            rig.settle();
            first.drop();
            rig.settle();
            CompletableFuture<WebPubSubResult> leaving = rig.client.leaveGroupAsync("g");
            rig.pass(Duration.ofSeconds(1));
            assertThat(leaving).isNotDone();
            Link second = rig.greetLast("c2");
            assertThat(leaving).isCompleted();
            assertThat(second.sent).isEmpty();
        }

        @Test
        void joinedDuringTheReconnectAreJoinedOnce() {
            rig.connected().drop();
            rig.settle();
            CompletableFuture<WebPubSubResult> joining = rig.client.joinGroupAsync("g");
            rig.pass(Duration.ofSeconds(1));
            Link second = rig.greetLast("c2");
            assertThat(joined(second)).containsExactly("g");
            second.ack(Rig.ackIds(second).get(0));
            rig.settle();
            assertThat(joining).isCompleted();
        }

        @Test
        void joinedAndLeftDuringTheReconnectGoBothToTheService() {
            rig.connected().drop();
            rig.settle();
            rig.client.joinGroupAsync("g");
            rig.client.leaveGroupAsync("g");
            rig.pass(Duration.ofSeconds(1));
            assertThat(rig.greetLast("c2").sent)
                    .hasExactlyElementsOfTypes(ClientMessage.JoinGroup.class, ClientMessage.LeaveGroup.class);
        }

        @Test
        void whoseJoinWasRefusedAreForgotten() {
            Link link = rig.connected();
            CompletableFuture<WebPubSubResult> joining = rig.client.joinGroupAsync("g");
            rig.settle();
            assertThat(rig.client.groups()).containsExactly("g");
            link.refuse(1, "Forbidden");
            rig.settle();
            Rig.failureOf(joining, SendMessageFailedException.class);
            assertThat(rig.client.groups()).isEmpty();
        }

        @Test
        void areNotJoinedAgainWhenThatIsOff() {
            Rig manual = new Rig(builder -> builder.autoRejoinGroups(false));
            Link first = manual.connected();
            manual.client.joinGroupAsync("g");
            manual.settle();
            first.ack(1);
            manual.settle();
            first.drop();
            manual.pass(Duration.ofSeconds(1));
            assertThat(manual.greetLast("c2").sent).isEmpty();
            assertThat(manual.told()).doesNotContain("GroupsRejoined");
        }

        @Test
        void leftWhileTheirRejoinBacksOffAreNotAddedBack() {
            Link first = rig.connected();
            rig.client.joinGroupAsync("g");
            rig.settle();
            first.ack(1);
            rig.settle();
            first.drop();
            rig.pass(Duration.ofSeconds(1));
            Link second = rig.greetLast("c2");
            second.refuse(Rig.ackIds(second).get(0), "InternalServerError");
            rig.settle();
            rig.client.leaveGroupAsync("g");
            rig.pass(Duration.ofSeconds(5));
            assertThat(joined(second)).hasSize(1);
            assertThat(second.sent).last().isInstanceOf(ClientMessage.LeaveGroup.class);
        }

        private List<String> joined(Link link) {
            return link.sent.stream()
                    .filter(ClientMessage.JoinGroup.class::isInstance)
                    .map(message -> ((ClientMessage.JoinGroup) message).group())
                    .toList();
        }
    }

    /** Lets time pass on a connection that answers its pings. */
    private static void livesOn(Rig rig, Link link, Duration time) {
        Duration step = Duration.ofSeconds(15);
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(step)) {
            rig.pass(step);
            link.pong();
        }
    }
}
