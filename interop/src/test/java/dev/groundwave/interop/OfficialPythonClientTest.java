package dev.groundwave.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code azure-messaging-webpubsubclient} from PyPI on the plain protocol, each call in both flavours of the package. The
 * scenarios are in {@code client.py}.
 */
final class OfficialPythonClientTest {
    @RegisterExtension
    static final Scenarios SCENARIOS = Scenarios.python("client.py");

    @ParameterizedTest
    @ValueSource(strings = {"sync", "aio"})
    void connectsAndIsToldItsIds(String flavour) {
        assertThat(SCENARIOS.steps(flavour, "connect"))
                .containsExactly(
                        "connected event names the user",
                        "anonymous connection has no user",
                        "each connection has its own id",
                        "the service knows the connection");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "aio"})
    void exchangesTextJsonAndBinaryInAGroup(String flavour) {
        assertThat(SCENARIOS.steps(flavour, "group_messages"))
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
    @ValueSource(strings = {"sync", "aio"})
    void noEchoSparesTheSender(String flavour) {
        assertThat(SCENARIOS.steps(flavour, "no_echo"))
                .containsExactly("others receive it", "the sender is spared its own message");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "aio"})
    void leavingEndsDelivery(String flavour) {
        assertThat(SCENARIOS.steps(flavour, "leave"))
                .containsExactly("bob left", "a later message arrived", "the group's message did not");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "aio"})
    void receivesWhatTheServerSends(String flavour) {
        assertThat(SCENARIOS.steps(flavour, "server_messages"))
                .containsExactly(
                        "text to all",
                        "json to the user",
                        "binary to the connection",
                        "text to the group, from nobody");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "aio"})
    void isForbiddenWithoutARole(String flavour) {
        assertThat(SCENARIOS.steps(flavour, "forbidden"))
                .containsExactly(
                        "join is refused",
                        "as Forbidden",
                        "send is refused",
                        "as Forbidden too",
                        "the connection stays open");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "aio"})
    void comesBackToItsGroupsAfterTheServiceClosedTheConnection(String flavour) {
        assertThat(SCENARIOS.steps(flavour, "rejoin"))
                .containsExactly(
                        "disconnected event names the connection",
                        "and the application's reason",
                        "connected under a new id",
                        "member of its group again",
                        "received the group's next message");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "aio"})
    void closeEndsTheConnectionAtOnce(String flavour) {
        assertThat(SCENARIOS.steps(flavour, "stop"))
                .containsExactly("stopped event", "the service forgot the connection", "and the user");
    }
}
