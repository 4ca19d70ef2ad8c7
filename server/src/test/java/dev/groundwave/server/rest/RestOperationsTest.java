package dev.groundwave.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.hub.command.Target;
import dev.groundwave.wire.Bytes;
import dev.groundwave.wire.CloseReason;
import dev.groundwave.wire.ServiceMessage;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Closing, existence and group membership. Source: rest-api.md, sections 5.5 to 5.7 and 8.1. */
final class RestOperationsTest {
    private final RestFixture rest = new RestFixture();

    private final Inbox ann = rest.connect("chat", "c1", "ann", "room");
    private final Inbox annAgain = rest.connect("chat", "c2", "ann");
    private final Inbox bob = rest.connect("chat", "c3", "bob", "room");

    private void assertDone(int status, String method, String target) {
        RestResponse response = rest.call(method, target);
        assertThat(response.status()).as("%s %s", method, target).isEqualTo(status);
        assertThat(response.body()).isEqualTo(Bytes.EMPTY);
        assertThat(RestFixture.header(response, "api-supported-versions")).contains(RestFixture.VERSIONS);
        assertThat(RestFixture.header(response, "Content-Type")).isEmpty();
    }

    private void assertNotFound(String method, String target, String code, String message) {
        RestResponse response = rest.call(method, target);
        String kind = code.split("\\.", -1)[1];
        assertThat(response.status()).isEqualTo(404);
        assertThat(RestFixture.header(response, "x-ms-error-code")).contains(code);
        assertThat(RestFixture.header(response, "api-supported-versions")).contains(RestFixture.VERSIONS);
        assertThat(RestFixture.header(response, "Content-Type")).contains("application/json; charset=utf-8");
        assertThat(response.body().asUtf8())
                .isEqualTo("{\"code\":\"" + code + "\",\"message\":\"" + message + "\",\"target\":\"" + kind
                        + "\",\"details\":null,\"inner\":null}");
    }

    private boolean exists(Target target) {
        return rest.hub("chat").exists(target);
    }

    @Nested
    final class Close {
        private String closed() {
            return (ann.closed().isPresent() ? "1" : "")
                    + (annAgain.closed().isPresent() ? "2" : "")
                    + (bob.closed().isPresent() ? "3" : "");
        }

        @ParameterizedTest
        @CsvSource({
            "123, POST,   /api/hubs/chat/:closeConnections",
            "13,  POST,   /api/hubs/chat/groups/room/:closeConnections",
            "12,  POST,   /api/hubs/chat/users/ann/:closeConnections",
            "3,   DELETE, /api/hubs/chat/connections/c3",
            "1,   POST,   /api/hubs/chat/:closeConnections?excluded=c2&excluded=c3",
            "3,   POST,   /api/hubs/chat/groups/room/:closeConnections?excluded=c1",
            "2,   POST,   /api/hubs/chat/users/ann/:closeConnections?excluded=c1",
            "3,   DELETE, /api/hubs/chat/connections/c3?excluded=c3",
        })
        void endsTheChosenConnections(String expected, String method, String target) {
            assertDone(204, method, target);

            assertThat(closed()).isEqualTo(expected);
            assertDone(204, method, target);
        }

        @Test
        void isCodeNormalAfterAFarewellWithTheReason() {
            assertDone(204, "DELETE", "/api/hubs/chat/connections/c1?reason=too+late");

            assertThat(ann.closed()).contains(CloseReason.NORMAL);
            assertThat(ann.messages())
                    .containsExactly(new ServiceMessage.Disconnected(
                            "Application server closed the connection. Reason: too late"));
        }

        @Test
        void anEmptyReasonIsNone() {
            assertDone(204, "DELETE", "/api/hubs/chat/connections/c1?reason=");

            assertThat(ann.messages())
                    .containsExactly(new ServiceMessage.Disconnected("Application server closed the connection."));
        }

        @Test
        void isAnsweredWhenTheConnectionCanNoLongerBeAddressed() {
            RestCall.Ready call =
                    (RestCall.Ready) rest.api().open(rest.head("DELETE", "/api/hubs/chat/connections/c1"));
            CompletionStage<RestResponse> answer = call.response();

            assertThat(answer.toCompletableFuture()).isNotDone();
            rest.await(answer);
            assertThat(exists(new Target.OneConnection("c1"))).isFalse();
        }

        @ParameterizedTest
        @CsvSource({
            "POST,   /api/hubs/chat/groups/none/:closeConnections",
            "POST,   /api/hubs/chat/users/none/:closeConnections",
            "DELETE, /api/hubs/chat/connections/none",
            "POST,   /api/hubs/none/:closeConnections",
        })
        void ofNobodySucceeds(String method, String target) {
            assertDone(204, method, target);

            assertThat(closed()).isEmpty();
        }
    }

    @Nested
    final class Existence {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/api/hubs/chat/connections/c1",
                    "/api/hubs/chat/groups/room",
                    "/api/hubs/chat/users/ann",
                    "/api/hubs/Chat/users/bob"
                })
        void ofSomebodyIsConfirmed(String target) {
            assertDone(200, "HEAD", target);
        }

        @Test
        void ofNobodyIsDenied() {
            assertNotFound(
                    "HEAD",
                    "/api/hubs/chat/connections/x%22",
                    "Warning.Connection.NotExisted",
                    "Connection `x\\\"` is not found.");
            assertNotFound("HEAD", "/api/hubs/chat/users/x", "Warning.User.NotExisted", "User `x` is not found.");
            assertNotFound("HEAD", "/api/hubs/chat/groups/x", "Warning.Group.NotExisted", "Group `x` is empty.");
        }

        @Test
        void isAMatterOfTheHubAndOfLetterCase() {
            assertThat(rest.call("HEAD", "/api/hubs/other/users/ann").status()).isEqualTo(404);
            assertThat(rest.call("HEAD", "/api/hubs/chat/users/Ann").status()).isEqualTo(404);
            assertThat(rest.call("HEAD", "/api/hubs/chat/groups/Room").status()).isEqualTo(404);
            assertThat(rest.call("HEAD", "/api/hubs/chat/connections/C1").status())
                    .isEqualTo(404);
        }

        @Test
        void ofAGroupEndsWithItsLastMember() {
            assertDone(204, "DELETE", "/api/hubs/chat/groups/room/connections/c1");
            assertDone(200, "HEAD", "/api/hubs/chat/groups/room");
            assertDone(204, "DELETE", "/api/hubs/chat/groups/room/connections/c3");
            assertThat(rest.call("HEAD", "/api/hubs/chat/groups/room").status()).isEqualTo(404);
        }

        @Test
        void isProbedWithHeadOnly() {
            RestResponse response = rest.call("GET", "/api/hubs/chat/groups/room");

            assertThat(response.status()).isEqualTo(405);
            assertThat(RestFixture.header(response, "Allow")).contains("HEAD");
        }
    }

    @Nested
    final class Membership {
        private int received(Inbox inbox, String group) {
            int before = inbox.messages().size();
            rest.send("/api/hubs/chat/groups/" + group + "/:send", "text/plain", "x");
            return inbox.messages().size() - before;
        }

        @Test
        void aConnectionIsAddedOnceHoweverOften() {
            assertDone(200, "PUT", "/api/hubs/chat/groups/new%2F1/connections/c2");
            assertDone(200, "PUT", "/api/hubs/chat/groups/new%2F1/connections/c2");

            assertThat(received(annAgain, "new%2F1")).isEqualTo(1);
            assertThat(received(ann, "new%2F1")).isZero();
        }

        @Test
        void aUserIsAddedWithTheConnectionsOfTheMoment() {
            assertDone(200, "PUT", "/api/hubs/chat/users/ann/groups/new");
            Inbox later = rest.connect("chat", "c9", "ann");

            assertThat(received(ann, "new")).isEqualTo(1);
            assertThat(received(annAgain, "new")).isEqualTo(1);
            assertThat(received(later, "new")).isZero();
        }

        @Test
        void nobodyCannotBeAdded() {
            assertNotFound(
                    "PUT",
                    "/api/hubs/chat/groups/new/connections/x",
                    "Error.Connection.NotExisted",
                    "Connection `x` is not found.");
            assertNotFound(
                    "PUT", "/api/hubs/chat/users/x/groups/new", "Warning.User.NotExisted", "User `x` is not found.");
            assertThat(exists(new Target.Group("new"))).isFalse();
        }

        @Test
        void aConnectionLeavesOneGroupOrAll() {
            assertDone(200, "PUT", "/api/hubs/chat/groups/new/connections/c1");

            assertDone(204, "DELETE", "/api/hubs/chat/groups/new/connections/c1");
            assertThat(received(ann, "new")).isZero();
            assertThat(received(ann, "room")).isEqualTo(1);

            assertDone(204, "DELETE", "/api/hubs/chat/connections/c1/groups");
            assertThat(received(ann, "room")).isZero();
        }

        @Test
        void aUserLeavesOneGroupOrAll() {
            assertDone(200, "PUT", "/api/hubs/chat/users/ann/groups/new");

            assertDone(204, "DELETE", "/api/hubs/chat/users/ann/groups/room");
            assertThat(received(ann, "room")).isZero();
            assertThat(received(bob, "room")).isEqualTo(1);

            assertDone(204, "DELETE", "/api/hubs/chat/users/ann/groups");
            assertThat(exists(new Target.Group("new"))).isFalse();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/api/hubs/chat/groups/none/connections/c1",
                    "/api/hubs/chat/groups/room/connections/none",
                    "/api/hubs/chat/users/none/groups/room",
                    "/api/hubs/chat/users/none/groups",
                    "/api/hubs/chat/connections/none/groups"
                })
        void removingWhatIsNotThereSucceeds(String target) {
            assertDone(204, "DELETE", target);

            assertThat(received(ann, "room")).isEqualTo(1);
        }

        @ParameterizedTest
        @CsvSource({
            "PUT,    /api/hubs/chat/groups/%20/connections/c1",
            "DELETE, /api/hubs/chat/groups/%20/connections/c1",
            "PUT,    /api/hubs/chat/users/ann/groups/%20",
            "HEAD,   /api/hubs/chat/groups/%20",
            "POST,   /api/hubs/chat/groups/%20/:closeConnections",
        })
        void aBlankGroupIsRefused(String method, String target) {
            RestResponse response = rest.call(method, target);

            assertThat(response.status()).isEqualTo(400);
            assertThat(response.body().asUtf8())
                    .startsWith("{\"code\":\"Error.BadRequest\",\"message\":\"Invalid group name. Valid group name"
                            + " should be in between 1 and 1024 characters long.\",\"target\":\"group\",\"errors\":");
        }
    }

    @Test
    void aBodyThatNobodyAskedForChangesNothing() {
        RestResponse response = rest.call(
                "PUT",
                "/api/hubs/chat/groups/new/connections/c1",
                "transfer-encoding",
                "chunked",
                "content-type",
                "image/png");

        assertThat(response.status()).isEqualTo(200);
    }

    @Test
    void aBodyAboveTheLimitIsRefusedBeforeAnythingIsDone() {
        RestResponse response =
                rest.call("PUT", "/api/hubs/chat/groups/new/connections/c1", "content-length", "1048577");

        assertThat(response.status()).isEqualTo(400);
        assertThat(exists(new Target.Group("new"))).isFalse();
    }
}
