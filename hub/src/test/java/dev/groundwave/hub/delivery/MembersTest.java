package dev.groundwave.hub.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.wire.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class MembersTest {
    private final Turn turn = new Turn(new ManualLane(0), new PlainFrameEncoder());
    private final Members<Member> members = new Members<>(turn);
    private final Member ann = Member.of(turn, Dialect.JSON);
    private final Member bob = Member.of(turn, Dialect.JSON);
    private final Member eve = Member.of(turn, Dialect.JSON);

    @Test
    void aNewSliceIsEmptyAndBelongsToItsTurn() {
        assertThat(members.isEmpty()).isTrue();
        assertThat(members.size()).isZero();
        assertThat(members.turn()).isSameAs(turn);
    }

    @Test
    void aPlaceKnowsItsSlice() {
        assertThat(members.add(ann).members()).isSameAs(members);
    }

    @Nested
    class WhenMembersLeave {
        @Test
        void theFirstLeavesAndTheOthersStay() {
            Members.Place<Member> first = members.add(ann);
            members.add(bob);
            members.add(eve);

            members.remove(first);

            assertThat(members.copy()).containsExactlyInAnyOrder(bob, eve);
        }

        @Test
        void theLastLeavesAndTheOthersStay() {
            members.add(ann);
            members.add(bob);
            Members.Place<Member> last = members.add(eve);

            members.remove(last);

            assertThat(members.copy()).containsExactlyInAnyOrder(ann, bob);
        }

        @Test
        void aPlaceThatMovedCanStillBeGivenUp() {
            Members.Place<Member> first = members.add(ann);
            Members.Place<Member> second = members.add(bob);
            Members.Place<Member> third = members.add(eve);

            members.remove(first);
            members.remove(third);
            members.remove(second);

            assertThat(members.isEmpty()).isTrue();
        }

        @Test
        void whoeverIsLeftIsFoundByIndex() {
            Members.Place<Member> first = members.add(ann);
            members.add(bob);
            members.remove(first);

            assertThat(members.size()).isEqualTo(1);
            assertThat(members.get(0)).isSameAs(bob);
        }
    }

    @Test
    void aCopyIsNotChangedByWhatComesLater() {
        Members.Place<Member> place = members.add(ann);
        List<Member> copy = members.copy();

        members.remove(place);

        assertThat(copy).containsExactly(ann);
    }

    @Test
    void anyOrderOfComingAndGoingKeepsExactlyThoseWhoStayed() {
        Random random = new Random(20_26);
        List<Members.Place<Member>> places = new ArrayList<>();
        List<Member> expected = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            if (places.isEmpty() || random.nextInt(5) < 3) {
                Member member = Member.of(turn, Dialect.SIMPLE);
                places.add(members.add(member));
                expected.add(member);
            } else {
                int at = random.nextInt(places.size());
                members.remove(places.remove(at));
                expected.remove(at);
            }
            assertThat(members.size()).isEqualTo(expected.size());
        }
        assertThat(members.copy()).containsExactlyInAnyOrderElementsOf(expected);
    }
}
