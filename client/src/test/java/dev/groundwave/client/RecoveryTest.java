package dev.groundwave.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.client.ScriptedTransport.Link;
import dev.groundwave.client.port.TransportEnd;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a connection outlives its transport. Source: client-sdk.md, sections 2.1 to 2.3; numbers are those of section 8. */
@SuppressWarnings("FutureReturnValueIgnored") // Many steps matter for what they cause, not for their own result.
final class RecoveryTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Rig rig = new Rig();

    /** Lets the newest attempt be answered as our service does: the same connection and a fresh token. */
    private Link recoverLast() {
        Link link = rig.network.last();
        link.accept();
        link.greet("c1", "fresh-secret-reconnection");
        rig.settle();
        return link;
    }

    private void refuseLast() {
        rig.network.last().accept();
        rig.network.last().end(TransportEnd.closed(1008, "The connection could not be recovered."));
        rig.settle();
    }

    private void answerLast(int status) {
        rig.network.last().end(TransportEnd.refused(status, Map.of(), new IllegalStateException("as scripted")));
        rig.settle();
    }

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
            recoverLast();
            assertThat(rig.client.state()).isEqualTo(SessionState.CONNECTED);
            assertThat(rig.client.connectionId()).contains("c1");
            assertThat(rig.told()).containsExactly("Connected", "GroupsRejoined", "Recovering", "Recovered");
        }

        @Test
        void isToldWithItsCodeAndTheDowntime() {
            rig.reliablyConnected().end(TransportEnd.closed(1011, "fault"));
            rig.pass(Duration.ofMillis(300));
            recoverLast();
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
            assertThat(recoverLast().sent).isEmpty();
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
                recoverLast().drop();
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
    final class Attempts {
        @Test
        void answeredByAGatewayAreRepeatedEachSecond() { // 18
            rig.reliablyConnected().drop();
            rig.pass(Duration.ZERO);
            for (int i = 0; i < 5; i++) {
                answerLast(502);
                rig.pass(SECOND);
            }
            assertThat(rig.network.links).hasSize(7);
            recoverLast();
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
            refuseLast();
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
                answerLast(status);
                assertThat(rig.client.state()).isEqualTo(SessionState.RECOVERING);
                rig.pass(SECOND);
            }
            answerLast(403);
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
            recoverLast();
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
    final class OperationsUnderWay {
        @Test
        void areSentAgainUnderTheSameAckIdAndADuplicateIsSuccess() { // 7
            Link first = rig.reliablyConnected();
            CompletableFuture<WebPubSubResult> send = rig.client.sendToGroupAsync("g", "x");
            rig.settle();
            first.drop();
            rig.pass(Duration.ZERO);
            Link second = recoverLast();
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
            Link second = recoverLast();
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
                answerLast(503);
                rig.pass(SECOND);
            }
            assertThat(join).isNotDone();
            Link link = recoverLast();
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
            first.writable = 1;
            CompletableFuture<WebPubSubResult> poison = rig.client.sendToGroupAsync("g", "poison");
            CompletableFuture<WebPubSubResult> innocent = rig.client.sendToGroupAsync("g", "innocent");
            rig.settle();
            first.end(TransportEnd.closed(1007, "The client message is not valid."));
            rig.settle();
            SendMessageFailedException failure = Rig.failureOf(poison, SendMessageFailedException.class);
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
            rig.pass(Duration.ZERO);
            refuseLast();
            rig.pass(SECOND);
            Link third = rig.greetLast("c2");
            assertThat(Rig.ackIds(third)).containsExactly(2L);
            third.ack(2);
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
            recoverLast().drop();
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
            answerLast(503);
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

    @Nested
    final class AComputerThatSlept {
        @Test
        void findsTheDeadTransportInSixSecondsAndTriesOnce() { // 21
            Link first = rig.reliablyConnected();
            rig.time.sleep(Duration.ofMinutes(10));
            rig.pass(SECOND);
            assertThat(first.pings).isEqualTo(1);
            rig.pass(Duration.ofSeconds(5));
            assertThat(first.aborted).isTrue();
            assertThat(rig.client.state()).isEqualTo(SessionState.RECOVERING);
            rig.pass(Duration.ZERO);
            assertThat(rig.network.links).hasSize(2);
            refuseLast();
            assertThat(rig.client.state()).isEqualTo(SessionState.RECONNECTING);
            rig.pass(SECOND);
            rig.greetLast("c2");
            assertThat(rig.client.connectionId()).contains("c2");
            assertThat(rig.network.links).hasSize(3);
        }

        @Test
        void doesNotRepeatAnAttemptThatFailed() {
            rig.reliablyConnected();
            rig.time.sleep(Duration.ofMinutes(10));
            rig.pass(Duration.ofSeconds(6));
            answerLast(503);
            assertThat(rig.client.state()).isEqualTo(SessionState.RECONNECTING);
        }

        @Test
        void keepsATransportThatAnswers() {
            Link first = rig.reliablyConnected();
            rig.time.sleep(Duration.ofSeconds(11));
            rig.pass(SECOND);
            first.pong();
            rig.pass(Duration.ofSeconds(10));
            assertThat(first.isOpen()).isTrue();
            assertThat(rig.client.isConnected()).isTrue();
        }

        @Test
        void recoversAsUsualAfterAShortSleep() {
            rig.reliablyConnected();
            rig.time.sleep(Duration.ofSeconds(20));
            rig.pass(Duration.ofSeconds(6));
            answerLast(503);
            assertThat(rig.client.state()).isEqualTo(SessionState.RECOVERING);
            rig.pass(SECOND);
            recoverLast();
            assertThat(rig.client.isConnected()).isTrue();
        }

        @Test
        void duringARecoveryTriesOnceMore() {
            rig.reliablyConnected().drop();
            rig.pass(Duration.ZERO);
            answerLast(503);
            rig.time.sleep(Duration.ofMinutes(10));
            rig.pass(SECOND);
            assertThat(rig.network.links).hasSize(3);
            answerLast(503);
            assertThat(rig.client.state()).isEqualTo(SessionState.RECONNECTING);
        }

        @Test
        void doesNotMindAClockThatIsSetALittle() {
            Link first = rig.reliablyConnected();
            rig.time.sleep(Duration.ofSeconds(9));
            rig.pass(Duration.ofSeconds(2));
            assertThat(first.pings).isZero();
        }
    }

    @Nested
    final class ADeadNetwork {
        @Test
        void isNoticedAfter45SecondsThoughTheClientSends() { // 22
            Link first = rig.reliablyConnected();
            for (int second = 0; second < 44; second++) {
                rig.pass(SECOND);
                rig.client.sendToGroupAsync(
                        "g", Payload.text("x"), SendToGroupOptions.defaults().withFireAndForget());
                rig.settle();
            }
            assertThat(first.isOpen()).isTrue();
            assertThat(first.pings).isEqualTo(2);
            rig.pass(SECOND);
            assertThat(first.aborted).isTrue();
            assertThat(rig.client.state()).isEqualTo(SessionState.RECOVERING);
            rig.pass(Duration.ZERO);
            recoverLast();
            assertThat(rig.client.isConnected()).isTrue();
        }

        @Test
        void isAskedByTheProtocolsOwnPingIfSoWanted() {
            Rig own = new Rig(builder -> builder.keepAlivePing(KeepAlivePing.APPLICATION));
            Link link = own.reliablyConnected();
            own.pass(Duration.ofSeconds(20));
            assertThat(link.pings).isZero();
            assertThat(link.sent).containsExactly(new ClientMessage.Ping());
            link.receive(new ServiceMessage.Pong());
            own.pass(Duration.ofSeconds(40));
            assertThat(link.isOpen()).isTrue();
            own.pass(Duration.ofSeconds(5));
            assertThat(link.aborted).isTrue();
        }
    }
}
