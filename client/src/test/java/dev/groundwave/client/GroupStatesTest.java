package dev.groundwave.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwave.client.ClientEvent.GroupStatesChangedEvent;
import dev.groundwave.client.ScriptedTransport.Link;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.ClientMessage.JoinGroup;
import dev.groundwave.wire.ClientMessage.SetGroupState;
import dev.groundwave.wire.ClientMessage.SubscribeGroupState;
import dev.groundwave.wire.ClientMessage.UnsubscribeGroupState;
import dev.groundwave.wire.GroupStateItem;
import dev.groundwave.wire.ServiceMessage.GroupStateSnapshot;
import dev.groundwave.wire.ServiceMessage.GroupStateUpdate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** States of groups' members. Source: client-sdk.md, section 3.4; client-protocol.md, section 12. */
@SuppressWarnings("FutureReturnValueIgnored") // Many steps matter for what they cause, not for their own result.
final class GroupStatesTest {
    private static final Map<String, String> TYPING = Map.of("activity", "typing");
    private static final Map<String, String> AWAY = Map.of("activity", "away");

    private final Rig rig = new Rig(builder -> builder.keepAliveTimeout(Duration.ZERO));

    private static GroupStateItem item(String connectionId, Map<String, String> state, long updatedAt) {
        return new GroupStateItem(connectionId, Optional.of("alice"), Optional.of(state), updatedAt);
    }

    private static GroupStateItem cleared(String connectionId, long updatedAt) {
        return new GroupStateItem(connectionId, Optional.empty(), Optional.empty(), updatedAt);
    }

    private void update(Link link, GroupStateItem... items) {
        link.receive(new GroupStateUpdate("room", List.of(items), OptionalLong.empty()));
        rig.settle();
    }

    private void snapshot(Link link, GroupStateItem... items) {
        link.receive(new GroupStateSnapshot("room", List.of(items), OptionalLong.empty()));
        rig.settle();
    }

    /** Acks everything that asks for it. */
    private void ackAll(Link link) {
        rig.settle();
        for (ClientMessage sent : List.copyOf(link.sent)) {
            sent.ackId().ifPresent(link::ack);
        }
        rig.settle();
    }

    private Link subscribed() {
        Link link = rig.connected();
        rig.client.subscribeGroupStatesAsync("room");
        ackAll(link);
        return link;
    }

    private List<String> members() {
        return rig.client.listGroupStates("room").stream()
                .map(member -> member.connectionId() + "=" + member.state().get("activity"))
                .toList();
    }

    private long changes() {
        return rig.events.stream()
                .filter(GroupStatesChangedEvent.class::isInstance)
                .count();
    }

    @Nested
    final class OfThisClient {
        @Test
        void areSetAndClearedWithAnAck() {
            Link link = rig.connected();
            CompletableFuture<WebPubSubResult> set = rig.client.setGroupStateAsync("room", TYPING);
            rig.settle();
            assertThat(link.sent).containsExactly(new SetGroupState("room", Optional.of(TYPING), OptionalLong.of(1)));
            assertThat(rig.client.getGroupState("room")).isEmpty();
            ackAll(link);
            assertThat(set).isCompleted();
            assertThat(rig.client.getGroupState("room")).contains(TYPING);
            CompletableFuture<WebPubSubResult> clear = rig.client.clearGroupStateAsync("room");
            rig.settle();
            assertThat(link.sent).last().isEqualTo(new SetGroupState("room", Optional.empty(), OptionalLong.of(2)));
            ackAll(link);
            assertThat(clear).isCompleted();
            assertThat(rig.client.getGroupState("room")).isEmpty();
        }

        @Test
        void areNotThereWhenTheServiceRefused() {
            Link link = rig.connected();
            CompletableFuture<WebPubSubResult> set = rig.client.setGroupStateAsync("room", TYPING);
            rig.settle();
            link.refuse(1, "Forbidden");
            rig.settle();
            assertThat(Rig.failureOf(set, SendMessageFailedException.class).operation())
                    .isEqualTo("setGroupState");
            assertThat(rig.client.getGroupState("room")).isEmpty();
        }

        @Test
        void mayHave512Bytes() {
            rig.connected();
            rig.client.setGroupStateAsync("room", Map.of("kä", "x".repeat(509)));
            assertThatThrownBy(() -> rig.client.setGroupStateAsync("room", Map.of("kä", "x".repeat(510))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("513");
        }

        @Test
        void endWithTheMembership() {
            Link link = rig.connected();
            rig.client.setGroupStateAsync("room", TYPING);
            ackAll(link);
            rig.client.leaveGroupAsync("room");
            rig.settle();
            assertThat(rig.client.getGroupState("room")).isEmpty();
        }
    }

    @Nested
    final class OfMembers {
        @Test
        void comeFromTheSnapshotAndUpdatesAndAreTold() {
            Link link = subscribed();
            snapshot(link, item("c2", TYPING, 10), item("c1", AWAY, 11));
            assertThat(members()).containsExactly("c1=away", "c2=typing");
            update(link, item("c3", TYPING, 12), cleared("c1", 13));
            assertThat(members()).containsExactly("c2=typing", "c3=typing");
            assertThat(changes()).isEqualTo(2);
            assertThat(rig.lastEvent(GroupStatesChangedEvent.class).group()).isEqualTo("room");
            assertThat(rig.client.listGroupStates("room").get(0).userId()).contains("alice");
            assertThat(rig.client.listGroupStates("other")).isEmpty();
        }

        @Test
        void areTheLatestEvenWhenOlderOnesComeLater() {
            Link link = subscribed();
            update(link, item("c1", TYPING, 20));
            update(link, item("c1", AWAY, 19));
            update(link, cleared("c2", 20));
            update(link, item("c2", TYPING, 19));
            assertThat(members()).containsExactly("c1=typing");
            assertThat(changes()).isEqualTo(1);
        }

        @Test
        void thatASnapshotLacksStayOnlyWhenTheyCameLately() {
            Link link = subscribed();
            update(link, item("c1", TYPING, 1));
            rig.pass(Duration.ofMinutes(4));
            update(link, item("c2", TYPING, 2));
            rig.pass(Duration.ofMinutes(2));
            snapshot(link, item("c3", TYPING, 3));
            assertThat(members()).containsExactly("c2=typing", "c3=typing");
        }

        @Test
        void thatWereClearedAreRememberedUpTo200() {
            Link link = subscribed();
            update(
                    link,
                    IntStream.rangeClosed(1, 201)
                            .mapToObj(i -> cleared("c" + i, 100 + i))
                            .toArray(GroupStateItem[]::new));
            update(link, item("c1", TYPING, 50), item("c2", TYPING, 50));
            assertThat(members()).containsExactly("c1=typing");
        }

        @Test
        void endWithTheSubscription() {
            Link link = subscribed();
            update(link, item("c1", TYPING, 1));
            rig.client.unsubscribeGroupStatesAsync("room");
            ackAll(link);
            assertThat(link.sent).last().isInstanceOf(UnsubscribeGroupState.class);
            update(link, item("c1", AWAY, 2));
            assertThat(members()).isEmpty();
        }

        @Test
        void areUnknownAfterARefusedSubscription() {
            Link link = rig.connected();
            CompletableFuture<WebPubSubResult> subscribed = rig.client.subscribeGroupStatesAsync("room");
            rig.settle();
            link.refuse(1, "Forbidden");
            rig.settle();
            Rig.failureOf(subscribed, SendMessageFailedException.class);
            update(link, item("c1", TYPING, 1));
            assertThat(members()).isEmpty();
        }
    }

    @Nested
    final class OnANewConnection {
        private Link lostAndBack(Rig client, boolean joins) {
            Link link = client.connected();
            if (joins) {
                client.client.joinGroupAsync("room");
            }
            client.client.setGroupStateAsync("room", TYPING);
            client.client.subscribeGroupStatesAsync("room");
            client.settle();
            List.copyOf(link.sent).forEach(sent -> sent.ackId().ifPresent(link::ack));
            link.receive(new GroupStateSnapshot("room", List.of(item("c9", AWAY, 1)), OptionalLong.empty()));
            client.settle();
            link.drop();
            client.settle();
            return client.reconnected("c2");
        }

        @Test
        void areAskedForAndSetAgainWhenTheGroupIsJoined() {
            Link next = lostAndBack(rig, true);
            assertThat(members()).isEmpty();
            assertThat(next.sent).hasOnlyElementsOfType(JoinGroup.class).hasSize(1);
            ackAll(next);
            assertThat(next.sent)
                    .hasSize(3)
                    .hasAtLeastOneElementOfType(SubscribeGroupState.class)
                    .hasAtLeastOneElementOfType(SetGroupState.class);
        }

        @Test
        void areAskedForAtOnceWhereNothingIsJoinedAgain() {
            Link next = lostAndBack(rig, false);
            assertThat(next.sent).hasAtLeastOneElementOfType(SubscribeGroupState.class);
        }

        @Test
        void areNotSetAgainWhenThatIsSwitchedOff() {
            Rig off = new Rig(builder -> builder.restoreGroupStates(false));
            Link next = lostAndBack(off, false);
            assertThat(next.sent).hasOnlyElementsOfType(SubscribeGroupState.class);
            assertThat(off.client.getGroupState("room")).isEmpty();
        }
    }
}
