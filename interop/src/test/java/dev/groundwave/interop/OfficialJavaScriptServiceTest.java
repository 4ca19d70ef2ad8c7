package dev.groundwave.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * {@code @azure/web-pubsub} from npm. The scenarios are in {@code service.mjs}.
 */
@ParameterizedClass
@EnumSource(Scheme.class)
final class OfficialJavaScriptServiceTest {
    @RegisterExtension
    static final Scenarios SCENARIOS = Scenarios.node("service.mjs");

    private final Scheme scheme;

    OfficialJavaScriptServiceTest(Scheme scheme) {
        this.scheme = scheme;
    }

    private List<String> steps(String... scenario) {
        return SCENARIOS.steps(scheme, scenario);
    }

    @Test
    void signsAClientTokenThatConnects() {
        assertThat(steps("clientAccessToken"))
                .containsExactly(
                        "url carries the token",
                        "token names the user",
                        "token names the hub's address",
                        "connected with it",
                        "joined the group named in it");
    }

    @Test
    void letsTheServiceGenerateAToken() {
        assertThat(steps("generateToken"))
                .containsExactly(
                        "answered 200",
                        "token names the user",
                        "a client connects with it",
                        "the service knows the user",
                        "and the group");
    }

    @Test
    void sendsToAll() {
        assertThat(steps("sendToAll"))
                .containsExactly(
                        "alice received text",
                        "bob received text",
                        "bob received json",
                        "bob received binary",
                        "bob received what excludes alice",
                        "alice did not");
    }

    @Test
    void sendsToEveryConnectionOfAUser() {
        assertThat(steps("sendToUser"))
                .containsExactly(
                        "first connection received text",
                        "second connection too",
                        "received json",
                        "received binary",
                        "sending to nobody succeeds",
                        "another user received nothing of it");
    }

    @Test
    void sendsToOneConnection() {
        assertThat(steps("sendToConnection"))
                .containsExactly(
                        "received text",
                        "received json",
                        "received empty binary",
                        "sending to no connection succeeds",
                        "another connection received nothing of it");
    }

    @Test
    void sendsToAGroup() {
        assertThat(steps("sendToGroup"))
                .containsExactly(
                        "alice received text",
                        "bob received text",
                        "bob received json",
                        "bob received binary",
                        "an excluded member is left out");
    }

    @Test
    void asksWhatExists() {
        assertThat(steps("exists"))
                .containsExactly(
                        "connection exists",
                        "user exists",
                        "group exists",
                        "unknown connection does not",
                        "unknown user does not",
                        "empty group does not");
    }

    @Test
    void changesWhoIsInAGroup() {
        assertThat(steps("membership"))
                .containsExactly(
                        "added connection is a member",
                        "and receives",
                        "removed connection is not",
                        "added user is a member",
                        "removed user is not",
                        "user removed from all groups",
                        "connection removed from all groups",
                        "unknown connection cannot be added",
                        "unknown user cannot be added");
    }

    @Test
    void closesConnections() {
        assertThat(steps("close"))
                .containsExactly(
                        "connection closed",
                        "connection closed: gone",
                        "user closed",
                        "user closed: gone",
                        "group closed",
                        "group closed: gone",
                        "who is not in the group stays",
                        "all closed",
                        "all closed: gone",
                        "closing no connection succeeds");
    }

    @Test
    void isRefusedWithAWrongKey() {
        assertThat(steps("wrongKey")).containsExactly("a send is refused", "a client is refused", "nobody came in");
    }

    @Test
    void bodyWithoutALengthIsRefused() {
        assertThat(steps("bodyWithoutLength")).containsExactly("a body without a size is refused");
    }
}
