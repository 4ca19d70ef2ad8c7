package dev.groundwave.server.blackbox.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.HttpCall;
import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.server.blackbox.ScriptedUpstream.Answer;
import dev.groundwave.server.blackbox.ScriptedUpstream.Request;
import dev.groundwave.server.settings.GroupFilter;
import dev.groundwave.server.settings.GroupPresenceSettings;
import dev.groundwave.server.settings.PresenceEvent;
import dev.groundwave.server.settings.SystemEvent;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an application hears of groups: events-and-operations.md, section 1.12. */
final class PresenceEventTest {
    private static final Set<PresenceEvent> BOTH = Set.of(PresenceEvent.values());
    private static final GroupPresenceSettings ALL = new GroupPresenceSettings(BOTH, List.of());

    private EventRig rig = EventRig.start(false, "*", ALL, SystemEvent.CONNECTED, SystemEvent.DISCONNECTED);

    @AfterEach
    void end() {
        rig.close();
    }

    private void restart(GroupPresenceSettings presence, SystemEvent... systemEvents) {
        rig.close();
        rig = EventRig.start(false, "*", presence, systemEvents);
    }

    /** A connected client of which the handler has heard. */
    private RawWebSocket client(String subprotocol) {
        RawWebSocket client = rig.client(subprotocol);
        rig.upstream().next("connected");
        return client;
    }

    private static String join(String group) {
        return "{\"type\":\"joinGroup\",\"group\":\"" + group + "\",\"ackId\":1" + id(group) + "}";
    }

    private static String leave(String group) {
        return "{\"type\":\"leaveGroup\",\"group\":\"" + group + "\",\"ackId\":2" + id(group) + "}";
    }

    /** An ack id that no other group's request has. */
    private static String id(String group) {
        return Integer.toUnsignedString(group.hashCode());
    }

    private String nextChange() {
        Request request = rig.upstream().next();
        return request.event() + " " + request.text();
    }

    private static String joined(String group) {
        return "joined {\"group\":\"" + group + "\"}";
    }

    private static String left(String group) {
        return "left {\"group\":\"" + group + "\"}";
    }

    private void call(String method, String path, String json) {
        HttpCall call = rig.server().request(method, "/api/hubs/" + EventRig.HUB + path);
        assertThat(rig.server()
                        .call(json.isEmpty() ? call : call.body("application/json", json))
                        .status())
                .isBetween(200, 204);
    }

    /** Nothing was sent before this event of the client's own. */
    private void assertNothingBefore(RawWebSocket client, String event) {
        client.text("{\"type\":\"event\",\"event\":\"" + event + "\",\"dataType\":\"text\",\"data\":\"\"}");
        rig.upstream().next(event);
    }

    @Nested
    final class AreSent {
        @Test
        void whenAClientJoinsAndLeaves() {
            RawWebSocket client = client(RunningServer.JSON);

            client.ask(join("room"));

            Request request = rig.upstream().next("joined");
            assertThat(request.method() + " " + request.target()).isEqualTo("POST /chat/joined");
            assertThat(request.text()).isEqualTo("{\"group\":\"room\"}");
            assertThat(request.header("Content-Type")).contains("application/json; charset=utf-8");
            assertThat(request.header("ce-type")).contains("azure.webpubsub.gp.joined");
            assertThat(request.header("ce-id")).contains("2");
            assertThat(request.header("ce-connectionId")).contains(client.connectionId());
            assertThat(request.header("ce-userId")).contains("alice");
            assertThat(request.header("ce-subprotocol")).contains(RunningServer.JSON);

            client.ask(leave("room"));
            request = rig.upstream().next("left");
            assertThat(request.target()).isEqualTo("/chat/left");
            assertThat(request.text()).isEqualTo("{\"group\":\"room\"}");
            assertThat(request.header("ce-type")).contains("azure.webpubsub.gp.left");
            assertThat(request.header("ce-id")).contains("3");
        }

        @Test
        void ofTheGroupsInATokenBehindConnected() {
            rig.handshake(rig.token().groups("a", "b"))
                    .offer(RunningServer.JSON)
                    .open()
                    .started();

            assertThat(rig.upstream().next("connected").header("ce-id")).contains("1");
            assertThat(nextChange()).isEqualTo(joined("a"));
            assertThat(nextChange()).isEqualTo(joined("b"));
        }

        @Test
        void ofTheGroupsThatTheHandlerPutsAClientInto() {
            restart(ALL, SystemEvent.CONNECT);
            rig.upstream()
                    .answer(request -> request.event().equals("connect")
                            ? Answer.of(200, "application/json", "{\"groups\":[\"a\"]}")
                            : Answer.of(204));
            rig.json();

            rig.upstream().next("connect");
            assertThat(nextChange()).isEqualTo(joined("a"));
        }

        @Test
        void whenTheApplicationMovesAConnection() {
            RawWebSocket client = client(RunningServer.JSON);
            String inRoom = "/groups/room/connections/" + client.connectionId();

            call("PUT", inRoom, "");
            assertThat(nextChange()).isEqualTo(joined("room"));
            call("DELETE", inRoom, "");
            assertThat(nextChange()).isEqualTo(left("room"));
            call("PUT", inRoom, "");
            assertThat(nextChange()).isEqualTo(joined("room"));
            call("DELETE", "/connections/" + client.connectionId() + "/groups", "");
            assertThat(nextChange()).isEqualTo(left("room"));
        }

        @Test
        void whenTheApplicationMovesAUser() {
            client(RunningServer.JSON);

            call("PUT", "/users/alice/groups/room", "");
            assertThat(nextChange()).isEqualTo(joined("room"));
            call("DELETE", "/users/alice/groups/room", "");
            assertThat(nextChange()).isEqualTo(left("room"));
            call("PUT", "/users/alice/groups/room", "");
            assertThat(nextChange()).isEqualTo(joined("room"));
            call("DELETE", "/users/alice/groups", "");
            assertThat(nextChange()).isEqualTo(left("room"));
        }

        @Test
        void whenTheApplicationMovesManyAtOnce() {
            client(RunningServer.JSON);
            String twoGroups = "{\"groups\":[\"a\",\"b\"],\"filter\":\"userId eq 'alice'\"}";

            call("POST", "/:addToGroups", twoGroups);
            assertThat(List.of(nextChange(), nextChange())).containsExactlyInAnyOrder(joined("a"), joined("b"));
            call("POST", "/:removeFromGroups", twoGroups);
            assertThat(List.of(nextChange(), nextChange())).containsExactlyInAnyOrder(left("a"), left("b"));
        }

        @Test
        void whenAClientIsGoneBeforeDisconnected() {
            RawWebSocket client = client(RunningServer.JSON);
            client.ask(join("a"));
            rig.upstream().next("joined");
            client.ask(join("b"));
            rig.upstream().next("joined");

            client.close();

            assertThat(List.of(nextChange(), nextChange())).containsExactlyInAnyOrder(left("a"), left("b"));
            assertThat(rig.upstream().next("disconnected").header("ce-id")).contains("6");
        }

        @Test
        void oneAfterTheOtherWhileTheClientGoesOn() {
            CountDownLatch first = new CountDownLatch(1);
            rig.upstream()
                    .answer(request ->
                            request.text().contains("\"a\"") ? EventRig.held(first, Answer.of(204)) : Answer.of(204));
            RawWebSocket client = client(RunningServer.JSON);

            client.ask(join("a"));
            rig.upstream().next("joined");
            client.ask(join("b"));
            assertNothingBefore(client, "meanwhile");
            first.countDown();

            assertThat(nextChange()).isEqualTo(joined("b"));
        }
    }

    @Nested
    final class AreNotSent {
        @Test
        void forWhatChangesNothing() {
            RawWebSocket client = client(RunningServer.JSON);
            client.ask(join("room"));
            rig.upstream().next("joined");

            call("PUT", "/groups/room/connections/" + client.connectionId(), "");
            call("PUT", "/users/alice/groups/room", "");
            client.ask(leave("other"));
            call("DELETE", "/users/alice/groups/other", "");

            assertNothingBefore(client, "after");
        }

        @Test
        void forARecovery() {
            RawWebSocket lost = client(RunningServer.RELIABLE);
            lost.ask(join("room"));
            rig.upstream().next("joined");

            lost.drop();
            RawWebSocket back = rig.server()
                    .recover(EventRig.HUB, lost.connectionId(), lost.reconnectionToken())
                    .started();

            assertNothingBefore(back, "after");
        }

        @ParameterizedTest
        @ValueSource(strings = {"lobby", "Room 1"})
        void ofGroupsThatNoFilterNames(String group) {
            restart(new GroupPresenceSettings(BOTH, List.of(new GroupFilter("room*"), new GroupFilter("hall"))));
            RawWebSocket client = rig.json();

            client.ask(join(group));
            client.ask(join("room 1"));
            client.ask(join("hall"));

            assertThat(nextChange()).isEqualTo(joined("room 1"));
            assertThat(nextChange()).isEqualTo(joined("hall"));
        }

        @Test
        void ofAKindThatTheHandlerDoesNotWant() {
            restart(new GroupPresenceSettings(Set.of(PresenceEvent.LEFT), List.of()));
            RawWebSocket client = rig.json();

            client.ask(join("room"));
            client.ask(leave("room"));

            Request request = rig.upstream().next("left");
            assertThat(request.header("ce-id")).contains("1");
        }
    }

    @Test
    void thatFailLeaveTheClientAlone() {
        rig.upstream().answer(Answer.of(404));
        RawWebSocket client = client(RunningServer.JSON);

        client.ask(join("room"));
        rig.upstream().next("joined");

        assertThat(client.ask("{\"type\":\"ping\"}")).isEqualTo("{\"type\":\"pong\"}");
    }
}
