package dev.groundwave.server.blackbox.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.HttpAnswer;
import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.server.settings.LimitSettings;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("section 5.8 and client-protocol.md, section 3.4")
final class PermissionsTest {
    /** Room for a token with a thousand roles. */
    private static final int REQUEST_LINE_BYTES = 262_144;

    private static final String JOIN = "joinLeaveGroup";
    private static final String SEND = "sendToGroup";
    private static final String NAME_RULE =
            "Invalid group name. Valid group name should be in between 1 and 1024 characters long.";

    @RegisterExtension
    static final RunningServer SERVER =
            new RunningServer().limits(new LimitSettings(0, REQUEST_LINE_BYTES, 1_048_576, 1000, 16_777_216));

    private static String path(String permission, String connectionId, String group) {
        return "/permissions/" + permission + "/connections/" + connectionId + "?targetName=" + group;
    }

    private static int grant(String permission, RawWebSocket client, String group) {
        return SERVER.status("PUT", path(permission, client.connectionId(), group));
    }

    private static int revoke(String permission, RawWebSocket client, String group) {
        return SERVER.status("DELETE", path(permission, client.connectionId(), group));
    }

    private static int check(String permission, RawWebSocket client, String group) {
        return SERVER.status("HEAD", path(permission, client.connectionId(), group));
    }

    private static RawWebSocket withRoles(String... roles) {
        return SERVER.json(SERVER.token().roles(roles));
    }

    private static String[] literals(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "webpubsub.joinLeaveGroup.g" + i)
                .toArray(String[]::new);
    }

    private static boolean joins(RawWebSocket client, String group, int ackId) {
        return succeeds(client.ask("{\"type\":\"joinGroup\",\"group\":\"" + group + "\",\"ackId\":" + ackId + "}"));
    }

    private static boolean sends(RawWebSocket client, String group, int ackId) {
        return succeeds(client.ask("{\"type\":\"sendToGroup\",\"group\":\"" + group
                + "\",\"noEcho\":true,\"data\":1,\"ackId\":" + ackId + "}"));
    }

    private static boolean succeeds(String ack) {
        boolean success = ack.contains("\"success\":true");
        assertThat(ack).contains(success ? "\"type\":\"ack\"" : "\"name\":\"Forbidden\"");
        return success;
    }

    @Nested
    final class Granting {
        @Test
        void letsTheClientAtOnceAndOnlyInThatGroup() {
            RawWebSocket client = withRoles();
            assertThat(joins(client, "room", 1)).isFalse();

            assertThat(grant(JOIN, client, "room")).isEqualTo(200);
            assertThat(grant(JOIN, client, "room")).isEqualTo(200);

            assertThat(joins(client, "room", 2)).isTrue();
            assertThat(joins(client, "other", 3)).isFalse();
            assertThat(sends(client, "room", 4)).isFalse();
        }

        @Test
        void takesTheNameAsItIs() {
            RawWebSocket client = withRoles();

            grant(SEND, client, "a*");
            grant(SEND, client, "b.**");

            assertThat(sends(client, "a*", 1)).isTrue();
            assertThat(sends(client, "ab", 2)).isFalse();
            assertThat(sends(client, "b.x", 3)).isFalse();
        }

        @Test
        void isNotSeenByTheClient() {
            RawWebSocket client = withRoles();

            grant(SEND, client, "room");
            revoke(SEND, client, "room");

            client.expectNothingBeforePong();
        }

        @Test
        void needsTheConnectionToBeThereInThisHub() {
            RawWebSocket client = withRoles();
            HttpAnswer answer = SERVER.call(SERVER.inHub("PUT", path(SEND, "none", "room")));

            ErrorBody.expectPlain(
                    answer,
                    404,
                    ErrorBody.plain("Info.Connection.NotExisted", "Connection `none` is not found.", "Connection"));
            assertThat(SERVER.call(SERVER.request(
                                    "PUT", "/api/hubs/elsewhere" + path(SEND, client.connectionId(), "room")))
                            .status())
                    .isEqualTo(404);
        }

        @ParameterizedTest
        @ValueSource(strings = {"JOINLEAVEGROUP", "joinleavegroup", "JoinLeaveGroup"})
        void knowsThePermissionInAnyLetterCase(String permission) {
            RawWebSocket client = withRoles();

            assertThat(grant(permission, client, "room")).isEqualTo(200);
            assertThat(check(JOIN, client, "room")).isEqualTo(200);
        }
    }

    @Nested
    final class Revoking {
        @Test
        void takesAGrantBackAtOnce() {
            RawWebSocket client = withRoles();
            grant(SEND, client, "room");
            assertThat(sends(client, "room", 1)).isTrue();

            assertThat(revoke(SEND, client, "room")).isEqualTo(204);
            assertThat(revoke(SEND, client, "room")).isEqualTo(204);

            assertThat(sends(client, "room", 2)).isFalse();
        }

        @ParameterizedTest
        @ValueSource(strings = {"webpubsub.sendToGroup", "webpubsub.sendToGroups.ro*", "webpubsub.sendToGroup.room"})
        void beatsEveryRoleForThatGroupAlone(String role) {
            RawWebSocket client = withRoles(role, "webpubsub.sendToGroup.roof");

            revoke(SEND, client, "room");

            assertThat(sends(client, "room", 1)).isFalse();
            assertThat(sends(client, "roof", 2)).isTrue();
        }

        @Test
        void isUndoneByALaterGrant() {
            RawWebSocket client = withRoles("webpubsub.sendToGroup");
            revoke(SEND, client, "room");

            grant(SEND, client, "room");

            assertThat(sends(client, "room", 1)).isTrue();
        }

        @Test
        void leavesTheOtherPermissionAlone() {
            RawWebSocket client = withRoles("webpubsub.sendToGroup", "webpubsub.joinLeaveGroup");

            revoke(SEND, client, "room");

            assertThat(joins(client, "room", 1)).isTrue();
        }

        @Test
        void leavesTheConnectionInTheGroup() {
            RawWebSocket client = withRoles("webpubsub.joinLeaveGroup");
            assertThat(joins(client, "room", 1)).isTrue();

            revoke(JOIN, client, "room");
            SERVER.sendText("/groups/room/:send", "still here");

            assertThat(client.nextText()).contains("still here");
            assertThat(client.ask("{\"type\":\"leaveGroup\",\"group\":\"room\",\"ackId\":2}"))
                    .contains("\"Forbidden\"");
        }

        @Test
        void onAConnectionThatIsNotThereSucceeds() {
            assertThat(SERVER.status("DELETE", path(SEND, "none", "room"))).isEqualTo(204);
        }
    }

    @Nested
    final class Checking {
        @ParameterizedTest
        @CsvSource({
            "webpubsub.sendToGroup, 200",
            "webpubsub.sendToGroup.room, 200",
            "webpubsub.sendToGroups.r**, 200",
            "webpubsub.sendToGroups.x*, 404",
            "webpubsub.joinLeaveGroup, 404"
        })
        void tellsWhatTheClientCouldDoNow(String role, int expected) {
            assertThat(check(SEND, withRoles(role), "room")).isEqualTo(expected);
        }

        @Test
        void followsGrantsAndRevokes() {
            RawWebSocket client = withRoles("webpubsub.sendToGroup");
            revoke(SEND, client, "room");
            assertThat(check(SEND, client, "room")).isEqualTo(404);
            assertThat(check(SEND, client, "roof")).isEqualTo(200);

            grant(SEND, client, "room");
            assertThat(check(SEND, client, "room")).isEqualTo(200);
        }

        @Test
        void deniesInTheSameWayWhetherOrNotTheConnectionIsThere() {
            RawWebSocket client = withRoles();
            for (String id : new String[] {client.connectionId(), "none"}) {
                ErrorBody.expectHead(
                        SERVER.call(SERVER.inHub("HEAD", path(SEND, id, "room"))),
                        404,
                        ErrorBody.plain(
                                "Info.Connection.NotExisted", "Connection `" + id + "` is not found.", "Connection"));
            }
        }
    }

    @Nested
    final class Names {
        @ParameterizedTest
        @ValueSource(strings = {"PUT", "DELETE", "HEAD"})
        void ofTheTargetAreRequiredAndValid(String method) {
            String connection =
                    "/permissions/sendToGroup/connections/" + withRoles().connectionId();
            String body = ErrorBody.plain("Error.BadRequest", NAME_RULE, "Request");

            for (String query :
                    new String[] {"", "?targetName=", "?targetName=%20", "?targetName=" + "n".repeat(1025)}) {
                HttpAnswer answer = SERVER.call(SERVER.inHub(method, connection + query));
                if (method.equals("HEAD")) {
                    ErrorBody.expectHead(answer, 400, body);
                } else {
                    ErrorBody.expectPlain(answer, 400, body);
                }
            }
        }

        @Test
        void ofTheTargetMayBe1024CharactersLong() {
            RawWebSocket client = withRoles();
            String longest = "n".repeat(1024);

            assertThat(grant(SEND, client, longest)).isEqualTo(200);
            assertThat(check(SEND, client, longest)).isEqualTo(200);
            assertThat(revoke(SEND, client, longest)).isEqualTo(204);
        }

        @Test
        void ofTheTargetStandOnce() {
            String twice = path(SEND, withRoles().connectionId(), "a") + "&TargetName=b";

            assertThat(SERVER.status("PUT", twice)).isEqualTo(400);
        }

        @ParameterizedTest
        @ValueSource(strings = {"sendToGroups", "1", "2", "setGroupState", "SEND_TO_GROUP", "send%54oGroupX", "%20"})
        void ofOtherPermissionsAreRefused(String permission) {
            ErrorBody.expectValidation(SERVER.call(SERVER.inHub("PUT", path(permission, "c", "room"))), "permission");
        }

        @Test
        void ofMethodsAreThree() {
            HttpAnswer answer = SERVER.call(SERVER.inHub("GET", path(SEND, "c", "room")));

            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.header("Allow")).contains("DELETE, HEAD, PUT");
        }
    }

    @Nested
    final class Limit {
        @Test
        void ofAThousandLiteralsCountsThoseOfTheToken() {
            RawWebSocket client = withRoles(literals(999));

            assertThat(grant(SEND, client, "one-more")).isEqualTo(200);
            ErrorBody.expectPlain(
                    SERVER.call(SERVER.inHub("PUT", path(SEND, client.connectionId(), "too-many"))),
                    409,
                    "Error.Connection.Conflict",
                    "Connection");
            assertThat(check(SEND, client, "too-many")).isEqualTo(404);
        }

        @Test
        void doesNotConcernWhatIsGrantedAlready() {
            RawWebSocket client = withRoles(literals(1000));

            assertThat(grant(JOIN, client, "g7")).isEqualTo(200);
            assertThat(grant(JOIN, client, "new")).isEqualTo(409);
        }

        @Test
        void makesRoomByRevoking() {
            RawWebSocket client = withRoles(literals(1000));

            revoke(JOIN, client, "g7");

            assertThat(grant(JOIN, client, "new")).isEqualTo(200);
            assertThat(grant(JOIN, client, "newer")).isEqualTo(409);
        }

        @Test
        void isThatOfOneConnection() {
            RawWebSocket full = withRoles(literals(1000));
            RawWebSocket other = withRoles();

            assertThat(grant(JOIN, full, "new")).isEqualTo(409);
            assertThat(grant(JOIN, other, "new")).isEqualTo(200);
        }
    }

    @Nested
    final class OfAReliableConnection {
        @Test
        void areChangedWhileItsClientIsAwayAndSurviveItsRecovery() {
            RawWebSocket lost = SERVER.reliable("alice");
            grant(SEND, lost, "room");
            lost.drop();

            assertThat(revoke(JOIN, lost, "room")).isEqualTo(204);
            assertThat(check(JOIN, lost, "room")).isEqualTo(404);
            assertThat(check(JOIN, lost, "other")).isEqualTo(200);
            RawWebSocket back = SERVER.recover(lost);

            assertThat(joins(back, "room", 1)).isFalse();
            assertThat(joins(back, "other", 2)).isTrue();
            assertThat(sends(back, "room", 3)).isTrue();
        }

        @Test
        void endWithTheConnection() {
            RawWebSocket client = SERVER.reliable("alice");
            grant(SEND, client, "room");

            SERVER.status("DELETE", "/connections/" + client.connectionId());

            assertThat(check(SEND, client, "room")).isEqualTo(404);
            assertThat(grant(SEND, client, "room")).isEqualTo(404);
        }
    }
}
