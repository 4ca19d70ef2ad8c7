package dev.groundwave.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * {@code @azure/web-pubsub-client} from npm on the plain protocol. The scenarios are in {@code client.mjs}.
 */
final class OfficialJavaScriptClientTest {
    @RegisterExtension
    static final Scenarios SCENARIOS = Scenarios.node("client.mjs");

    @Test
    void connectsAndIsToldItsIds() {
        assertThat(SCENARIOS.steps("connect"))
                .containsExactly(
                        "connected event names the user",
                        "anonymous connection has no user",
                        "each connection has its own id",
                        "the service knows the connection");
    }

    @Test
    void exchangesTextJsonAndBinaryInAGroup() {
        assertThat(SCENARIOS.steps("groupMessages"))
                .containsExactly(
                        "alice joined",
                        "bob joined",
                        "bob received text",
                        "alice received her own text",
                        "bob received json",
                        "bob received binary",
                        "bob received what was sent without an ack");
    }

    @Test
    void messageOfAnAnonymousSenderNamesNoUser() {
        assertThat(SCENARIOS.steps("anonymousSender"))
                .containsExactly("a message of an anonymous sender names no user");
    }

    @Test
    void noEchoSparesTheSender() {
        assertThat(SCENARIOS.steps("noEcho"))
                .containsExactly("the sender is spared its own message", "others receive it");
    }

    @Test
    void leavingEndsDelivery() {
        assertThat(SCENARIOS.steps("leave"))
                .containsExactly("bob left", "a later message arrived", "the group's message did not");
    }

    @Test
    void repeatedAckIdIsADuplicateAndDeliveredOnce() {
        assertThat(SCENARIOS.steps("duplicate"))
                .containsExactly("first send is new", "second is a duplicate", "it was delivered", "and only once");
    }

    @Test
    void receivesWhatTheServerSends() {
        assertThat(SCENARIOS.steps("serverMessages"))
                .containsExactly(
                        "text to all",
                        "json to the user",
                        "binary to the connection",
                        "text to the group, from nobody");
    }

    @Test
    void isForbiddenWithoutARole() {
        assertThat(SCENARIOS.steps("forbidden"))
                .containsExactly(
                        "join is refused",
                        "as Forbidden",
                        "send is refused",
                        "as Forbidden too",
                        "leave is refused",
                        "as Forbidden as well",
                        "the connection stays open");
    }

    @Test
    void roleOfOneGroupOpensJustThatGroup() {
        assertThat(SCENARIOS.steps("roleOfOneGroup")).containsExactly("the named group is open", "another one is not");
    }

    @Test
    void comesBackToItsGroupsAfterTheServiceClosedTheConnection() {
        assertThat(SCENARIOS.steps("rejoin"))
                .containsExactly(
                        "disconnected event names the connection",
                        "and the application's reason",
                        "connected under a new id",
                        "member of its group again",
                        "no join failed");
    }

    @Test
    void stopEndsTheConnectionAtOnce() {
        assertThat(SCENARIOS.steps("stop"))
                .containsExactly("stopped event", "the service forgot the connection", "and the user");
    }
}
