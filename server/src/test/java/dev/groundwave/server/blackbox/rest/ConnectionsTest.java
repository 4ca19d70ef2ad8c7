package dev.groundwave.server.blackbox.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.RunningServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConnectionsTest {
    @RegisterExtension
    static final RunningServer SERVER = new RunningServer();

    private static int exists(String path) {
        return SERVER.status("HEAD", path);
    }

    private static void expectClosed(RawWebSocket client, String reason) {
        assertThat(client.nextText())
                .isEqualTo(
                        "{\"type\":\"system\",\"event\":\"disconnected\",\"message\":\"Application server closed the "
                                + "connection." + reason + "\"}");
        assertThat(client.nextClose()).isEqualTo(new RawWebSocket.Close(1000, ""));
        assertThat(exists("/connections/" + client.connectionId())).isEqualTo(404);
    }

    @Nested
    @DisplayName("section 5.5")
    final class Closing {
        @Test
        void theHubClosesAllButTheExcluded() {
            RawWebSocket first = SERVER.json("alice");
            RawWebSocket second = SERVER.json("bob");
            RawWebSocket spared = SERVER.json("carol");
            RawWebSocket simple = SERVER.simple(SERVER.token(), "");

            assertThat(SERVER.status(
                            "POST", "/:closeConnections?reason=over&excluded=x&excluded=" + spared.connectionId()))
                    .isEqualTo(204);

            expectClosed(first, " Reason: over");
            expectClosed(second, " Reason: over");
            assertThat(simple.nextClose()).isEqualTo(new RawWebSocket.Close(1000, ""));
            spared.expectNothingBeforePong();
        }

        @Test
        void aGroupClosesItsMembersButTheExcluded() {
            RawWebSocket member = SERVER.json(SERVER.token().groups("g"));
            RawWebSocket spared = SERVER.json(SERVER.token().groups("g"));
            RawWebSocket other = SERVER.json(SERVER.token().groups("h"));

            assertThat(SERVER.status("POST", "/groups/g/:closeConnections?excluded=" + spared.connectionId()))
                    .isEqualTo(204);

            expectClosed(member, "");
            spared.expectNothingBeforePong();
            other.expectNothingBeforePong();
        }

        @Test
        void aUserClosesItsConnectionsButTheExcluded() {
            RawWebSocket mine = SERVER.json("alice");
            RawWebSocket spared = SERVER.json("alice");
            RawWebSocket other = SERVER.json("bob");

            assertThat(SERVER.status(
                            "POST", "/users/alice/:closeConnections?reason=a+b&excluded=" + spared.connectionId()))
                    .isEqualTo(204);

            expectClosed(mine, " Reason: a b");
            spared.expectNothingBeforePong();
            other.expectNothingBeforePong();
        }

        @Test
        void oneConnectionClosesAloneAndExcludedIsNoParameterOfIt() {
            RawWebSocket mine = SERVER.json("alice");
            RawWebSocket other = SERVER.json("alice");

            assertThat(SERVER.status(
                            "DELETE", "/connections/" + mine.connectionId() + "?excluded=" + mine.connectionId()))
                    .isEqualTo(204);

            expectClosed(mine, "");
            other.expectNothingBeforePong();
        }

        @ParameterizedTest
        @CsvSource({
            "POST, /:closeConnections",
            "POST, /groups/none/:closeConnections",
            "POST, /users/none/:closeConnections",
            "DELETE, /connections/none"
        })
        void nobodyIsClosedSilently(String method, String path) {
            assertThat(SERVER.status(method, path)).isEqualTo(204);
            assertThat(SERVER.status(method, path)).isEqualTo(204);
        }

        @Test
        void theyAreGoneEverywhereWhenTheAnswerComes() {
            RawWebSocket client = SERVER.json(SERVER.token().user("alice").groups("g"));

            SERVER.status("DELETE", "/connections/" + client.connectionId());

            assertThat(exists("/connections/" + client.connectionId())).isEqualTo(404);
            assertThat(exists("/users/alice")).isEqualTo(404);
            assertThat(exists("/groups/g")).isEqualTo(404);
            assertThat(SERVER.status("PUT", "/groups/g/connections/" + client.connectionId()))
                    .isEqualTo(404);
        }

        @Test
        void aReasonThatNeedsEscapesIsGivenAsText() {
            RawWebSocket client = SERVER.json("alice");

            SERVER.status("DELETE", "/connections/" + client.connectionId() + "?reason=%22a%5C%22");

            expectClosed(client, " Reason: \\\"a\\\\\\\"");
        }
    }

    @Nested
    @DisplayName("section 5.6")
    final class Existing {
        @Test
        void aConnectionExistsWhileItLives() {
            RawWebSocket client = SERVER.json("alice");

            assertThat(exists("/connections/" + client.connectionId())).isEqualTo(200);
            client.leave();
            SERVER.awaitStatus(404, "HEAD", "/connections/" + client.connectionId());
        }

        @Test
        void aUserExistsWhileOneOfItsConnectionsLives() {
            RawWebSocket first = SERVER.json("alice");
            RawWebSocket second = SERVER.simple(SERVER.token().user("alice"), "");

            first.leave();
            SERVER.awaitStatus(404, "HEAD", "/connections/" + first.connectionId());
            assertThat(exists("/users/alice")).isEqualTo(200);
            second.leave();
            SERVER.awaitStatus(404, "HEAD", "/users/alice");
        }

        @Test
        void aGroupExistsWhileItHasAMember() {
            RawWebSocket client = SERVER.json("alice");
            assertThat(exists("/groups/g")).isEqualTo(404);

            client.ask("{\"type\":\"joinGroup\",\"group\":\"g\",\"ackId\":1}");
            assertThat(exists("/groups/g")).isEqualTo(200);
            client.ask("{\"type\":\"leaveGroup\",\"group\":\"g\",\"ackId\":2}");
            assertThat(exists("/groups/g")).isEqualTo(404);
        }

        @Test
        void aHubKnowsOnlyItsOwn() {
            RawWebSocket client = SERVER.json(SERVER.token().user("alice").groups("g"));

            for (String path : new String[] {"/connections/" + client.connectionId(), "/users/alice", "/groups/g"}) {
                assertThat(exists(path)).isEqualTo(200);
                assertThat(SERVER.call(SERVER.request("HEAD", "/api/hubs/elsewhere" + path))
                                .status())
                        .isEqualTo(404);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"*/*", "application/json", "text/html"})
        void acceptIsNotNegotiated(String accept) {
            SERVER.json("alice");

            assertThat(SERVER.call(SERVER.inHub("HEAD", "/users/alice").header("Accept", accept))
                            .status())
                    .isEqualTo(200);
        }
    }
}
