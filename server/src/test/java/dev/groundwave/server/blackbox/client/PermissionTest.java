package dev.groundwave.server.blackbox.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.Json;
import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.server.settings.LimitSettings;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class PermissionTest {
    /** Room for a token with a thousand roles. */
    private static final int REQUEST_LINE_BYTES = 262_144;

    @RegisterExtension
    static final RunningServer SERVER =
            new RunningServer().limits(new LimitSettings(0, REQUEST_LINE_BYTES, 1_048_576, 1000, 16_777_216));

    private static RawWebSocket with(String... roles) {
        return SERVER.json(SERVER.token().roles(roles));
    }

    private static boolean allowed(RawWebSocket client, String request) {
        String ack = client.ask(request);
        if (ack.equals("{\"type\":\"ack\",\"ackId\":1,\"success\":true}")) {
            return true;
        }
        assertThat(ack)
                .startsWith("{\"type\":\"ack\",\"ackId\":1,\"success\":false,\"error\":{\"name\":\"Forbidden\",");
        return false;
    }

    private static boolean mayJoin(String role, String group) {
        return mayJoin(with(role), group);
    }

    private static boolean mayJoin(RawWebSocket client, String group) {
        return allowed(client, "{\"type\":\"joinGroup\",\"group\":" + Json.quote(group) + ",\"ackId\":1}");
    }

    private static boolean mayLeave(String role, String group) {
        return allowed(with(role), "{\"type\":\"leaveGroup\",\"group\":" + Json.quote(group) + ",\"ackId\":1}");
    }

    private static boolean maySend(String role, String group) {
        return allowed(
                with(role), "{\"type\":\"sendToGroup\",\"group\":" + Json.quote(group) + ",\"data\":1,\"ackId\":1}");
    }

    @Nested
    @DisplayName("section 3.1")
    final class RoleStrings {
        @ParameterizedTest
        @CsvSource({
            "'', room, false",
            "webpubsub.joinLeaveGroup, room, true",
            "webpubsub.sendToGroup, room, false",
            "webpubsub.joinLeaveGroup.room, room, true",
            "webpubsub.joinLeaveGroup.room, Room, false",
            "webpubsub.joinLeaveGroup.room, room2, false",
            "webpubsub.joinLeaveGroup.room, roo, false",
            "webpubsub.joinLeaveGroup.a.b.c, a.b.c, true",
            "webpubsub.joinLeaveGroup.a.b.c, a.b, false",
            "webpubsub.joinLeaveGroup.a*, a*, true",
            "webpubsub.joinLeaveGroup.a*, ab, false",
            "webpubsub.joinLeaveGroup.a?, a?, true",
            "webpubsub.joinLeaveGroup.a?, ab, false",
            "webpubsub.joinLeaveGroups.chat-*, chat-room, true",
            "webpubsub.joinLeaveGroups.room, room, true",
            "webpubsub.joinLeaveGroups, room, false",
            "webpubsub.joinLeaveGroups., room, false",
            "webpubsub.joinLeaveGroup., room, false",
            "webpubsub.joinLeaveGroup., ., false",
            "WebPubSub.joinLeaveGroup, room, false",
            "webpubsub.joinleavegroup, room, false",
            "webpubsub.joinLeaveGroupx, room, false",
            "joinLeaveGroup, room, false"
        })
        void joiningAndLeavingAreGrantedTogether(String role, String group, boolean allowed) {
            assertThat(mayJoin(role, group)).isEqualTo(allowed);
            assertThat(mayLeave(role, group)).isEqualTo(allowed);
        }

        @ParameterizedTest
        @CsvSource({
            "'', room, false",
            "webpubsub.sendToGroup, room, true",
            "webpubsub.joinLeaveGroup, room, false",
            "webpubsub.sendToGroup.room, room, true",
            "webpubsub.sendToGroup.room, ROOM, false",
            "webpubsub.sendToGroup.room, room2, false",
            "webpubsub.sendToGroup.r*, r*, true",
            "webpubsub.sendToGroup.r*, room, false",
            "webpubsub.sendToGroups.r*, room, true",
            "webpubsub.sendToGroups.r*, moor, false",
            "webpubsub.sendToGroup., room, false",
            "webpubsub.SendToGroup, room, false"
        })
        void sendingIsGrantedOnItsOwn(String role, String group, boolean allowed) {
            assertThat(maySend(role, group)).isEqualTo(allowed);
        }

        @Test
        void rolesAddUp() {
            RawWebSocket client = with("webpubsub.joinLeaveGroup.a", "webpubsub.joinLeaveGroups.b*", "nonsense");

            assertThat(client.ask("{\"type\":\"joinGroup\",\"group\":\"a\",\"ackId\":1}"))
                    .contains("\"success\":true");
            assertThat(client.ask("{\"type\":\"joinGroup\",\"group\":\"bb\",\"ackId\":2}"))
                    .contains("\"success\":true");
            assertThat(client.ask("{\"type\":\"joinGroup\",\"group\":\"c\",\"ackId\":3}"))
                    .contains("\"Forbidden\"");
        }

        @Test
        void aGroupNameThatIsTooLongMakesItsRoleIneffectiveOnly() {
            String longest = "g".repeat(1024);

            assertThat(mayJoin("webpubsub.joinLeaveGroup." + longest, longest)).isTrue();
            assertThat(mayJoin("webpubsub.joinLeaveGroup." + longest + "g", longest))
                    .isFalse();
        }
    }

    @Nested
    @DisplayName("section 3.2")
    final class Patterns {
        @ParameterizedTest
        @CsvSource(
                delimiter = ' ',
                value = {
                    "chat-* chat-room true",
                    "chat-* chat- true",
                    "chat-* chat.1 false",
                    "chat-* chat-1.2 false",
                    "chat-* xchat-1 false",
                    "* room true",
                    "* a.b false",
                    "** a.b.c true",
                    "*** a.b.c true",
                    "clientA.* clientA.x true",
                    "clientA.* clientA.x.y false",
                    "clientA.** clientA.x true",
                    "clientA.** clientA.x.y true",
                    "a?c abc true",
                    "a?c a.c false",
                    "a?c ac false",
                    "a?c abbc false",
                    "*.end x.end true",
                    "*.end x.y.end false",
                    "**.end x.y.end true",
                    "a**z az true",
                    "a*b*c aXbYc true",
                    "a*b*c aXcYb false",
                    "*aab aaaab true",
                    "Room room false",
                    "room room2 false",
                    "a\\*b a*b true",
                    "a\\*b axb false",
                    "a\\?b a?b true",
                    "a\\?b axb false",
                    "a\\\\b a\\b true",
                    "a\\b ab false",
                    "a\\b a\\b false",
                    "a\\ a\\ false",
                    "a[bc] a[bc] true",
                    "a[bc] ab false",
                    "a+ aa false",
                    "a.c abc false"
                })
        void matchTheWholeName(String pattern, String group, boolean matches) {
            assertThat(mayJoin("webpubsub.joinLeaveGroups." + pattern, group)).isEqualTo(matches);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = ' ',
                value = {"*a*b*c*d* 1a2b3c4d5 true", "*a*b*c*d*e* 1a2b3c4d5e6 false", "**a**b**c**d** 1a2b3c4d5 true"})
        void haveFiveStarTokensAtMost(String pattern, String group, boolean effective) {
            assertThat(mayJoin("webpubsub.joinLeaveGroups." + pattern, group)).isEqualTo(effective);
        }

        @Test
        void have1024CharactersAtMost() {
            String longest = "g".repeat(1023) + "*";

            assertThat(mayJoin("webpubsub.joinLeaveGroups." + longest, "g".repeat(1023)))
                    .isTrue();
            assertThat(mayJoin("webpubsub.joinLeaveGroups.g" + longest, "g".repeat(1024)))
                    .isFalse();
        }

        @Test
        void countUpToTenForEachKindOfPermission() {
            String[] roles = Stream.concat(
                            IntStream.rangeClosed(1, 11).mapToObj(i -> "webpubsub.joinLeaveGroups.p" + i + "-*"),
                            Stream.of("webpubsub.sendToGroups.p12-*"))
                    .toArray(String[]::new);

            assertThat(mayJoin(with(roles), "p1-x")).isTrue();
            assertThat(mayJoin(with(roles), "p10-x")).isTrue();
            assertThat(mayJoin(with(roles), "p11-x")).isFalse();
            assertThat(allowed(with(roles), "{\"type\":\"sendToGroup\",\"group\":\"p12-x\",\"data\":1,\"ackId\":1}"))
                    .as("the other kind has its own ten")
                    .isTrue();
        }

        @Test
        void literalsCountUpToAThousandForEachKindOfPermission() {
            String[] roles = IntStream.rangeClosed(1, 1001)
                    .mapToObj(i -> "webpubsub.joinLeaveGroup.g" + i)
                    .toArray(String[]::new);

            assertThat(mayJoin(with(roles), "g1")).isTrue();
            assertThat(mayJoin(with(roles), "g1000")).isTrue();
            assertThat(mayJoin(with(roles), "g1001")).isFalse();
        }
    }

    @Nested
    @DisplayName("section 3.3")
    final class WhatNeedsWhat {
        @Test
        void leavingAGroupOfTheTokenNeedsThePermission() {
            RawWebSocket client = SERVER.json(SERVER.token().groups("lobby"));

            assertThat(allowed(client, "{\"type\":\"leaveGroup\",\"group\":\"lobby\",\"ackId\":1}"))
                    .isFalse();
            SERVER.sendText("/groups/lobby/:send", "still here");

            assertThat(client.nextText()).contains("\"data\":\"still here\"");
        }

        @Test
        void sendingNeedsNoMembershipAndReceivingNeedsNoRole() {
            RawWebSocket member = SERVER.json(SERVER.token().groups("lobby"));
            RawWebSocket sender = with("webpubsub.sendToGroup.lobby");

            assertThat(sender.ask("{\"type\":\"sendToGroup\",\"group\":\"lobby\",\"data\":1,\"ackId\":1}"))
                    .isEqualTo("{\"type\":\"ack\",\"ackId\":1,\"success\":true}");

            assertThat(member.nextText()).contains("\"group\":\"lobby\"");
        }

        @Test
        void pingsSequenceAcksAndEventsNeedNothing() {
            RawWebSocket client = with();

            client.text("{\"type\":\"sequenceAck\",\"sequenceId\":1}");
            client.expectNothingBeforePong();
            assertThat(client.ask("{\"type\":\"event\",\"event\":\"e\",\"data\":1,\"ackId\":1}"))
                    .as("no handler rather than no permission")
                    .contains("\"InternalServerError\"");
        }
    }

    @Nested
    @DisplayName("section 3.5")
    final class Violations {
        static Stream<String> requests() {
            return Stream.of(
                    "{\"type\":\"joinGroup\",\"group\":\"room\"",
                    "{\"type\":\"leaveGroup\",\"group\":\"room\"",
                    "{\"type\":\"sendToGroup\",\"group\":\"room\",\"data\":1");
        }

        @ParameterizedTest
        @MethodSource("requests")
        void withoutAnAckIdNothingComesBackAndTheConnectionStays(String request) {
            RawWebSocket client = with();

            client.text(request + "}");

            client.expectNothingBeforePong();
        }

        @ParameterizedTest
        @MethodSource("requests")
        void withAnAckIdTheAnswerIsForbiddenAndTheConnectionStays(String request) {
            RawWebSocket client = with();

            assertThat(client.ask(request + ",\"ackId\":7}"))
                    .startsWith("{\"type\":\"ack\",\"ackId\":7,\"success\":false,\"error\":{\"name\":\"Forbidden\","
                            + "\"message\":\"")
                    .endsWith("\"}}");
            client.expectNothingBeforePong();
        }

        @Test
        void aRefusedJoinDoesNotJoin() {
            RawWebSocket client = with();
            client.ask("{\"type\":\"joinGroup\",\"group\":\"room\",\"ackId\":1}");

            SERVER.sendText("/groups/room/:send", "for members");

            client.expectNothingBeforePong();
        }

        @Test
        void aRefusedSendReachesNobody() {
            RawWebSocket member = SERVER.json(SERVER.token().groups("room", "mine"));
            RawWebSocket sender = with("webpubsub.sendToGroup.mine");

            sender.text("{\"type\":\"sendToGroup\",\"group\":\"room\",\"data\":\"refused\"}");
            sender.text("{\"type\":\"sendToGroup\",\"group\":\"mine\",\"data\":\"allowed\"}");

            assertThat(member.nextText()).contains("\"allowed\"");
        }
    }
}
