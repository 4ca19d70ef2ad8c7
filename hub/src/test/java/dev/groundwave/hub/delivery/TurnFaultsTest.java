package dev.groundwave.hub.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.groundwave.wire.Dialect;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What must not go wrong in a turn when something foreign runs or fails within it. */
final class TurnFaultsTest {
    private final ManualLane lane = new ManualLane(0);
    private final PlainFrameEncoder encoder = new PlainFrameEncoder();
    private final Turn turn = new Turn(lane, encoder);
    private final Members<Member> room = new Members<>(turn);
    private final Members<Member> otherRoom = new Members<>(turn);
    private final List<String> ended = new ArrayList<>();

    @AfterEach
    void nothingIsLeft() {
        lane.runAll();
        assertThat(encoder.unreleased()).isEmpty();
    }

    private static ServiceMessage message(String text) {
        return new ServiceMessage.ServerData(Payload.text(text), Map.of(), OptionalLong.empty());
    }

    private Delivery delivery(String text) {
        return new Delivery(message(text), encoder, 1, () -> ended.add(text));
    }

    private void deliver(String text, Members<Member> members) {
        turn.deliver(delivery(text), members, (Recipient) null);
    }

    private Member json() {
        return Member.of(turn, Dialect.JSON);
    }

    private Member simple() {
        return Member.of(turn, Dialect.SIMPLE);
    }

    @Nested
    class WhenTheEndOfADeliveryPublishesAgain {
        /** As the continuation of an application's request does that runs on the lane. */
        private void deliverAndThen(String text, Members<Member> members, Runnable then) {
            turn.deliver(new Delivery(message(text), encoder, 1, then), members, (Recipient) null);
        }

        @Test
        void theNewMessageReachesItsOwnMembersOnly() {
            Member ann = json().in(room);
            Member bob = json().in(otherRoom);
            Members<Member> third = new Members<>(turn);
            Member eve = json().in(third);

            deliverAndThen("a", room, () -> deliver("for eve", third));
            deliver("b", otherRoom);
            lane.runAll();

            assertThat(ann.recording().texts()).containsExactly("a");
            assertThat(bob.recording().texts()).containsExactly("b");
            assertThat(eve.recording().texts()).containsExactly("for eve");
        }

        @Test
        void nobodyIsAddedTwiceInTheMiddleOfAChange() {
            json().in(room);
            List<Integer> sizes = new ArrayList<>();

            deliverAndThen("a", room, () -> sizes.add(room.size()));
            json().in(room);
            lane.runAll();

            assertThat(sizes).as("seen after the change, not within it").containsExactly(2);
        }
    }

    @Nested
    class WhenThereIsNoMemoryForAFrame {
        private void assertNoMemory(Runnable action) {
            encoder.outOfMemory(true);
            assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(action::run);
            encoder.outOfMemory(false);
        }

        @Test
        void theMessageEndsAllTheSame() {
            Member ann = json().in(room);

            assertNoMemory(() -> deliver("a", room));
            assertNoMemory(() -> turn.deliver(delivery("b"), room, List.of(json())));
            deliver("c", room);
            lane.runAll();

            assertThat(ended).containsExactly("a", "b", "c");
            assertThat(ann.recording().texts()).containsExactly("c");
        }

        @Test
        void theLostBatchReachesNobodyElse() {
            json().in(room);
            Member bob = json().in(otherRoom);
            deliver("a", room);
            deliver("b", room);

            assertNoMemory(() -> turn.touch(room.get(0)));
            deliver("c", otherRoom);
            deliver("d", otherRoom);
            lane.runAll();

            assertThat(bob.recording().texts()).containsExactly("c", "d");
            assertThat(ended).containsExactly("a", "b", "c", "d");
        }

        @Test
        void theTurnStillEndsForTheOthers() {
            Member ann = json().in(room);
            simple().in(room);
            Member bob = json();
            turn.send(bob, new ServiceMessage.Pong());
            deliver("a", room);

            assertNoMemory(lane::runAll);

            assertThat(bob.recording().flushes()).isEqualTo(1);
            assertThat(ann.recording().queued()).isZero();
            assertThat(ended).containsExactly("a");
        }
    }
}
