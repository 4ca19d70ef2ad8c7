package dev.groundwave.hub.delivery;

import static dev.groundwave.hub.delivery.TurnRig.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.wire.Dialect;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Who gets a message of a turn, and in how many encodings. Source: client-protocol.md, section 7.3; design.md, section 3. */
final class TurnReceiversTest {
    private final TurnRig rig = new TurnRig();

    @AfterEach
    void nothingIsLeft() {
        rig.assertNothingIsLeft();
    }

    @Nested
    class OneMessage {
        @Test
        void isEncodedOncePerDialectForAllMembers() {
            for (int i = 0; i < 5; i++) {
                rig.json().in(rig.room);
                rig.simple().in(rig.room);
            }

            rig.deliver("a", rig.room);
            rig.lane.runAll();

            assertThat(rig.encoder.encodes(Dialect.JSON)).isEqualTo(1);
            assertThat(rig.encoder.encodes(Dialect.SIMPLE)).isEqualTo(1);
            assertThat(rig.encoder.joins()).isZero();
            assertThat(rig.room.copy()).allSatisfy(member -> {
                assertThat(member.recording().texts()).containsExactly("a");
                assertThat(member.recording().frames().getFirst().dialect()).isEqualTo(member.dialect());
            });
        }

        @Test
        void staysInTheBatchUntilTheTurnEnds() {
            Member ann = rig.json().in(rig.room);

            rig.deliver("a", rig.room);
            assertThat(ann.recording().texts()).isEmpty();

            rig.lane.runAll();
            assertThat(ann.recording().texts()).containsExactly("a");
            assertThat(ann.recording().flushes()).isEqualTo(1);
            assertThat(ann.recording().queued()).isZero();
        }

        @Test
        void forAnEmptySliceIsNotEncodedAndEndsAtOnce() {
            rig.deliver("a", rig.room);

            assertThat(rig.ended).containsExactly("a");
            assertThat(rig.encoder.encodes(Dialect.JSON)).isZero();
            assertThat(rig.lane.waiting()).isZero();
        }

        @Test
        void forTheExcludedMemberAloneIsNotEncodedAndEndsAtOnce() {
            Member ann = rig.json().in(rig.room);

            rig.deliver("a", rig.room, ann);

            assertThat(rig.ended).containsExactly("a");
            assertThat(rig.encoder.encodes(Dialect.JSON)).isZero();
        }

        @Test
        void passesTheExcludedMemberOver() {
            Member ann = rig.json().in(rig.room);
            Member bob = rig.json().in(rig.room);

            rig.deliver("a", rig.room, ann);
            rig.lane.runAll();

            assertThat(ann.recording().texts()).isEmpty();
            assertThat(ann.recording().flushes()).isZero();
            assertThat(bob.recording().texts()).containsExactly("a");
        }

        @Test
        void isNotEncodedInADialectThatOnlyTheExcludedMemberSpeaks() {
            Member ann = rig.simple().in(rig.room);
            rig.json().in(rig.room);

            rig.deliver("a", rig.room, ann);
            rig.lane.runAll();

            assertThat(rig.encoder.encodes(Dialect.SIMPLE)).isZero();
        }

        @Test
        void forAMemberWhoseOutboxRefusesLeavesNothingBehind() {
            Member ann = rig.json().in(rig.room);
            Member bob = rig.json().in(rig.room);
            ann.recording().refuse();

            rig.deliver("a", rig.room);
            rig.lane.runAll();

            assertThat(ann.recording().flushes()).isZero();
            assertThat(bob.recording().texts()).containsExactly("a");
            assertThat(rig.ended).containsExactly("a");
        }

        @Test
        void endsAfterItsReceiversHaveIt() {
            Member ann = rig.json().in(rig.room);
            rig.turn.deliver(
                    new Delivery(
                            message("a"),
                            rig.encoder,
                            1,
                            () -> rig.ended.addAll(ann.recording().texts())),
                    rig.room,
                    (Recipient) null);

            rig.lane.runAll();

            assertThat(rig.ended).containsExactly("a");
        }
    }

    @Nested
    class WithAListOfExcluded {
        @Test
        void allOthersGetIt() {
            Member ann = rig.json().in(rig.room);
            Member bob = rig.simple().in(rig.room);
            Member eve = rig.json().in(rig.room);

            rig.turn.deliver(rig.delivery("a"), rig.room, List.of(ann, eve));
            rig.lane.runAll();

            assertThat(ann.recording().texts()).isEmpty();
            assertThat(bob.recording().texts()).containsExactly("a");
            assertThat(eve.recording().texts()).isEmpty();
            assertThat(rig.encoder.encodes(Dialect.JSON)).isZero();
            assertThat(rig.ended).containsExactly("a");
        }

        @Test
        void theExclusionCountsForThisMessageOnly() {
            Member ann = rig.json().in(rig.room);

            rig.turn.deliver(rig.delivery("a"), rig.room, List.of(ann));
            rig.turn.deliver(rig.delivery("b"), rig.room, List.<Member>of());
            rig.lane.runAll();

            assertThat(ann.recording().texts()).containsExactly("b");
        }

        @Test
        void itComesBehindTheOpenBatch() {
            Member ann = rig.json().in(rig.room);

            rig.deliver("a", rig.room);
            rig.turn.deliver(rig.delivery("b"), rig.room, List.of(rig.json()));
            rig.deliver("c", rig.room);
            rig.lane.runAll();

            assertThat(ann.recording().texts()).containsExactly("a", "b", "c");
        }

        @Test
        void anEmptySliceNeedsNoFrame() {
            rig.turn.deliver(rig.delivery("a"), rig.room, List.of(rig.json()));

            rig.lane.runAll();

            assertThat(rig.encoder.encodes(Dialect.JSON)).isZero();
            assertThat(rig.ended).containsExactly("a");
        }
    }

    @Nested
    class WhenTheMembersChangeWithinATurn {
        @Test
        void whoLeavesStillGetsWhatCameBefore() {
            Member ann = rig.json().in(rig.room);
            Member bob = rig.json().in(rig.room);

            rig.deliver("a", rig.room);
            ann.leave(rig.room);
            rig.deliver("b", rig.room);
            rig.lane.runAll();

            assertThat(ann.recording().texts()).containsExactly("a");
            assertThat(bob.recording().texts()).containsExactly("a", "b");
        }

        @Test
        void whoJoinsGetsOnlyWhatComesAfter() {
            Member ann = rig.json().in(rig.room);

            rig.deliver("a", rig.room);
            Member bob = rig.json().in(rig.room);
            rig.deliver("b", rig.room);
            rig.lane.runAll();

            assertThat(ann.recording().texts()).containsExactly("a", "b");
            assertThat(bob.recording().texts()).containsExactly("b");
        }

        @Test
        void theLastOneToLeaveStillGetsWhatCameBefore() {
            Member ann = rig.json().in(rig.room);

            rig.deliver("a", rig.room);
            ann.leave(rig.room);
            rig.deliver("b", rig.room);
            rig.lane.runAll();

            assertThat(ann.recording().texts()).containsExactly("a");
            assertThat(rig.ended).containsExactlyInAnyOrder("a", "b");
        }

        @Test
        void aChangeElsewhereLeavesTheBatchOpen() {
            Member ann = rig.json().in(rig.room);

            rig.deliver("a", rig.room);
            rig.json().in(rig.otherRoom).leave(rig.otherRoom);
            rig.deliver("b", rig.room);
            rig.lane.runAll();

            assertThat(ann.recording().frames()).hasSize(1);
        }
    }
}
