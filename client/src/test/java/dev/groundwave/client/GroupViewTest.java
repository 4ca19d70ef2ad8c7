package dev.groundwave.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwave.client.ScriptedTransport.Link;
import dev.groundwave.wire.AckError;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** One group of a client: what it sends and who hears it. Source: client-sdk.md, section 5. */
@SuppressWarnings("FutureReturnValueIgnored") // Many steps matter for what they cause, not for their own result.
final class GroupViewTest {
    private final Rig rig = new Rig();
    private final GroupView room = rig.client.group("room");
    private final List<String> heard = new ArrayList<>();

    @Nested
    final class Operations {
        @Test
        void areTheClientsOwnForThisGroup() {
            Link link = rig.connected();
            room.joinAsync();
            room.joinAsync(OperationOptions.defaults().withAckId(10));
            room.sendAsync("text");
            room.sendAsync(Payload.jsonRaw("1"));
            room.sendAsync(Payload.text("quiet"), SendToGroupOptions.noEcho().withAckId(20));
            room.leaveAsync();
            room.leaveAsync(OperationOptions.defaults().withAckId(30));
            rig.settle();
            assertThat(link.sent)
                    .containsExactly(
                            new ClientMessage.JoinGroup("room", OptionalLong.of(1)),
                            new ClientMessage.JoinGroup("room", OptionalLong.of(10)),
                            send(Payload.text("text"), false, 11),
                            send(Payload.jsonRaw("1"), false, 12),
                            send(Payload.text("quiet"), true, 20),
                            new ClientMessage.LeaveGroup("room", OptionalLong.of(21)),
                            new ClientMessage.LeaveGroup("room", OptionalLong.of(30)));
        }

        @Test
        void endWithTheAck() {
            Link link = rig.connected();
            CompletableFuture<WebPubSubResult> joining = room.joinAsync();
            rig.settle();
            assertThat(joining).isNotDone();
            link.ack(1);
            rig.settle();
            assertThat(Rig.valueOf(joining).ackId()).hasValue(1);
            assertThat(rig.client.groups()).containsExactly("room");
        }

        @Test
        void haveAValidName() {
            assertThatThrownBy(() -> rig.client.group(" ")).isInstanceOf(IllegalArgumentException.class);
        }

        private static ClientMessage send(Payload payload, boolean noEcho, long ackId) {
            return new ClientMessage.SendToGroup("room", payload, noEcho, OptionalLong.of(ackId), Map.of(), 0);
        }
    }

    @Nested
    final class Listening {
        @Test
        void hearsThisGroupOnly() {
            Link link = rig.connected();
            room.onMessage(event -> heard.add(event.data().asText()));
            rig.client.group("Room").onMessage(event -> heard.add("other case"));
            link.receive(group("room", "1"));
            link.receive(group("hall", "2"));
            link.receive(new ServiceMessage.ServerData(Payload.text("3"), Map.of(), OptionalLong.empty()));
            link.receive(group("room", "4"));
            rig.settle();
            assertThat(heard).containsExactly("1", "4");
        }

        @Test
        void hasItsPlaceAmongTheClientsListenersByTheOrderOfAdding() {
            Link link = rig.connected();
            room.onMessage(event -> heard.add("first, of the group"));
            rig.client.onGroupMessage(event -> heard.add("second, of all"));
            rig.client.group("room").onMessage(event -> heard.add("third, of the group"));
            link.receive(group("room", "x"));
            rig.settle();
            assertThat(heard).containsExactly("first, of the group", "second, of all", "third, of the group");
        }

        @Test
        void endsForOneListenerWithItsSubscription() {
            Link link = rig.connected();
            Subscription first = room.onMessage(event -> heard.add("first"));
            room.onMessage(event -> heard.add("second"));
            first.close();
            first.close();
            link.receive(group("room", "x"));
            rig.settle();
            assertThat(heard).containsExactly("second");
        }

        @Test
        void countsAFaultAndGoesOn() {
            Link link = rig.connected();
            room.onMessage(event -> {
                throw new IllegalStateException("as the test wants");
            });
            room.onMessage(event -> heard.add(event.data().asText()));
            link.receive(group("room", "1"));
            rig.settle();
            assertThat(heard).containsExactly("1");
            assertThat(rig.client.handlerErrors()).isEqualTo(1);
        }

        @Test
        void mayStartAndEndWithinAListener() {
            Link link = rig.connected();
            List<Subscription> own = new ArrayList<>();
            own.add(room.onMessage(event -> {
                heard.add("first " + event.data().asText());
                own.get(0).close();
                room.onMessage(later -> heard.add("second " + later.data().asText()));
            }));
            link.receive(group("room", "1"));
            link.receive(group("room", "2"));
            rig.settle();
            assertThat(heard).containsExactly("first 1", "second 2");
        }

        @Test
        void isHeldBackByTheSameQueue() {
            ManualTime handlers = new ManualTime();
            Rig slow = new Rig(builder ->
                    builder.handlerExecutor(handlers).handlerQueue(2, 1 << 20).handlerOverflow(Overflow.DROP_OLDEST));
            slow.client.group("room").onMessage(event -> heard.add(event.data().asText()));
            Link link = slow.connected();
            handlers.settle();
            for (int i = 1; i <= 4; i++) {
                link.receive(group("room", Integer.toString(i)));
            }
            slow.settle();
            handlers.settle();
            assertThat(heard).containsExactly("3", "4");
            assertThat(slow.client.droppedMessages()).isEqualTo(2);
        }
    }

    @Nested
    final class Membership {
        private final Link link = rig.connected();

        @Test
        void takesItsListenersAwayWhenItEnds() {
            joined();
            room.onMessage(event -> heard.add("room"));
            rig.client.group("hall").onMessage(event -> heard.add("hall"));
            rig.client.onGroupMessage(event -> heard.add("all"));
            rig.client.group("room").leaveAsync();
            rig.settle();
            link.receive(group("room", "x"));
            link.receive(group("hall", "x"));
            rig.settle();
            assertThat(heard).containsExactly("all", "hall", "all");
        }

        @Test
        void takesThemAwayWhenTheClientLeavesTheGroupToo() {
            joined();
            room.onMessage(event -> heard.add(event.data().asText()));
            rig.client.leaveGroupAsync("room");
            rig.settle();
            link.receive(group("room", "x"));
            rig.settle();
            assertThat(heard).isEmpty();
        }

        @Test
        void endsForWhatIsStillWaiting() {
            ManualTime handlers = new ManualTime();
            Rig slow = new Rig(builder -> builder.handlerExecutor(handlers));
            slow.client.group("room").onMessage(event -> heard.add(event.data().asText()));
            slow.connected().receive(group("room", "x"));
            slow.client.group("room").leaveAsync();
            slow.settle();
            handlers.settle();
            assertThat(heard).isEmpty();
        }

        @Test
        void beginsAnewWithNewListeners() {
            joined();
            Subscription before = room.onMessage(event -> heard.add("before"));
            room.leaveAsync();
            rig.settle();
            room.onMessage(event -> heard.add("after"));
            before.close();
            room.joinAsync();
            rig.settle();
            link.receive(group("room", "x"));
            rig.settle();
            assertThat(heard).containsExactly("after");
        }

        @Test
        void outlivesALostConnection() {
            joined();
            room.onMessage(event -> heard.add(event.data().asText()));
            link.drop();
            rig.pass(Duration.ofSeconds(1));
            rig.greetLast("c2").receive(group("room", "again"));
            rig.settle();
            assertThat(heard).containsExactly("again");
        }

        @Test
        void outlivesAStopAndALeaveThatTheStoppedClientRefused() {
            joined();
            room.onMessage(event -> heard.add(event.data().asText()));
            rig.client.stopAsync();
            rig.pass(Duration.ofSeconds(10));
            Rig.failureOf(room.leaveAsync(), rig, ClientStoppedException.class);
            rig.client.startAsync();
            rig.settle();
            rig.greetLast("c2").receive(group("room", "again"));
            rig.settle();
            assertThat(rig.client.groups()).containsExactly("room");
            assertThat(heard).containsExactly("again");
        }

        @Test
        void thatIsRefusedLeavesListenersInPlace() {
            room.onMessage(event -> heard.add(event.data().asText()));
            CompletableFuture<WebPubSubResult> joining = room.joinAsync();
            rig.settle();
            link.receive(new ServiceMessage.Ack(1, Optional.of(new AckError("Forbidden", "no"))));
            Rig.failureOf(joining, rig, SendMessageFailedException.class);
            link.receive(group("room", "by the token"));
            rig.settle();
            assertThat(heard).containsExactly("by the token");
        }

        private void joined() {
            room.joinAsync();
            rig.settle();
            link.ack(1);
            rig.settle();
        }
    }

    @Nested
    final class Views {
        @Test
        void ofOneGroupAreEqual() {
            assertThat(room)
                    .isEqualTo(rig.client.group("room"))
                    .hasSameHashCodeAs(rig.client.group("room"))
                    .isNotEqualTo(rig.client.group("hall"))
                    .isNotEqualTo(new Rig().client.group("room"))
                    .hasToString("GroupView[room]");
            assertThat(room.name()).isEqualTo("room");
        }
    }

    private static ServiceMessage group(String group, String text) {
        return new ServiceMessage.GroupData(
                group, Optional.of("bob"), Payload.text(text), Map.of(), OptionalLong.empty());
    }
}
