package dev.groundwave.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * {@code @azure/web-pubsub-client} from npm on the plain protocol. The scenarios are in {@code client.mjs}.
 */
final class OfficialJavaScriptClientTest {
    private static ServiceProcess service;
    private static Scripts scripts;

    @BeforeAll
    static void start() {
        scripts = Scripts.node();
        service = ServiceProcess.start();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void connectsAndIsToldItsIds() {
        assertThat(scripts.steps(service, "client.mjs", "connect"))
                .containsExactly(
                        "connected event names the user",
                        "anonymous connection has no user",
                        "each connection has its own id",
                        "the service knows the connection");
    }

    @Test
    void exchangesTextJsonAndBinaryInAGroup() {
        assertThat(scripts.steps(service, "client.mjs", "groupMessages"))
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
        assertThat(scripts.steps(service, "client.mjs", "anonymousSender"))
                .containsExactly("a message of an anonymous sender names no user");
    }

    @Test
    void noEchoSparesTheSender() {
        assertThat(scripts.steps(service, "client.mjs", "noEcho"))
                .containsExactly("the sender is spared its own message", "others receive it");
    }

    @Test
    void leavingEndsDelivery() {
        assertThat(scripts.steps(service, "client.mjs", "leave"))
                .containsExactly("bob left", "a later message arrived", "the group's message did not");
    }

    @Test
    void repeatedAckIdIsADuplicateAndDeliveredOnce() {
        assertThat(scripts.steps(service, "client.mjs", "duplicate"))
                .containsExactly("first send is new", "second is a duplicate", "it was delivered", "and only once");
    }

    @Test
    void receivesWhatTheServerSends() {
        assertThat(scripts.steps(service, "client.mjs", "serverMessages"))
                .containsExactly(
                        "text to all",
                        "json to the user",
                        "binary to the connection",
                        "text to the group, from nobody");
    }

    @Test
    void isForbiddenWithoutARole() {
        assertThat(scripts.steps(service, "client.mjs", "forbidden"))
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
        assertThat(scripts.steps(service, "client.mjs", "roleOfOneGroup"))
                .containsExactly("the named group is open", "another one is not");
    }

    @Test
    void comesBackToItsGroupsAfterTheServiceClosedTheConnection() {
        assertThat(scripts.steps(service, "client.mjs", "rejoin"))
                .containsExactly(
                        "disconnected event names the connection",
                        "and the application's reason",
                        "connected under a new id",
                        "member of its group again",
                        "no join failed");
    }

    @Test
    void stopEndsTheConnectionAtOnce() {
        assertThat(scripts.steps(service, "client.mjs", "stop"))
                .containsExactly("stopped event", "the service forgot the connection", "and the user");
    }
}
