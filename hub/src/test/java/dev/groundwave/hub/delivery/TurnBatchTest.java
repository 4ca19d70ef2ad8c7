package dev.groundwave.hub.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.wire.ServiceMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a turn sends together, and in which order. Source: client-protocol.md, section 7.3; design.md, section 3. */
final class TurnBatchTest {
    private final TurnRig rig = new TurnRig();

    @AfterEach
    void nothingIsLeft() {
        rig.assertNothingIsLeft();
    }

    @Nested
    class SeveralMessagesForTheSameMembers {
        @Test
        void shareOneFrameAndOneFlush() {
            Member ann = rig.json().in(rig.room);
            Member bob = rig.json().in(rig.room);

            rig.deliver("a", rig.room);
            rig.deliver("b", rig.room);
            rig.deliver("c", rig.room);
            rig.lane.runAll();

            assertThat(rig.encoder.joins()).isEqualTo(1);
            assertThat(ann.recording().texts()).containsExactly("a", "b", "c");
            assertThat(ann.recording().frames()).hasSize(1);
            assertThat(ann.recording().frames().getFirst())
                    .isSameAs(bob.recording().frames().getFirst());
            assertThat(ann.recording().flushes()).isEqualTo(1);
            assertThat(rig.ended).containsExactly("a", "b", "c");
        }

        @Test
        void areJoinedOncePerDialect() {
            for (int i = 0; i < 3; i++) {
                rig.json().in(rig.room);
                rig.simple().in(rig.room);
            }

            rig.deliver("a", rig.room);
            rig.deliver("b", rig.room);
            rig.lane.runAll();

            assertThat(rig.encoder.joins()).isEqualTo(2);
            assertThat(rig.room.copy())
                    .allSatisfy(member -> assertThat(member.recording().texts()).containsExactly("a", "b"));
        }

        @Test
        void aTurnIsOneTaskHoweverMuchItSends() {
            rig.json().in(rig.room);
            rig.json().in(rig.otherRoom);

            for (int i = 0; i < 50; i++) {
                rig.deliver("a", rig.room);
                rig.deliver("b", rig.otherRoom);
            }

            assertThat(rig.lane.given()).isEqualTo(1);
        }

        @Test
        void areNotJoinedAboveSixteenKibibytes() {
            Member ann = rig.json().in(rig.room);
            String large = "x".repeat(8_192);

            rig.deliver(large, rig.room);
            rig.deliver(large, rig.room);
            rig.deliver("b", rig.room);
            rig.lane.runAll();

            assertThat(ann.recording().texts()).containsExactly(large, large, "b");
            assertThat(ann.recording().frames())
                    .extracting(CountingFrame::frames)
                    .containsExactly(1, 2);
            assertThat(ann.recording().flushes()).isEqualTo(1);
        }

        @Test
        void oneFrameNeverHoldsSoManyThatItAloneFillsAnOutbox() {
            Member tiny = rig.simple().in(rig.room);
            Member ann = rig.json().in(rig.room);

            for (int i = 0; i < 1000; i++) {
                rig.deliver("x", rig.room);
            }
            rig.lane.runAll();

            assertThat(tiny.recording().texts()).hasSize(1000);
            assertThat(ann.recording().frames())
                    .allSatisfy(frame -> assertThat(frame.frames()).isLessThanOrEqualTo(64));
        }

        @Test
        void aMessageThatIsLargeAloneIsNotCopied() {
            Member ann = rig.json().in(rig.room);
            String large = "x".repeat(100_000);

            rig.deliver("a", rig.room);
            rig.deliver(large, rig.room);
            rig.deliver("b", rig.room);
            rig.lane.runAll();

            assertThat(rig.encoder.joins()).isZero();
            assertThat(ann.recording().texts()).containsExactly("a", large, "b");
        }

        @Test
        void thatPassDifferentMembersOverReachEachInOrder() {
            Member ann = rig.json().in(rig.room);
            Member bob = rig.json().in(rig.room);
            Member eve = rig.json().in(rig.room);

            rig.deliver("a", rig.room, ann);
            rig.deliver("b", rig.room, bob);
            rig.deliver("c", rig.room);
            rig.deliver("d", rig.room, ann);
            rig.lane.runAll();

            assertThat(ann.recording().texts()).containsExactly("b", "c");
            assertThat(bob.recording().texts()).containsExactly("a", "c", "d");
            assertThat(eve.recording().texts()).containsExactly("a", "b", "c", "d");
        }

        @Test
        void aRefusingOutboxDoesNotKeepTheJoinedFrame() {
            Member ann = rig.json().in(rig.room);
            ann.recording().refuse();

            rig.deliver("a", rig.room);
            rig.deliver("b", rig.room);
            rig.lane.runAll();

            assertThat(ann.recording().texts()).isEmpty();
            assertThat(rig.ended).containsExactly("a", "b");
        }
    }

    @Nested
    class MessagesForDifferentMembers {
        @Test
        void reachWhoeverIsInBothInOrder() {
            Member ann = rig.json().in(rig.room).in(rig.otherRoom);

            rig.deliver("a", rig.room);
            rig.deliver("b", rig.otherRoom);
            rig.deliver("c", rig.room);
            rig.lane.runAll();

            assertThat(ann.recording().texts()).containsExactly("a", "b", "c");
            assertThat(ann.recording().flushes()).isEqualTo(1);
        }

        @Test
        void areNotMixed() {
            Member ann = rig.json().in(rig.room);
            Member bob = rig.json().in(rig.otherRoom);

            rig.deliver("a", rig.room);
            rig.deliver("b", rig.otherRoom);
            rig.lane.runAll();

            assertThat(ann.recording().texts()).containsExactly("a");
            assertThat(bob.recording().texts()).containsExactly("b");
        }
    }

    @Nested
    class AMessageToOneRecipient {
        @Test
        void comesBehindWhatTheBatchHoldsForIt() {
            Member ann = rig.json().in(rig.room);

            rig.deliver("a", rig.room);
            rig.turn.send(ann, new ServiceMessage.Pong());
            rig.deliver("b", rig.room);
            rig.lane.runAll();

            assertThat(ann.recording().texts()).containsExactly("a", "Pong", "b");
            assertThat(ann.recording().flushes()).isEqualTo(1);
        }

        @Test
        void toSomebodyOutsideTheBatchLeavesTheBatchOpen() {
            Member ann = rig.json().in(rig.room);
            Member eve = rig.json();

            rig.deliver("a", rig.room);
            rig.turn.send(eve, new ServiceMessage.Pong());
            rig.deliver("b", rig.room);
            rig.lane.runAll();

            assertThat(ann.recording().frames()).hasSize(1);
            assertThat(eve.recording().texts()).containsExactly("Pong");
        }

        @Test
        void toTheOneThatTheBatchPassesOverLeavesTheBatchOpen() {
            Member ann = rig.json().in(rig.room);
            Member bob = rig.json().in(rig.room);

            rig.deliver("a", rig.room, ann);
            rig.turn.send(ann, new ServiceMessage.Pong());
            rig.deliver("b", rig.room, ann);
            rig.lane.runAll();

            assertThat(ann.recording().texts()).containsExactly("Pong");
            assertThat(bob.recording().frames()).hasSize(1);
        }

        @Test
        void toAnOutboxThatRefusesLeavesNothingBehind() {
            Member ann = rig.json();
            ann.recording().refuse();

            rig.turn.send(ann, new ServiceMessage.Pong());
            rig.lane.runAll();

            assertThat(ann.recording().flushes()).isZero();
        }
    }

    @Nested
    class Touching {
        @Test
        void flushesOnceAtTheEndOfTheTurn() {
            Member ann = rig.json();

            rig.turn.touch(ann);
            rig.turn.touch(ann);
            assertThat(ann.recording().flushes()).isZero();
            rig.lane.runAll();

            assertThat(ann.recording().flushes()).isEqualTo(1);
        }

        @Test
        void putsTheBatchBeforeWhatTheOwnerQueuesItself() {
            Member ann = rig.json().in(rig.room);

            rig.deliver("a", rig.room);
            rig.turn.touch(ann);

            assertThat(ann.recording().texts()).containsExactly("a");
        }

        @Test
        void countsAgainInTheNextTurn() {
            Member ann = rig.json();

            rig.turn.touch(ann);
            rig.lane.runAll();
            rig.turn.touch(ann);
            rig.lane.runAll();

            assertThat(ann.recording().flushes()).isEqualTo(2);
        }
    }
}
