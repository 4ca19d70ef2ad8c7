package dev.groundwave.server.blackbox.client;

import static dev.groundwave.server.blackbox.RunningServer.RELIABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.Json;
import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.server.blackbox.Token;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.MalformedMessageException;
import dev.groundwave.wire.ServiceMessage;
import dev.groundwave.wire.protobuf.ProtobufCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** client-protocol.md, section 12: small state that members of a group show each other. */
final class GroupStateTest {
    @RegisterExtension
    static final RunningServer SERVER = new RunningServer();

    private static final String FORBIDDEN = "{\"name\":\"Forbidden\",\"message\":\"Permission denied.\"}";
    private static final String STRANGER = "{\"name\":\"Forbidden\",\"message\":\"Not a member of group.\"}";

    private static Token member(String user) {
        return SERVER.token()
                .user(user)
                .roles("webpubsub.setGroupState", "webpubsub.getGroupState", "webpubsub.joinLeaveGroup")
                .groups("g");
    }

    private static RawWebSocket client(String user) {
        return SERVER.json(member(user));
    }

    private static RawWebSocket subscribed(String user) {
        RawWebSocket client = client(user);
        assertThat(client.ask(subscribe(1))).isEqualTo(ack(1));
        assertThat(client.nextText()).startsWith("{\"type\":\"groupStateSnapshot\",\"group\":\"g\",\"items\":");
        return client;
    }

    private static String set(String state, long ackId) {
        return "{\"type\":\"setGroupState\",\"group\":\"g\",\"state\":" + state + ",\"ackId\":" + ackId + "}";
    }

    private static String subscribe(long ackId) {
        return "{\"type\":\"subscribeGroupState\",\"group\":\"g\",\"ackId\":" + ackId + "}";
    }

    private static String unsubscribe(long ackId) {
        return "{\"type\":\"unsubscribeGroupState\",\"group\":\"g\",\"ackId\":" + ackId + "}";
    }

    private static String ack(long ackId) {
        return "{\"type\":\"ack\",\"ackId\":" + ackId + ",\"success\":true}";
    }

    private static String refusal(long ackId, String error) {
        return "{\"type\":\"ack\",\"ackId\":" + ackId + ",\"success\":false,\"error\":" + error + "}";
    }

    /** An update up to the time, which is the last member of its only item. */
    private static String update(RawWebSocket whose, String user, String state) {
        return "{\"type\":\"groupStateUpdate\",\"group\":\"g\",\"items\":[" + item(whose, user, state);
    }

    private static String item(RawWebSocket whose, String user, String state) {
        return "{\"connectionId\":\"" + whose.connectionId() + "\",\"userId\":\"" + user + "\"" + state
                + ",\"updatedAt\":";
    }

    private static long updatedAt(String frame) {
        String after = frame.substring(frame.lastIndexOf("\"updatedAt\":") + "\"updatedAt\":".length());
        return Long.parseLong(after.substring(0, after.indexOf('}')));
    }

    @Nested
    @DisplayName("setGroupState")
    final class Set {
        @Test
        void isAnsweredAndThenToldToSubscribersTheCallerIncluded() {
            RawWebSocket ann = subscribed("ann");
            RawWebSocket bob = subscribed("bob");

            assertThat(ann.ask(set("{\"activity\":\"typing\"}", 2))).isEqualTo(ack(2));

            String expected = update(ann, "ann", ",\"state\":{\"activity\":\"typing\"}");
            assertThat(ann.nextText()).startsWith(expected);
            assertThat(bob.nextText()).startsWith(expected);
        }

        @Test
        void isNotToldToMembersThatDoNotFollow() {
            RawWebSocket ann = client("ann");
            RawWebSocket other = client("bob");

            assertThat(ann.ask(set("{\"a\":\"1\"}", 1))).isEqualTo(ack(1));
            ann.expectNothingBeforePong();
            other.expectNothingBeforePong();
        }

        @Test
        void replacesTheWholeState() {
            RawWebSocket ann = client("ann");
            ann.ask(set("{\"a\":\"1\",\"b\":\"2\"}", 1));
            ann.ask(set("{\"b\":\"3\"}", 2));

            RawWebSocket bob = client("bob");
            bob.ask(subscribe(1));

            assertThat(bob.nextText()).contains(item(ann, "ann", ",\"state\":{\"b\":\"3\"}"));
        }

        @ParameterizedTest
        @ValueSource(strings = {",\"state\":null", ""})
        void withoutAStateClearsIt(String nothing) {
            RawWebSocket bob = subscribed("bob");
            RawWebSocket ann = client("ann");
            ann.ask(set("{\"a\":\"1\"}", 1));
            bob.nextText();

            ann.ask("{\"type\":\"setGroupState\",\"group\":\"g\",\"ackId\":2" + nothing + "}");

            assertThat(bob.nextText()).startsWith(update(ann, "ann", ""));
            assertThat(bob.ask(subscribe(9))).isEqualTo(ack(9));
            assertThat(bob.nextText()).endsWith("\"items\":[]}");
        }

        @Test
        void isDatedLaterEachTime() {
            RawWebSocket bob = subscribed("bob");
            RawWebSocket ann = client("ann");
            List<Long> times = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                ann.text(set("{\"a\":\"" + i + "\"}", i));
            }
            for (int i = 0; i < 5; i++) {
                times.add(updatedAt(bob.nextText()));
            }

            assertThat(times).isSorted().doesNotHaveDuplicates();
        }

        @Test
        void takesUpTo512BytesOfKeysAndValues() {
            RawWebSocket ann = client("ann");

            assertThat(ann.ask(set("{\"k\":\"" + "a".repeat(510) + "\"}", 1))).isEqualTo(ack(1));
            assertThat(ann.ask(set("{\"k\":\"" + "a".repeat(511) + "\"}", 2))).isEqualTo(ack(2));
            assertThat(ann.ask(set("{\"k\":\"" + "\u00e4".repeat(256) + "\"}", 3)))
                    .isEqualTo(refusal(
                            3,
                            "{\"name\":\"BadRequest\",\"message\":\"State payload exceeds maximum size 512 bytes.\"}"));
        }

        @Test
        void needsTheRoleThenTheSizeThenTheMembership() {
            String big = set("{\"k\":\"" + "a".repeat(512) + "\"}", 1);
            RawWebSocket without = SERVER.json(SERVER.token());
            RawWebSocket stranger = SERVER.json(SERVER.token().roles("webpubsub.setGroupState"));

            assertThat(without.ask(big)).isEqualTo(refusal(1, FORBIDDEN));
            assertThat(stranger.ask(big)).contains("\"BadRequest\"");
            assertThat(stranger.ask(set("{}", 2))).isEqualTo(refusal(2, STRANGER));
        }

        @Test
        void isAllowedByAPatternForItsGroups() {
            RawWebSocket ann = SERVER.json(
                    SERVER.token().roles("webpubsub.setGroupState.room-*").groups("room-1", "g"));

            assertThat(ann.ask("{\"type\":\"setGroupState\",\"group\":\"room-1\",\"state\":{},\"ackId\":1}"))
                    .isEqualTo(ack(1));
            assertThat(ann.ask(set("{}", 2))).isEqualTo(refusal(2, FORBIDDEN));
        }

        @ParameterizedTest
        @ValueSource(strings = {"\"a\"", "[]", "{\"a\":1}", "{\"a\":null}"})
        void thatIsNoObjectOfStringsBreaksTheProtocol(String state) {
            RawWebSocket ann = client("ann");

            ann.text(set(state, 1));

            assertThat(ann.nextClose().code()).isEqualTo(1007);
        }

        @Test
        void underOneAckIdCountsOnce() {
            RawWebSocket bob = subscribed("bob");
            RawWebSocket ann = client("ann");
            ann.ask(set("{\"a\":\"1\"}", 7));

            assertThat(ann.ask(set("{\"a\":\"2\"}", 7))).contains("\"name\":\"Duplicate\"");

            assertThat(bob.nextText()).contains("\"a\":\"1\"");
            bob.expectNothingBeforePong();
        }

        @Test
        void withoutAckIdIsNeverAnswered() {
            RawWebSocket stranger = SERVER.json(SERVER.token());

            stranger.text("{\"type\":\"setGroupState\",\"group\":\"g\",\"state\":{}}");

            stranger.expectNothingBeforePong();
        }
    }

    @Nested
    @DisplayName("subscribeGroupState")
    final class Subscribe {
        @Test
        void showsNothingWhereNobodyHasState() {
            RawWebSocket ann = client("ann");

            assertThat(ann.ask(subscribe(1))).isEqualTo(ack(1));
            assertThat(ann.nextText()).isEqualTo("{\"type\":\"groupStateSnapshot\",\"group\":\"g\",\"items\":[]}");
        }

        @Test
        void showsMembersWithStateInTheOrderOfTheirConnections() {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                RawWebSocket member = client("u" + i);
                member.ask(set("{\"n\":\"" + i + "\"}", 1));
                ids.add(member.connectionId());
            }
            RawWebSocket ann = client("ann");
            ann.ask(subscribe(1));

            String snapshot = ann.nextText();

            List<Integer> places = ids.stream().sorted().map(snapshot::indexOf).toList();
            assertThat(places).isSorted().doesNotContain(-1);
        }

        @Test
        void showsAtMost200() {
            for (int i = 0; i < 201; i++) {
                assertThat(client("u").ask(set("{}", 1))).isEqualTo(ack(1));
            }
            RawWebSocket ann = client("ann");
            ann.ask(subscribe(1));

            assertThat(ann.nextText().split("connectionId", -1)).hasSize(200 + 1);
        }

        @Test
        void againGivesANewSnapshotAndOneUpdateOfEachChange() {
            RawWebSocket ann = subscribed("ann");

            assertThat(ann.ask(subscribe(2))).isEqualTo(ack(2));
            assertThat(ann.nextText()).contains("groupStateSnapshot");
            client("bob").ask(set("{}", 1));

            assertThat(ann.nextText()).contains("groupStateUpdate");
            ann.expectNothingBeforePong();
        }

        @Test
        void needsTheRoleAndTheMembership() {
            assertThat(SERVER.json(SERVER.token().groups("g")).ask(subscribe(1)))
                    .isEqualTo(refusal(1, FORBIDDEN));
            assertThat(SERVER.json(SERVER.token().roles("webpubsub.getGroupState"))
                            .ask(subscribe(1)))
                    .isEqualTo(refusal(1, STRANGER));
        }
    }

    @Nested
    @DisplayName("unsubscribeGroupState")
    final class Unsubscribe {
        @Test
        void endsTheUpdates() {
            RawWebSocket ann = subscribed("ann");

            assertThat(ann.ask(unsubscribe(2))).isEqualTo(ack(2));
            client("bob").ask(set("{}", 1));

            ann.expectNothingBeforePong();
        }

        @Test
        void alwaysSucceeds() {
            assertThat(SERVER.json(SERVER.token()).ask(unsubscribe(1))).isEqualTo(ack(1));
        }
    }

    @Nested
    @DisplayName("the end of a membership")
    final class Leaving {
        @Test
        void clearsTheStateAndTheSubscription() {
            RawWebSocket bob = subscribed("bob");
            RawWebSocket ann = subscribed("ann");
            ann.ask(set("{\"a\":\"1\"}", 2));
            ann.nextText();
            bob.nextText();

            assertThat(ann.ask("{\"type\":\"leaveGroup\",\"group\":\"g\",\"ackId\":3}"))
                    .isEqualTo(ack(3));
            assertThat(bob.nextText()).startsWith(update(ann, "ann", ""));
            assertThat(bob.ask(set("{}", 2))).isEqualTo(ack(2));

            ann.expectNothingBeforePong();
        }

        @Test
        void byTheApplicationDoesTheSame() {
            RawWebSocket bob = subscribed("bob");
            RawWebSocket ann = client("ann");
            ann.ask(set("{\"a\":\"1\"}", 1));
            bob.nextText();

            SERVER.status("DELETE", "/groups/g/connections/" + ann.connectionId());

            assertThat(bob.nextText()).startsWith(update(ann, "ann", ""));
        }

        @Test
        void byRemovalFromAllGroupsDoesTheSame() {
            RawWebSocket bob = subscribed("bob");
            RawWebSocket ann = client("ann");
            ann.ask(set("{\"a\":\"1\"}", 1));
            bob.nextText();

            SERVER.status("DELETE", "/connections/" + ann.connectionId() + "/groups");

            assertThat(bob.nextText()).startsWith(update(ann, "ann", ""));
        }

        @Test
        void withTheConnectionDoesTheSame() {
            RawWebSocket bob = subscribed("bob");
            RawWebSocket ann = client("ann");
            ann.ask(set("{\"a\":\"1\"}", 1));
            bob.nextText();

            ann.close();

            assertThat(bob.nextText()).startsWith(update(ann, "ann", ""));
            assertThat(bob.ask(subscribe(9))).isEqualTo(ack(9));
            assertThat(bob.nextText()).endsWith("\"items\":[]}");
        }

        @Test
        void withoutStateIsNotTold() {
            RawWebSocket bob = subscribed("bob");
            RawWebSocket ann = client("ann");

            ann.leave();

            bob.expectNothingBeforePong();
        }
    }

    @Nested
    @DisplayName("on a reliable connection")
    final class Reliable {
        private static RawWebSocket reliable(String user) {
            return SERVER.handshake(member(user)).offer(RELIABLE).open().started();
        }

        @Test
        void snapshotAndUpdatesAreNumbered() {
            RawWebSocket ann = reliable("ann");

            assertThat(ann.ask(subscribe(1))).isEqualTo(ack(1));
            assertThat(ann.nextText())
                    .isEqualTo("{\"sequenceId\":1,\"type\":\"groupStateSnapshot\",\"group\":\"g\",\"items\":[]}");
            assertThat(ann.ask(set("{}", 2))).isEqualTo(ack(2));
            assertThat(ann.nextText()).startsWith("{\"sequenceId\":2,\"type\":\"groupStateUpdate\"");
        }

        @Test
        void stateAndSubscriptionOutliveADrop() {
            RawWebSocket bob = subscribed("bob");
            RawWebSocket ann = reliable("ann");
            ann.ask(subscribe(1));
            ann.nextText();
            ann.ask(set("{\"a\":\"1\"}", 2));
            ann.nextText();
            bob.nextText();
            ann.drop();
            bob.ask(set("{\"b\":\"2\"}", 2));

            RawWebSocket back = SERVER.recover(ann);

            assertThat(Json.text(back.nextText(), "type")).isEqualTo("groupStateSnapshot");
            assertThat(back.nextText()).contains("\"a\":\"1\"");
            assertThat(back.nextText()).startsWith("{\"sequenceId\":3,").contains("\"b\":\"2\"");
            assertThat(bob.nextText()).contains("\"b\":\"2\"");
            bob.expectNothingBeforePong();
        }
    }

    @Test
    @DisplayName("section 9: protobuf carries the same")
    void protobufCarriesTheSame() throws MalformedMessageException {
        ProtobufCodec codec = new ProtobufCodec();
        RawWebSocket client = SERVER.handshake(member("ann"))
                .offer("protobuf.webpubsub.azure.v1")
                .open();
        client.nextBinary();

        client.binary(codec.encode(new ClientMessage.SubscribeGroupState("g", OptionalLong.of(1))));
        client.binary(
                codec.encode(new ClientMessage.SetGroupState("g", Optional.of(Map.of("a", "1")), OptionalLong.of(2))));

        assertThat(next(codec, client)).isEqualTo(ServiceMessage.Ack.success(1));
        assertThat(next(codec, client))
                .isEqualTo(new ServiceMessage.GroupStateSnapshot("g", List.of(), OptionalLong.empty()));
        assertThat(next(codec, client)).isEqualTo(ServiceMessage.Ack.success(2));
        ServiceMessage.GroupStateUpdate update = (ServiceMessage.GroupStateUpdate) next(codec, client);
        assertThat(update.items()).singleElement().satisfies(item -> {
            assertThat(item.userId()).contains("ann");
            assertThat(item.state()).contains(Map.of("a", "1"));
        });
    }

    private static ServiceMessage next(ProtobufCodec codec, RawWebSocket client) throws MalformedMessageException {
        byte[] frame = client.nextBinary();
        return codec.decodeServiceMessage(frame, 0, frame.length).orElseThrow();
    }
}
