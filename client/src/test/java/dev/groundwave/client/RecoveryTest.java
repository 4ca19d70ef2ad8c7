package dev.groundwave.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.client.ScriptedTransport.Link;
import dev.groundwave.client.port.TransportEnd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How a connection outlives its transport, and the token that lets it. Source: client-sdk.md, sections 2.1 to 2.3;
 * numbers are those of section 8.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Many steps matter for what they cause, not for their own result.
final class RecoveryTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Rig rig = new Rig();

    @Nested
    final class ALostTransport {
        @Test
        void isReplacedAtOnceAndTheConnectionGoesOn() {
            rig.reliablyConnected().drop();
            rig.settle();
            assertThat(rig.client.state()).isEqualTo(SessionState.RECOVERING);
            assertThat(rig.client.connectionId()).contains("c1");
            rig.pass(Duration.ZERO);
            assertThat(rig.network.links).hasSize(2);
            rig.recoverLast();
            assertThat(rig.client.state()).isEqualTo(SessionState.CONNECTED);
            assertThat(rig.client.connectionId()).contains("c1");
            assertThat(rig.told()).containsExactly("Connected", "GroupsRejoined", "Recovering", "Recovered");
        }

        @Test
        void isToldWithItsCodeAndTheDowntime() {
            rig.reliablyConnected().end(TransportEnd.closed(1011, "fault"));
            rig.pass(Duration.ofMillis(300));
            rig.recoverLast();
            assertThat(rig.lastEvent(ClientEvent.RecoveringEvent.class).closeCode())
                    .isEqualTo(1011);
            assertThat(rig.lastEvent(ClientEvent.RecoveringEvent.class).closeReason())
                    .isEqualTo("fault");
            assertThat(rig.lastEvent(ClientEvent.RecoveredEvent.class).downtime())
                    .isEqualTo(Duration.ofMillis(300));
        }

        @Test
        void isRecoveredWithoutTheCredentialByAUrlWithoutTheAccessToken() { // 26
            List<AccessUrlContext> asked = new ArrayList<>();
            Rig own = new Rig(
                    WebPubSubClient.builder().credential((AccessUrlContext context) -> {
                        asked.add(context);
                        return "https://service.test/client/hubs/chat?a=1%202&Access_Token=secret-token&b=%C3%BC";
                    }),
                    builder -> builder);
            Link first = started(own, "id/1", "t+k&n");
            first.drop();
            own.pass(Duration.ZERO);
            assertThat(own.network.last().request.uri())
                    .hasToString("wss://service.test/client/hubs/chat?a=1%202&b=%C3%BC"
                            + "&awps_connection_id=id%2F1&awps_reconnection_token=t%2Bk%26n");
            assertThat(asked).hasSize(1);
        }

        private Link started(Rig own, String id, String token) {
            own.client.startAsync();
            own.settle();
            Link link = own.network.last();
            link.accept();
            link.greet(id, token);
            own.settle();
            return link;
        }

        @Test
        void isRecoveredWithTheAccessTokenIfSoWanted() {
            Rig own = new Rig(builder -> builder.accessTokenInRecovery(true));
            own.reliablyConnected().drop();
            own.pass(Duration.ZERO);
            assertThat(own.network.last().request.uri().getQuery()).startsWith("access_token=secret-token&awps_");
        }

        @Test
        void needsNoFrameWhenItStaysOpenForASecond() {
            rig.reliablyConnected().drop();
            rig.pass(Duration.ZERO);
            rig.network.last().accept();
            rig.pass(Duration.ofMillis(999));
            assertThat(rig.client.state()).isEqualTo(SessionState.RECOVERING);
            rig.pass(Duration.ofMillis(1));
            assertThat(rig.client.state()).isEqualTo(SessionState.CONNECTED);
        }

        @Test
        void causesNoJoinFrames() { // 29
            Link first = rig.reliablyConnected();
            rig.client.joinGroupAsync("g");
            rig.settle();
            first.ack(1);
            first.drop();
            rig.pass(Duration.ZERO);
            assertThat(rig.recoverLast().sent).isEmpty();
            assertThat(rig.client.groups()).containsExactly("g");
            assertThat(rig.told()).doesNotContain("RejoinGroupFailed").containsOnlyOnce("GroupsRejoined");
        }

        @Test
        void leadsToANewConnectionWithoutAToken() {
            rig.connected().drop();
            rig.settle();
            assertThat(rig.client.state()).isEqualTo(SessionState.RECONNECTING);
        }

        @Test
        void leadsToANewConnectionOnAProtocolWithoutRecovery() {
            Rig plain = new Rig(builder -> builder.protocol(WebPubSubProtocol.JSON));
            plain.reliablyConnected().drop();
            plain.settle();
            assertThat(plain.client.state()).isEqualTo(SessionState.RECONNECTING);
        }

        @Test
        void closedWith1008LeadsToANewConnection() {
            rig.reliablyConnected().end(TransportEnd.closed(1008, "The reliable message buffer is full."));
            rig.settle();
            assertThat(rig.client.state()).isEqualTo(SessionState.RECONNECTING);
            assertThat(rig.told()).endsWith("Disconnected").doesNotContain("Recovering");
        }

        @ParameterizedTest
        @ValueSource(ints = {1000, 1001, 1002, 1003, 1005, 1006, 1007, 1009, 1011, 1012, 3000, 4999})
        void closedWithAnyOtherCodeIsTriedToRecover(int code) {
            rig.reliablyConnected().end(TransportEnd.closed(code, "bye"));
            rig.settle();
            assertThat(rig.client.state()).isEqualTo(SessionState.RECOVERING);
        }

        @Test
        void closedByAServerGoingAwayIsReplacedWithinTwoSeconds() {
            rig.reliablyConnected().end(TransportEnd.closed(1001, ""));
            rig.pass(Duration.ofMillis(999));
            assertThat(rig.network.links).hasSize(1);
            rig.pass(Duration.ofMillis(1));
            assertThat(rig.network.links)
                    .as("half of two seconds, by the fixed draw")
                    .hasSize(2);
        }

        @Test
        void isNotRecoveredFasterThanOnceASecond() {
            rig.reliablyConnected().drop();
            rig.pass(Duration.ZERO);
            for (int i = 2; i < 6; i++) {
                rig.recoverLast().drop();
                rig.pass(Duration.ofMillis(999));
                assertThat(rig.network.links).hasSize(i);
                rig.pass(Duration.ofMillis(1));
                assertThat(rig.network.links).hasSize(i + 1);
            }
        }

        @Test
        void isRecoveredThoughReconnectingIsOff() {
            Rig own = new Rig(builder -> builder.autoReconnect(false));
            own.reliablyConnected().drop();
            own.pass(Duration.ZERO);
            own.network.last().accept();
            own.network.last().end(TransportEnd.closed(1008, ""));
            own.settle();
            assertThat(own.told()).endsWith("Recovering", "Disconnected", "Stopped");
            assertThat(own.lastEvent(ClientEvent.StoppedEvent.class).reason()).isEqualTo(StopReason.AUTO_RECONNECT_OFF);
        }
    }

    @Nested
    final class ARepeatedGreeting {
        @Test
        void renewsTheTokenWithoutAnEvent() { // 41
            Link first = rig.reliablyConnected();
            first.greet("c1", "renewed");
            rig.settle();
            assertThat(rig.told()).containsExactly("Connected", "GroupsRejoined");
            first.drop();
            rig.pass(Duration.ZERO);
            assertThat(rig.network.last().request.uri().getQuery()).endsWith("awps_reconnection_token=renewed");
        }

        @Test
        void afterARecoveryRenewsTheTokenToo() {
            rig.reliablyConnected().drop();
            rig.pass(Duration.ZERO);
            rig.recoverLast().drop();
            rig.pass(SECOND);
            assertThat(rig.network.last().request.uri().getQuery()).endsWith("token=fresh-secret-reconnection");
        }

        @Test
        void withoutATokenKeepsTheOneThereIs() {
            Link first = rig.reliablyConnected();
            first.greet("c1");
            first.drop();
            rig.pass(Duration.ZERO);
            assertThat(rig.network.last().request.uri().getQuery()).endsWith("token=secret-reconnection");
        }

        @Test
        void forAnotherConnectionReplacesTheOneThereWas() {
            Link first = rig.reliablyConnected();
            CompletableFuture<WebPubSubResult> send = rig.client.sendToGroupAsync("g", "x");
            rig.settle();
            first.greet("c2", "other");
            rig.settle();
            assertThat(rig.told())
                    .containsExactly("Connected", "GroupsRejoined", "Disconnected", "Connected", "GroupsRejoined");
            assertThat(rig.client.connectionId()).contains("c2");
            assertThat(Rig.ackIds(first)).containsExactly(1L, 1L);
            first.ack(1);
            rig.settle();
            assertThat(send).isCompleted();
        }
    }
}
