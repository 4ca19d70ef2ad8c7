package dev.groundwave.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code azure-messaging-webpubsubservice} from PyPI, every call and every keyword in both flavours of the package. The
 * scenarios are in {@code service.py} and the modules it brings together; each says which calls it shows, and one compares
 * that with what the package offers.
 */
@ParameterizedClass
@EnumSource(Scheme.class)
final class OfficialPythonServiceTest {
    @RegisterExtension
    static final Scenarios SCENARIOS = Scenarios.python("service.py").trusting(TestIssuer.ofThisRun());

    /** A service that is known by another name than the one it is reached by. */
    @RegisterExtension
    static final Scenarios UNDER_ANY_NAME = Scenarios.python("service.py").withSetting("GROUNDWAVE_ANY_HOST", "true");

    private final Scheme scheme;

    OfficialPythonServiceTest(Scheme scheme) {
        this.scheme = scheme;
    }

    private List<String> steps(String... scenario) {
        return SCENARIOS.steps(scheme, scenario);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "aio"})
    void leavesNoCallAndNoKeywordOut(String flavour) {
        assertThat(steps(flavour, "surface"))
                .containsExactly(
                        "every call and keyword is in a scenario", "and no other is named", "there are no other types");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "aio"})
    void signsAClientTokenThatConnects(String flavour) {
        assertThat(steps(flavour, "client_access_token"))
                .containsExactly(
                        "url carries the token",
                        "url names the hub's address",
                        "token names its end",
                        "and hub, user, roles and groups",
                        "its header is what the caller asks for",
                        "connected with it",
                        "joined the group named in it",
                        "may join by the role named in it",
                        "may not join another group",
                        "which is forbidden",
                        "connected without a name",
                        "MQTT clients have an address of their own",
                        "which their token names",
                        "SocketIO clients have an address of their own",
                        "which their token names");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "aio"})
    void letsTheServiceMakeAClientTokenForACallerWithoutAKey(String flavour) {
        switch (scheme) {
            case HTTP ->
                assertThat(steps(flavour, "token_credential_in_the_clear"))
                        .containsExactly("the SDK itself refuses to send the credential");
            case HTTPS ->
                assertThat(steps(flavour, "token_from_the_service"))
                        .containsExactly(
                                "the credential is asked for the service's scope",
                                "url carries the token",
                                "token names its end",
                                "and hub, user, roles and groups",
                                "connected with it",
                                "joined the group named in it",
                                "may join by the role named in it",
                                "may not join another group",
                                "which is forbidden",
                                "the credential opens other calls too",
                                "token for an MQTT client",
                                "token for Socket.IO is refused",
                                "as a bad request");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "aio"})
    void sendsToAll(String flavour) {
        assertThat(steps(flavour, "send_to_all"))
                .containsExactly(
                        "alice received text",
                        "bob received text",
                        "bob received json",
                        "bob received binary",
                        "bob received binary from a stream",
                        "bob received what excludes alice",
                        "bob received what is filtered for him",
                        "received what lives for a while",
                        "a longer life is refused",
                        "as a bad request",
                        "alice received what is for all",
                        "a bad filter is refused");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "aio"})
    void sendsToEveryConnectionOfAUser(String flavour) {
        assertThat(steps(flavour, "send_to_user"))
                .containsExactly(
                        "first connection received text",
                        "second connection too",
                        "second received what is filtered for it",
                        "first received json, and nothing before",
                        "received binary",
                        "received what lives for a while",
                        "a longer life is refused",
                        "as a bad request",
                        "sending to nobody succeeds",
                        "another user received nothing of it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "aio"})
    void sendsToOneConnection(String flavour) {
        assertThat(steps(flavour, "send_to_connection"))
                .containsExactly(
                        "received text",
                        "received json",
                        "received empty binary",
                        "received what lives for a while",
                        "a longer life is refused",
                        "as a bad request",
                        "sending to no connection succeeds",
                        "another connection received nothing of it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "aio"})
    void sendsToAGroup(String flavour) {
        assertThat(steps(flavour, "send_to_group"))
                .containsExactly(
                        "alice received text",
                        "bob received text",
                        "bob received json",
                        "bob received binary",
                        "received what lives for a while",
                        "a longer life is refused",
                        "as a bad request",
                        "an excluded member is left out, and one that the filter does not match",
                        "alice received all of it",
                        "sending to an empty group succeeds");
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
                        "and receives",
                        "removed connection is not",
                        "added user receives",
                        "removed user is not a member",
                        "user removed from all groups",
                        "connection removed from all groups",
                        "and receives nothing any more",
                        "unknown connection cannot be added",
                        "unknown user cannot be added");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "aio"})
    void changesManyMembersAtOnceByARequestOfTheCaller(String flavour) {
        assertThat(steps(flavour, "bulk"))
                .containsExactly(
                        "added by a filter",
                        "added without one",
                        "who matches is added to one group",
                        "and to the other",
                        "without a filter everybody is",
                        "removed by a filter",
                        "who matches is removed",
                        "who does not match stays",
                        "who was removed received nothing",
                        "a bad filter is refused");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "aio"})
    void listsWhoIsInAGroup(String flavour) {
        assertThat(steps(flavour, "list_connections"))
                .containsExactly(
                        "an empty group has no members",
                        "every member is listed with its user",
                        "in pages",
                        "which have each of them once",
                        "no more than asked for",
                        "a list goes on from where another stopped",
                        "and from the service's link",
                        "a made-up token is refused");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "aio"})
    void grantsChecksAndRevokesPermissions(String flavour) {
        assertThat(steps(flavour, "permissions"))
                .containsExactly(
                        "joinLeaveGroup: not there at first",
                        "joinLeaveGroup: the client is refused",
                        "joinLeaveGroup: granted",
                        "joinLeaveGroup: for that group",
                        "joinLeaveGroup: the client may",
                        "joinLeaveGroup: revoked",
                        "joinLeaveGroup: the client is refused again",
                        "sendToGroup: not there at first",
                        "sendToGroup: the client is refused",
                        "sendToGroup: granted",
                        "sendToGroup: for that group",
                        "sendToGroup: the client may",
                        "sendToGroup: revoked",
                        "sendToGroup: the client is refused again",
                        "a grant without a group is refused",
                        "as a bad request",
                        "a grant to nobody is not found",
                        "nobody may nothing",
                        "revoking from nobody succeeds");
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
                        "who is not in the group stays",
                        "all closed",
                        "all closed: gone",
                        "but the excluded one",
                        "closed without a reason",
                        "closing no connection succeeds");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "aio"})
    void goesThroughAReverseProxy(String flavour) {
        assertThat(UNDER_ANY_NAME.steps(scheme, flavour, "behind_a_proxy"))
                .containsExactly("a send arrives", "by way of the proxy", "clients are sent to the known name");
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
