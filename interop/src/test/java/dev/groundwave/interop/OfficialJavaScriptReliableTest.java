package dev.groundwave.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code @azure/web-pubsub-client} from npm, its newest and its oldest version, on the reliable protocol. The scenarios
 * are in {@code reliable.mjs}. Source: client-protocol.md, sections 8, 13.2 and 13.8.
 */
final class OfficialJavaScriptReliableTest {
    private static final String NEWEST = "1.1.0";
    private static final String OLDEST = "1.0.0";

    @RegisterExtension
    static final Scenarios SCENARIOS = Scenarios.node("reliable.mjs");

    @ParameterizedTest
    @ValueSource(strings = {NEWEST, OLDEST})
    void messagesAreNumbered(String version) {
        assertThat(SCENARIOS.steps(version, "defaultProtocol"))
                .containsExactly(
                        "connected event names the user",
                        "a group's message is numbered",
                        "a server's message is numbered on");
    }

    @Nested
    final class WhenTheNetworkBreaks {
        @ParameterizedTest
        @ValueSource(strings = {NEWEST, OLDEST})
        void nothingIsLostOrRepeatedOrOutOfOrder(String version) {
            assertThat(SCENARIOS.steps(version, "recover"))
                    .containsExactly(
                            "received what was sent before",
                            "received once and in order what was lost on the way and what was sent meanwhile",
                            "and what was sent afterwards",
                            "the service greeted it by its old id",
                            "with a fresh token",
                            "and replayed without a gap",
                            "it is the same connection: nothing else was told",
                            "it is the same connection");
        }

        @ParameterizedTest
        @ValueSource(strings = {NEWEST, OLDEST})
        void againAndAgainStillNothingIs(String version) {
            assertThat(SCENARIOS.steps(version, "recoverOften"))
                    .containsExactly(
                            "came again after cut 1",
                            "came again after cut 2",
                            "came again after cut 3",
                            "received all, once and in order",
                            "it is the same connection: nothing else was told",
                            "it is the same connection");
        }

        @ParameterizedTest
        @ValueSource(strings = {NEWEST, OLDEST})
        void whatIsSentAgainUnderItsAckIdIsDeliveredOnce(String version) {
            assertThat(SCENARIOS.steps(version, "recoverWhileSending"))
                    .containsExactly(
                            "a message whose answer is lost was delivered",
                            "sent again under its ack id it is a duplicate",
                            "a message that is lost itself is not, when sent again",
                            "it was delivered",
                            "each only once",
                            "it is the same connection: nothing else was told",
                            "it is the same connection");
        }

        @ParameterizedTest
        @ValueSource(strings = {NEWEST, OLDEST})
        void theServiceActsOnTheConnectionMeanwhile(String version) {
            assertThat(SCENARIOS.steps(version, "changesWhileAway"))
                    .containsExactly(
                            "the service keeps the connection",
                            "received what a group it was added to was sent",
                            "and what its user was sent, and nothing between");
        }

        @ParameterizedTest
        @ValueSource(strings = {NEWEST, OLDEST})
        void connectionClosedMeanwhileIsReplacedByANewOne(String version) {
            assertThat(SCENARIOS.steps(version, "refusedRecovery"))
                    .containsExactly(
                            "a connection that was closed meanwhile is given up at once",
                            "connected under a new id",
                            "member of its group again, numbered from 1");
        }
    }

    @Nested
    final class WhenMessagesComeInABurst {
        @RegisterExtension
        static final Scenarios ROOMY =
                Scenarios.node("reliable.mjs").withSetting("GROUNDWAVE_RELIABLE__BUFFER_MESSAGES", "10000");

        @ParameterizedTest
        @ValueSource(strings = {NEWEST, OLDEST})
        void thousandUnacknowledgedPassAndTheNextEndsTheConnection(String version) {
            assertThat(SCENARIOS.steps(version, "burstOfThousand"))
                    .containsExactly(
                            "1,000 unacknowledged messages pass",
                            "and leave the connection open",
                            "the next one ends it, and the SDK does not try to recover",
                            "it connected under a new id",
                            "the old connection is gone",
                            "member of its group again, numbered from 1");
        }

        @ParameterizedTest
        @ValueSource(strings = {NEWEST, OLDEST})
        void threeThousandUnacknowledgedPassWhereTheLimitIsTenThousand(String version) {
            assertThat(ROOMY.steps(version, "burstOfThreeThousand"))
                    .containsExactly(
                            "3,000 unacknowledged messages pass",
                            "and are recovered from",
                            "it is the same connection: nothing else was told",
                            "it is the same connection");
        }

        @ParameterizedTest
        @ValueSource(strings = {NEWEST, OLDEST})
        void acksThatTheSdkSendsMakeRoomForMore(String version) {
            assertThat(SCENARIOS.steps(version, "acksMakeRoom"))
                    .containsExactly(
                            "received 900 messages",
                            "the SDK acknowledged them by itself",
                            "900 more pass",
                            "it is the same connection: nothing else was told",
                            "it is the same connection");
        }
    }

    /** Only the newest version watches over its connection. */
    @Nested
    final class WhenNothingComes {
        @Test
        void pongsKeepASilentConnection() {
            assertThat(SCENARIOS.steps(NEWEST, "pings"))
                    .containsExactly(
                            "the service answered 15 pings",
                            "with a plain pong",
                            "which kept a silent connection beyond the SDK's limit",
                            "it is the same connection: nothing else was told",
                            "it is the same connection");
        }

        @Test
        void connectionThatTheSdkClosedWithoutACodeIsRecovered() {
            assertThat(SCENARIOS.steps(NEWEST, "silence"))
                    .containsExactly(
                            "without pings the SDK closed the silent link and came again",
                            "it is the same connection: nothing else was told",
                            "it is the same connection");
        }

        @Test
        void stalledLinkIsNoticedAndNothingIsLost() {
            assertThat(SCENARIOS.steps(NEWEST, "stall"))
                    .containsExactly(
                            "received what was sent before",
                            "the SDK noticed that nothing came any more, and recovered",
                            "over a second connection",
                            "it is the same connection: nothing else was told",
                            "it is the same connection");
        }
    }
}
