package dev.groundwave.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code @azure/web-pubsub-client} from npm, its newest and its oldest version, on the plain protocol. The scenarios are
 * in {@code client.mjs}.
 */
final class OfficialJavaScriptClientTest {
    private static final String NEWEST = "1.1.0";
    private static final String OLDEST = "1.0.0";

    @RegisterExtension
    static final Scenarios SCENARIOS = Scenarios.node("client.mjs");

    @ParameterizedTest
    @ValueSource(strings = {NEWEST, OLDEST})
    void connectsAndIsToldItsIds(String version) {
        assertThat(SCENARIOS.steps(version, "connect"))
                .containsExactly(
                        "connected event names the user",
                        "anonymous connection has no user",
                        "each connection has its own id",
                        "the service knows the connection");
    }

    @ParameterizedTest
    @ValueSource(strings = {NEWEST, OLDEST})
    void exchangesTextJsonAndBinaryInAGroup(String version) {
        assertThat(SCENARIOS.steps(version, "groupMessages"))
                .containsExactly(
                        "alice joined",
                        "bob joined",
                        "bob received text",
                        "alice received her own text",
                        "bob received json",
                        "bob received binary",
                        "bob received what was sent without an ack");
    }

    @ParameterizedTest
    @ValueSource(strings = {NEWEST, OLDEST})
    void messageOfAnAnonymousSenderNamesNoUser(String version) {
        assertThat(SCENARIOS.steps(version, "anonymousSender"))
                .containsExactly("a message of an anonymous sender names no user");
    }

    @ParameterizedTest
    @ValueSource(strings = {NEWEST, OLDEST})
    void noEchoSparesTheSender(String version) {
        assertThat(SCENARIOS.steps(version, "noEcho"))
                .containsExactly("the sender is spared its own message", "others receive it");
    }

    @ParameterizedTest
    @ValueSource(strings = {NEWEST, OLDEST})
    void leavingEndsDelivery(String version) {
        assertThat(SCENARIOS.steps(version, "leave"))
                .containsExactly("bob left", "a later message arrived", "the group's message did not");
    }

    @ParameterizedTest
    @ValueSource(strings = {NEWEST, OLDEST})
    void repeatedAckIdIsADuplicateAndDeliveredOnce(String version) {
        assertThat(SCENARIOS.steps(version, "duplicate"))
                .containsExactly("first send is new", "second is a duplicate", "it was delivered", "and only once");
    }

    @ParameterizedTest
    @ValueSource(strings = {NEWEST, OLDEST})
    void receivesWhatTheServerSends(String version) {
        assertThat(SCENARIOS.steps(version, "serverMessages"))
                .containsExactly(
                        "text to all",
                        "json to the user",
                        "binary to the connection",
                        "text to the group, from nobody");
    }

    @ParameterizedTest
    @ValueSource(strings = {NEWEST, OLDEST})
    void isForbiddenWithoutARole(String version) {
        assertThat(SCENARIOS.steps(version, "forbidden"))
                .containsExactly(
                        "join is refused",
                        "as Forbidden",
                        "send is refused",
                        "as Forbidden too",
                        "leave is refused",
                        "as Forbidden as well",
                        "the connection stays open");
    }

    @ParameterizedTest
    @ValueSource(strings = {NEWEST, OLDEST})
    void roleOfOneGroupOpensJustThatGroup(String version) {
        assertThat(SCENARIOS.steps(version, "roleOfOneGroup"))
                .containsExactly("the named group is open", "another one is not");
    }

    @ParameterizedTest
    @ValueSource(strings = {NEWEST, OLDEST})
    void comesBackToItsGroupsAfterTheServiceClosedTheConnection(String version) {
        assertThat(SCENARIOS.steps(version, "rejoin"))
                .containsExactly(
                        "disconnected event names the connection",
                        "and the application's reason",
                        "connected under a new id",
                        "member of its group again",
                        "no join failed");
    }

    @ParameterizedTest
    @ValueSource(strings = {NEWEST, OLDEST})
    void stopEndsTheConnectionAtOnce(String version) {
        assertThat(SCENARIOS.steps(version, "stop"))
                .containsExactly("stopped event", "the service forgot the connection", "and the user");
    }
}
