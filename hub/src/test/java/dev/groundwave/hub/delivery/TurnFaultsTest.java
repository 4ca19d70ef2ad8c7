package dev.groundwave.hub.delivery;

import static dev.groundwave.hub.delivery.TurnRig.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.groundwave.wire.ServiceMessage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What must not go wrong in a turn when something foreign runs or fails within it. */
final class TurnFaultsTest {
    private final TurnRig rig = new TurnRig();

    @AfterEach
    void nothingIsLeft() {
        rig.assertNothingIsLeft();
    }

    @Nested
    class WhenTheEndOfADeliveryPublishesAgain {
        /** As the continuation of an application's request does that runs on the lane. */
        private void deliverAndThen(String text, Members<Member> members, Runnable then) {
            rig.turn.deliver(new Delivery(message(text), rig.encoder, 1, then), members, (Recipient) null);
        }

        @Test
        void theNewMessageReachesItsOwnMembersOnly() {
            Member ann = rig.json().in(rig.room);
            Member bob = rig.json().in(rig.otherRoom);
            Members<Member> third = new Members<>(rig.turn);
            Member eve = rig.json().in(third);

            deliverAndThen("a", rig.room, () -> rig.deliver("for eve", third));
            rig.deliver("b", rig.otherRoom);
            rig.lane.runAll();

            assertThat(ann.recording().texts()).containsExactly("a");
            assertThat(bob.recording().texts()).containsExactly("b");
            assertThat(eve.recording().texts()).containsExactly("for eve");
        }

        @Test
        void nobodyIsAddedTwiceInTheMiddleOfAChange() {
            rig.json().in(rig.room);
            List<Integer> sizes = new ArrayList<>();

            deliverAndThen("a", rig.room, () -> sizes.add(rig.room.size()));
            rig.json().in(rig.room);
            rig.lane.runAll();

            assertThat(sizes).as("seen after the change, not within it").containsExactly(2);
        }
    }

    @Nested
    class WhenThereIsNoMemoryForAFrame {
        private void assertNoMemory(Runnable action) {
            rig.encoder.outOfMemory(true);
            assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(action::run);
            rig.encoder.outOfMemory(false);
        }

        @Test
        void theMessageEndsAllTheSame() {
            Member ann = rig.json().in(rig.room);

            assertNoMemory(() -> rig.deliver("a", rig.room));
            assertNoMemory(() -> rig.turn.deliver(rig.delivery("b"), rig.room, List.of(rig.json())));
            rig.deliver("c", rig.room);
            rig.lane.runAll();

            assertThat(rig.ended).containsExactly("a", "b", "c");
            assertThat(ann.recording().texts()).containsExactly("c");
        }

        @Test
        void theLostBatchReachesNobodyElse() {
            rig.json().in(rig.room);
            Member bob = rig.json().in(rig.otherRoom);
            rig.deliver("a", rig.room);
            rig.deliver("b", rig.room);

            assertNoMemory(() -> rig.turn.touch(rig.room.get(0)));
            rig.deliver("c", rig.otherRoom);
            rig.deliver("d", rig.otherRoom);
            rig.lane.runAll();

            assertThat(bob.recording().texts()).containsExactly("c", "d");
            assertThat(rig.ended).containsExactly("a", "b", "c", "d");
        }

        @Test
        void theTurnStillEndsForTheOthers() {
            Member ann = rig.json().in(rig.room);
            rig.simple().in(rig.room);
            Member bob = rig.json();
            rig.turn.send(bob, new ServiceMessage.Pong());
            rig.deliver("a", rig.room);

            assertNoMemory(rig.lane::runAll);

            assertThat(bob.recording().flushes()).isEqualTo(1);
            assertThat(ann.recording().queued()).isZero();
            assertThat(rig.ended).containsExactly("a");
        }
    }
}
