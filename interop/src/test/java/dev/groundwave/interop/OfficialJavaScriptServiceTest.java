package dev.groundwave.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * {@code @azure/web-pubsub} from npm, every call and every option of it. The scenarios are in {@code service.mjs} and the
 * modules it brings together; each says which calls it shows, and one compares that with what the package offers.
 */
@ParameterizedClass
@EnumSource(Scheme.class)
final class OfficialJavaScriptServiceTest {
    @RegisterExtension
    static final Scenarios SCENARIOS = Scenarios.node("service.mjs").trusting(TestIssuer.ofThisRun());

    /** A service that is known by another name than the one it is reached by. */
    @RegisterExtension
    static final Scenarios UNDER_ANY_NAME = Scenarios.node("service.mjs").withSetting("GROUNDWAVE_ANY_HOST", "true");

    private final Scheme scheme;

    OfficialJavaScriptServiceTest(Scheme scheme) {
        this.scheme = scheme;
    }

    private List<String> steps(String... scenario) {
        return SCENARIOS.steps(scheme, scenario);
    }

    @Test
    void leavesNoCallAndNoOptionOut() {
        assertThat(steps("surface")).containsExactly("every call and option is in a scenario", "and no other is named");
    }

    @Test
    void signsAClientTokenThatConnects() {
        assertThat(steps("clientAccessToken"))
                .containsExactly(
                        "url carries the token",
                        "url names the hub's address",
                        "token names hub, user, roles and groups",
                        "and its end",
                        "connected with it",
                        "joined the group named in it",
                        "may join by the role named in it",
                        "may not join another group",
                        "which is forbidden",
                        "connected without a name",
                        "mqtt clients have an address of their own",
                        "which their token names",
                        "socketio clients have an address of their own",
                        "which their token names");
    }

    @Test
    void letsTheServiceMakeAClientTokenForACallerWithoutAKey() {
        switch (scheme) {
            case HTTP ->
                assertThat(steps("tokenCredentialInTheClear"))
                        .containsExactly("the SDK itself refuses to send the credential");
            case HTTPS ->
                assertThat(steps("tokenFromTheService"))
                        .containsExactly(
                                "the credential is asked for the service's scope",
                                "url carries the token",
                                "token names hub, user, roles and groups",
                                "and its end",
                                "connected with it",
                                "joined the group named in it",
                                "may join by the role named in it",
                                "may not join another group",
                                "which is forbidden",
                                "the credential opens other calls too",
                                "token for an MQTT client",
                                "token for Socket.IO is refused",
                                "for a reason");
        }
    }

    @Test
    void letsTheServiceGenerateATokenUnderAKey() {
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
                        "bob received what is filtered for him",
                        "received what lives for a while",
                        "a longer life than the service allows is refused",
                        "alice received what is for all",
                        "a bad filter is refused");
    }

    @Test
    void sendsToEveryConnectionOfAUser() {
        assertThat(steps("sendToUser"))
                .containsExactly(
                        "first connection received text",
                        "second connection too",
                        "second received what is filtered for it",
                        "first received json, and nothing before",
                        "received binary",
                        "received what lives for a while",
                        "a longer life than the service allows is refused",
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
                        "received what lives for a while",
                        "a longer life than the service allows is refused",
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
                        "received what lives for a while",
                        "a longer life than the service allows is refused",
                        "an excluded member is left out, and one that the filter does not match",
                        "alice received all of it");
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
                        "group knows its name",
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

    @Test
    void changesManyMembersAtOnce() {
        assertThat(steps("bulk"))
                .containsExactly(
                        "who matches is added to one group",
                        "and to the other",
                        "without a filter everybody is",
                        "who matches is removed",
                        "who does not match stays",
                        "without a filter nobody does",
                        "who was removed received nothing",
                        "a bad filter is refused",
                        "no groups are refused",
                        "and nothing was changed");
    }

    @Test
    void listsWhoIsInAGroup() {
        assertThat(steps("listConnections"))
                .containsExactly(
                        "an empty group has no members",
                        "every member is listed with its user",
                        "in pages",
                        "which have each of them once",
                        "no more than asked for",
                        "a list goes on from where another stopped",
                        "and from the link that the service gave",
                        "a made-up token is refused");
    }

    @Test
    void grantsChecksAndRevokesPermissions() {
        assertThat(steps("permissions"))
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
                        "a grant to nobody is not found",
                        "nobody may nothing",
                        "revoking from nobody succeeds");
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
                        "closed without a reason",
                        "closing no connection succeeds");
    }

    @Test
    void isRefusedWithAWrongKey() {
        assertThat(steps("wrongKey"))
                .containsExactly(
                        "knows whom it calls",
                        "a send is refused",
                        "a client is refused",
                        "nobody came in",
                        "with the right key it is not");
    }

    @Test
    void goesThroughAReverseProxy() {
        assertThat(UNDER_ANY_NAME.steps(scheme, "behindAProxy"))
                .containsExactly("a send arrives", "by way of the proxy", "clients are sent to the known name");
    }

    @Test
    void bodyWithoutALengthIsRefused() {
        assertThat(steps("bodyWithoutLength")).containsExactly("a body without a size is refused");
    }
}
