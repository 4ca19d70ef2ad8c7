package dev.groundwave.server.blackbox.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.RunningServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("section 5.7")
final class MembershipTest {
    @RegisterExtension
    static final RunningServer SERVER = new RunningServer();

    /** Whether the client gets what is sent to the group: the marker to its connection comes in any case. */
    private static boolean isMember(RawWebSocket client, String group) {
        SERVER.sendText("/groups/" + group + "/:send", "to the group");
        SERVER.sendText("/connections/" + client.connectionId() + "/:send", "marker");
        boolean member = client.nextText().contains("to the group");
        if (member) {
            assertThat(client.nextText()).contains("marker");
        }
        return member;
    }

    @Nested
    final class OfAConnection {
        @Test
        void isAddedAndRemovedAndRepeatsChangeNothing() {
            RawWebSocket client = SERVER.json(SERVER.token());
            String path = "/groups/g/connections/" + client.connectionId();

            assertThat(SERVER.status("PUT", path)).isEqualTo(200);
            assertThat(SERVER.status("PUT", path)).isEqualTo(200);
            assertThat(isMember(client, "g")).isTrue();
            assertThat(SERVER.status("DELETE", path)).isEqualTo(204);
            assertThat(SERVER.status("DELETE", path)).isEqualTo(204);
            assertThat(isMember(client, "g")).isFalse();
        }

        @Test
        void isSilentAtTheClient() {
            RawWebSocket client = SERVER.json(SERVER.token());

            SERVER.status("PUT", "/groups/g/connections/" + client.connectionId());
            SERVER.status("DELETE", "/groups/g/connections/" + client.connectionId());

            client.expectNothingBeforePong();
        }

        @Test
        void needsTheConnectionInThisHub() {
            RawWebSocket client = SERVER.json(SERVER.token());
            String elsewhere = "/api/hubs/elsewhere/groups/g/connections/" + client.connectionId();

            assertThat(SERVER.call(SERVER.request("PUT", elsewhere)).status()).isEqualTo(404);
            assertThat(SERVER.status("DELETE", "/groups/g/connections/none")).isEqualTo(204);
        }

        @Test
        void endsInEveryGroupAtOnceThoseOfTheTokenIncluded() {
            RawWebSocket client = SERVER.json(SERVER.token().groups("a", "b"));
            SERVER.status("PUT", "/groups/c/connections/" + client.connectionId());

            assertThat(SERVER.status("DELETE", "/connections/" + client.connectionId() + "/groups"))
                    .isEqualTo(204);

            assertThat(isMember(client, "a")).isFalse();
            assertThat(isMember(client, "b")).isFalse();
            assertThat(isMember(client, "c")).isFalse();
            assertThat(SERVER.status("DELETE", "/connections/none/groups")).isEqualTo(204);
        }

        @Test
        void doesNotDependOnWhatTheClientMayDo() {
            RawWebSocket client = SERVER.json(SERVER.token());
            SERVER.status("PUT", "/groups/g/connections/" + client.connectionId());

            assertThat(client.ask("{\"type\":\"leaveGroup\",\"group\":\"g\",\"ackId\":1}"))
                    .contains("\"Forbidden\"");
            assertThat(isMember(client, "g")).isTrue();
        }
    }

    @Nested
    final class OfAUser {
        @Test
        void isThatOfItsPresentConnections() {
            RawWebSocket first = SERVER.json("alice");
            RawWebSocket second = SERVER.json("alice");
            RawWebSocket other = SERVER.json("bob");

            assertThat(SERVER.status("PUT", "/users/alice/groups/g")).isEqualTo(200);
            assertThat(SERVER.status("PUT", "/users/alice/groups/g")).isEqualTo(200);
            RawWebSocket later = SERVER.json("alice");

            assertThat(isMember(first, "g")).isTrue();
            second.nextText();
            assertThat(isMember(second, "g")).isTrue();
            first.nextText();
            assertThat(isMember(other, "g")).isFalse();
            assertThat(isMember(later, "g")).isFalse();
        }

        @Test
        void endsInOneGroup() {
            RawWebSocket client = SERVER.json(SERVER.token().user("alice").groups("g", "h"));

            assertThat(SERVER.status("DELETE", "/users/alice/groups/g")).isEqualTo(204);
            assertThat(SERVER.status("DELETE", "/users/alice/groups/g")).isEqualTo(204);

            assertThat(isMember(client, "g")).isFalse();
            assertThat(isMember(client, "h")).isTrue();
        }

        @Test
        void endsInEveryGroup() {
            RawWebSocket first = SERVER.json(SERVER.token().user("alice").groups("g", "h"));
            RawWebSocket second = SERVER.json(SERVER.token().user("alice").groups("h"));
            RawWebSocket other = SERVER.json(SERVER.token().user("bob").groups("o"));

            assertThat(SERVER.status("DELETE", "/users/alice/groups")).isEqualTo(204);

            assertThat(isMember(first, "g")).isFalse();
            assertThat(isMember(first, "h")).isFalse();
            assertThat(isMember(second, "h")).isFalse();
            assertThat(isMember(other, "o")).isTrue();
        }

        @Test
        void needsAConnectionToBeAddedAndNoneToBeRemoved() {
            assertThat(SERVER.status("PUT", "/users/none/groups/g")).isEqualTo(404);
            assertThat(SERVER.status("DELETE", "/users/none/groups/g")).isEqualTo(204);
            assertThat(SERVER.status("DELETE", "/users/none/groups")).isEqualTo(204);
        }
    }
}
