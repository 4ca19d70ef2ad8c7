package dev.groundwave.hub.delivery;

import static org.assertj.core.api.Assertions.assertThat;

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

/** One lane's turn, stepped by hand. Source: client-protocol.md, section 7.3; design.md, section 3. */
final class TurnTest {
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

    private Member json() {
        return Member.of(turn, Dialect.JSON);
    }

    private Member simple() {
        return Member.of(turn, Dialect.SIMPLE);
    }

    private void deliver(String text, Members<Member> members) {
        turn.deliver(delivery(text), members, (Recipient) null);
    }

    private void deliver(String text, Members<Member> members, Member except) {
        turn.deliver(delivery(text), members, except);
    }

    @Nested
    class OneMessage {
        @Test
        void isEncodedOncePerDialectForAllMembers() {
            for (int i = 0; i < 5; i++) {
                json().in(room);
                simple().in(room);
            }

            deliver("a", room);
            lane.runAll();

            assertThat(encoder.encodes(Dialect.JSON)).isEqualTo(1);
            assertThat(encoder.encodes(Dialect.SIMPLE)).isEqualTo(1);
            assertThat(encoder.joins()).isZero();
            assertThat(room.copy()).allSatisfy(member -> {
                assertThat(member.recording().texts()).containsExactly("a");
                assertThat(member.recording().frames().getFirst().dialect()).isEqualTo(member.dialect());
            });
        }

        @Test
        void staysInTheBatchUntilTheTurnEnds() {
            Member ann = json().in(room);

            deliver("a", room);
            assertThat(ann.recording().texts()).isEmpty();

            lane.runAll();
            assertThat(ann.recording().texts()).containsExactly("a");
            assertThat(ann.recording().flushes()).isEqualTo(1);
            assertThat(ann.recording().queued()).isZero();
        }

        @Test
        void forAnEmptySliceIsNotEncodedAndEndsAtOnce() {
            deliver("a", room);

            assertThat(ended).containsExactly("a");
            assertThat(encoder.encodes(Dialect.JSON)).isZero();
            assertThat(lane.waiting()).isZero();
        }

        @Test
        void forTheExcludedMemberAloneIsNotEncodedAndEndsAtOnce() {
            Member ann = json().in(room);

            deliver("a", room, ann);

            assertThat(ended).containsExactly("a");
            assertThat(encoder.encodes(Dialect.JSON)).isZero();
        }

        @Test
        void passesTheExcludedMemberOver() {
            Member ann = json().in(room);
            Member bob = json().in(room);

            deliver("a", room, ann);
            lane.runAll();

            assertThat(ann.recording().texts()).isEmpty();
            assertThat(ann.recording().flushes()).isZero();
            assertThat(bob.recording().texts()).containsExactly("a");
        }

        @Test
        void isNotEncodedInADialectThatOnlyTheExcludedMemberSpeaks() {
            Member ann = simple().in(room);
            json().in(room);

            deliver("a", room, ann);
            lane.runAll();

            assertThat(encoder.encodes(Dialect.SIMPLE)).isZero();
        }

        @Test
        void forAMemberWhoseOutboxRefusesLeavesNothingBehind() {
            Member ann = json().in(room);
            Member bob = json().in(room);
            ann.recording().refuse();

            deliver("a", room);
            lane.runAll();

            assertThat(ann.recording().flushes()).isZero();
            assertThat(bob.recording().texts()).containsExactly("a");
            assertThat(ended).containsExactly("a");
        }

        @Test
        void endsAfterItsReceiversHaveIt() {
            Member ann = json().in(room);
            turn.deliver(
                    new Delivery(
                            message("a"),
                            encoder,
                            1,
                            () -> ended.addAll(ann.recording().texts())),
                    room,
                    (Recipient) null);

            lane.runAll();

            assertThat(ended).containsExactly("a");
        }
    }

    @Nested
    class SeveralMessagesForTheSameMembers {
        @Test
        void shareOneFrameAndOneFlush() {
            Member ann = json().in(room);
            Member bob = json().in(room);

            deliver("a", room);
            deliver("b", room);
            deliver("c", room);
            lane.runAll();

            assertThat(encoder.joins()).isEqualTo(1);
            assertThat(ann.recording().texts()).containsExactly("a", "b", "c");
            assertThat(ann.recording().frames()).hasSize(1);
            assertThat(ann.recording().frames().getFirst())
                    .isSameAs(bob.recording().frames().getFirst());
            assertThat(ann.recording().flushes()).isEqualTo(1);
            assertThat(ended).containsExactly("a", "b", "c");
        }

        @Test
        void areJoinedOncePerDialect() {
            for (int i = 0; i < 3; i++) {
                json().in(room);
                simple().in(room);
            }

            deliver("a", room);
            deliver("b", room);
            lane.runAll();

            assertThat(encoder.joins()).isEqualTo(2);
            assertThat(room.copy())
                    .allSatisfy(member -> assertThat(member.recording().texts()).containsExactly("a", "b"));
        }

        @Test
        void aTurnIsOneTaskHoweverMuchItSends() {
            json().in(room);
            json().in(otherRoom);

            for (int i = 0; i < 50; i++) {
                deliver("a", room);
                deliver("b", otherRoom);
            }

            assertThat(lane.given()).isEqualTo(1);
        }

        @Test
        void areNotJoinedAboveSixteenKibibytes() {
            Member ann = json().in(room);
            String large = "x".repeat(8_192);

            deliver(large, room);
            deliver(large, room);
            deliver("b", room);
            lane.runAll();

            assertThat(ann.recording().texts()).containsExactly(large, large, "b");
            assertThat(ann.recording().frames())
                    .extracting(CountingFrame::frames)
                    .containsExactly(1, 2);
            assertThat(ann.recording().flushes()).isEqualTo(1);
        }

        @Test
        void oneFrameNeverHoldsSoManyThatItAloneFillsAnOutbox() {
            Member tiny = simple().in(room);
            Member ann = json().in(room);

            for (int i = 0; i < 1000; i++) {
                deliver("x", room);
            }
            lane.runAll();

            assertThat(tiny.recording().texts()).hasSize(1000);
            assertThat(ann.recording().frames())
                    .allSatisfy(frame -> assertThat(frame.frames()).isLessThanOrEqualTo(64));
        }

        @Test
        void aMessageThatIsLargeAloneIsNotCopied() {
            Member ann = json().in(room);
            String large = "x".repeat(100_000);

            deliver("a", room);
            deliver(large, room);
            deliver("b", room);
            lane.runAll();

            assertThat(encoder.joins()).isZero();
            assertThat(ann.recording().texts()).containsExactly("a", large, "b");
        }

        @Test
        void thatPassDifferentMembersOverReachEachInOrder() {
            Member ann = json().in(room);
            Member bob = json().in(room);
            Member eve = json().in(room);

            deliver("a", room, ann);
            deliver("b", room, bob);
            deliver("c", room);
            deliver("d", room, ann);
            lane.runAll();

            assertThat(ann.recording().texts()).containsExactly("b", "c");
            assertThat(bob.recording().texts()).containsExactly("a", "c", "d");
            assertThat(eve.recording().texts()).containsExactly("a", "b", "c", "d");
        }

        @Test
        void aRefusingOutboxDoesNotKeepTheJoinedFrame() {
            Member ann = json().in(room);
            ann.recording().refuse();

            deliver("a", room);
            deliver("b", room);
            lane.runAll();

            assertThat(ann.recording().texts()).isEmpty();
            assertThat(ended).containsExactly("a", "b");
        }
    }

    @Nested
    class MessagesForDifferentMembers {
        @Test
        void reachWhoeverIsInBothInOrder() {
            Member ann = json().in(room).in(otherRoom);

            deliver("a", room);
            deliver("b", otherRoom);
            deliver("c", room);
            lane.runAll();

            assertThat(ann.recording().texts()).containsExactly("a", "b", "c");
            assertThat(ann.recording().flushes()).isEqualTo(1);
        }

        @Test
        void areNotMixed() {
            Member ann = json().in(room);
            Member bob = json().in(otherRoom);

            deliver("a", room);
            deliver("b", otherRoom);
            lane.runAll();

            assertThat(ann.recording().texts()).containsExactly("a");
            assertThat(bob.recording().texts()).containsExactly("b");
        }
    }

    @Nested
    class AMessageToOneRecipient {
        @Test
        void comesBehindWhatTheBatchHoldsForIt() {
            Member ann = json().in(room);

            deliver("a", room);
            turn.send(ann, new ServiceMessage.Pong());
            deliver("b", room);
            lane.runAll();

            assertThat(ann.recording().texts()).containsExactly("a", "Pong", "b");
            assertThat(ann.recording().flushes()).isEqualTo(1);
        }

        @Test
        void toSomebodyOutsideTheBatchLeavesTheBatchOpen() {
            Member ann = json().in(room);
            Member eve = json();

            deliver("a", room);
            turn.send(eve, new ServiceMessage.Pong());
            deliver("b", room);
            lane.runAll();

            assertThat(ann.recording().frames()).hasSize(1);
            assertThat(eve.recording().texts()).containsExactly("Pong");
        }

        @Test
        void toTheOneThatTheBatchPassesOverLeavesTheBatchOpen() {
            Member ann = json().in(room);
            Member bob = json().in(room);

            deliver("a", room, ann);
            turn.send(ann, new ServiceMessage.Pong());
            deliver("b", room, ann);
            lane.runAll();

            assertThat(ann.recording().texts()).containsExactly("Pong");
            assertThat(bob.recording().frames()).hasSize(1);
        }

        @Test
        void toAnOutboxThatRefusesLeavesNothingBehind() {
            Member ann = json();
            ann.recording().refuse();

            turn.send(ann, new ServiceMessage.Pong());
            lane.runAll();

            assertThat(ann.recording().flushes()).isZero();
        }
    }

    @Nested
    class WhenTheMembersChangeWithinATurn {
        @Test
        void whoLeavesStillGetsWhatCameBefore() {
            Member ann = json().in(room);
            Member bob = json().in(room);

            deliver("a", room);
            ann.leave(room);
            deliver("b", room);
            lane.runAll();

            assertThat(ann.recording().texts()).containsExactly("a");
            assertThat(bob.recording().texts()).containsExactly("a", "b");
        }

        @Test
        void whoJoinsGetsOnlyWhatComesAfter() {
            Member ann = json().in(room);

            deliver("a", room);
            Member bob = json().in(room);
            deliver("b", room);
            lane.runAll();

            assertThat(ann.recording().texts()).containsExactly("a", "b");
            assertThat(bob.recording().texts()).containsExactly("b");
        }

        @Test
        void theLastOneToLeaveStillGetsWhatCameBefore() {
            Member ann = json().in(room);

            deliver("a", room);
            ann.leave(room);
            deliver("b", room);
            lane.runAll();

            assertThat(ann.recording().texts()).containsExactly("a");
            assertThat(ended).containsExactlyInAnyOrder("a", "b");
        }

        @Test
        void aChangeElsewhereLeavesTheBatchOpen() {
            Member ann = json().in(room);

            deliver("a", room);
            json().in(otherRoom).leave(otherRoom);
            deliver("b", room);
            lane.runAll();

            assertThat(ann.recording().frames()).hasSize(1);
        }
    }

    @Nested
    class WithAListOfExcluded {
        @Test
        void allOthersGetIt() {
            Member ann = json().in(room);
            Member bob = simple().in(room);
            Member eve = json().in(room);

            turn.deliver(delivery("a"), room, List.of(ann, eve));
            lane.runAll();

            assertThat(ann.recording().texts()).isEmpty();
            assertThat(bob.recording().texts()).containsExactly("a");
            assertThat(eve.recording().texts()).isEmpty();
            assertThat(encoder.encodes(Dialect.JSON)).isZero();
            assertThat(ended).containsExactly("a");
        }

        @Test
        void theExclusionCountsForThisMessageOnly() {
            Member ann = json().in(room);

            turn.deliver(delivery("a"), room, List.of(ann));
            turn.deliver(delivery("b"), room, List.<Member>of());
            lane.runAll();

            assertThat(ann.recording().texts()).containsExactly("b");
        }

        @Test
        void itComesBehindTheOpenBatch() {
            Member ann = json().in(room);

            deliver("a", room);
            turn.deliver(delivery("b"), room, List.of(json()));
            deliver("c", room);
            lane.runAll();

            assertThat(ann.recording().texts()).containsExactly("a", "b", "c");
        }

        @Test
        void anEmptySliceNeedsNoFrame() {
            turn.deliver(delivery("a"), room, List.of(json()));

            lane.runAll();

            assertThat(encoder.encodes(Dialect.JSON)).isZero();
            assertThat(ended).containsExactly("a");
        }
    }

    @Nested
    class Touching {
        @Test
        void flushesOnceAtTheEndOfTheTurn() {
            Member ann = json();

            turn.touch(ann);
            turn.touch(ann);
            assertThat(ann.recording().flushes()).isZero();
            lane.runAll();

            assertThat(ann.recording().flushes()).isEqualTo(1);
        }

        @Test
        void putsTheBatchBeforeWhatTheOwnerQueuesItself() {
            Member ann = json().in(room);

            deliver("a", room);
            turn.touch(ann);

            assertThat(ann.recording().texts()).containsExactly("a");
        }

        @Test
        void countsAgainInTheNextTurn() {
            Member ann = json();

            turn.touch(ann);
            lane.runAll();
            turn.touch(ann);
            lane.runAll();

            assertThat(ann.recording().flushes()).isEqualTo(2);
        }
    }
}
