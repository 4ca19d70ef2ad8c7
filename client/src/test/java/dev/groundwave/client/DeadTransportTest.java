package dev.groundwave.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.client.ScriptedTransport.Link;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * How a transport that died without a word is found. Source: client-sdk.md, sections 2.1 to 2.3; numbers are those of
 * section 8.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Many steps matter for what they cause, not for their own result.
final class DeadTransportTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Rig rig = new Rig();

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
            rig.refuseLast();
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
            rig.answerLast(503);
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
            rig.answerLast(503);
            assertThat(rig.client.state()).isEqualTo(SessionState.RECOVERING);
            rig.pass(SECOND);
            rig.recoverLast();
            assertThat(rig.client.isConnected()).isTrue();
        }

        @Test
        void duringARecoveryTriesOnceMore() {
            rig.reliablyConnected().drop();
            rig.pass(Duration.ZERO);
            rig.answerLast(503);
            rig.time.sleep(Duration.ofMinutes(10));
            rig.pass(SECOND);
            assertThat(rig.network.links).hasSize(3);
            rig.answerLast(503);
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
            rig.recoverLast();
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
