package dev.groundwave.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code azure-messaging-webpubsubservice} from PyPI, each call in both flavours of the package. The scenarios are in
 * {@code service.py}.
 */
@ParameterizedClass
@EnumSource(Scheme.class)
final class OfficialPythonServiceTest {
    @RegisterExtension
    static final Scenarios SCENARIOS = Scenarios.python("service.py");

    private final Scheme scheme;

    OfficialPythonServiceTest(Scheme scheme) {
        this.scheme = scheme;
    }

    private List<String> steps(String... scenario) {
        return SCENARIOS.steps(scheme, scenario);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "aio"})
    void signsAClientTokenThatConnects(String flavour) {
        assertThat(steps(flavour, "client_access_token"))
                .containsExactly(
                        "url carries the token",
                        "url names the hub",
                        "connected with one",
                        "joined the group named in it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "aio"})
    void sendsToAllUserConnectionAndGroup(String flavour) {
        assertThat(steps(flavour, "sends"))
                .containsExactly(
                        "text to all",
                        "json to all",
                        "binary to all",
                        "text to the user",
                        "json to the connection",
                        "binary to the group",
                        "an excluded member is left out",
                        "sending to nobody succeeds");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "aio"})
    void asksWhatExists(String flavour) {
        assertThat(steps(flavour, "exists"))
                .containsExactly(
                        "connection exists",
                        "user exists",
                        "group exists",
                        "unknown connection does not",
                        "unknown user does not",
                        "empty group does not");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "aio"})
    void changesWhoIsInAGroup(String flavour) {
        assertThat(steps(flavour, "membership"))
                .containsExactly(
                        "added connection is a member",
                        "removed connection is not",
                        "added user is a member",
                        "removed user is not",
                        "user removed from all groups",
                        "connection removed from all groups",
                        "unknown connection cannot be added",
                        "unknown user cannot be added");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "aio"})
    void closesConnections(String flavour) {
        assertThat(steps(flavour, "close"))
                .containsExactly(
                        "connection closed",
                        "connection closed: gone",
                        "user closed",
                        "user closed: gone",
                        "group closed",
                        "group closed: gone",
                        "all closed",
                        "all closed: gone",
                        "but the excluded one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "aio"})
    void isRefusedWithAWrongKey(String flavour) {
        assertThat(steps(flavour, "wrong_key")).containsExactly("a send is refused");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "aio"})
    void bodyWithoutALengthIsRefused(String flavour) {
        assertThat(steps(flavour, "body_without_length"))
                .containsExactly("a body without a size is refused", "as a bad request");
    }
}
