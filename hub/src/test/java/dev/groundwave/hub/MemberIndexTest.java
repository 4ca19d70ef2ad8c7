package dev.groundwave.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.hub.delivery.ManualLane;
import dev.groundwave.hub.delivery.Members;
import dev.groundwave.hub.delivery.PlainFrameEncoder;
import dev.groundwave.hub.delivery.RecordingOutbox;
import dev.groundwave.hub.delivery.Turn;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class MemberIndexTest {
    private final PlainFrameEncoder encoder = new PlainFrameEncoder();
    private final Turn here = new Turn(new ManualLane(0), encoder);
    private final Turn there = new Turn(new ManualLane(1), encoder);
    private final MemberIndex index = new MemberIndex();

    private static Connection connection(Turn turn, String id) {
        return new Connection(SteppedHub.attachment(id, ""), turn, new RecordingOutbox());
    }

    @Test
    void aNameWithoutMembersIsAbsent() {
        assertThat(index.contains("room")).isFalse();
        assertThat(index.find("room")).isEmpty();
        assertThat(index.isEmpty()).isTrue();
    }

    @Test
    void membersOfOneLaneShareASlice() {
        Connection ann = connection(here, "ann");
        Connection bob = connection(here, "bob");

        index.add("room", ann);
        index.add("room", bob);

        assertThat(index.find("room")).singleElement().satisfies(slice -> {
            assertThat(slice.turn()).isSameAs(here);
            assertThat(slice.copy()).containsExactlyInAnyOrder(ann, bob);
        });
    }

    @Test
    void everyLaneHasItsOwnSlice() {
        index.add("room", connection(here, "ann"));
        index.add("room", connection(there, "bob"));

        assertThat(index.find("room")).extracting(Members::turn).containsExactlyInAnyOrder(here, there);
    }

    @Test
    void namesAreKeptApart() {
        index.add("room", connection(here, "ann"));

        assertThat(index.contains("Room")).isFalse();
        assertThat(index.find("Room")).isEmpty();
    }

    @Nested
    class WhenMembersGo {
        @Test
        void theSliceGoesWithItsLastMember() {
            Members.Place<Connection> ann = index.add("room", connection(here, "ann"));
            Members.Place<Connection> bob = index.add("room", connection(here, "bob"));
            index.add("room", connection(there, "eve"));

            index.remove("room", ann);
            assertThat(index.find("room")).hasSize(2);

            index.remove("room", bob);
            assertThat(index.find("room")).extracting(Members::turn).containsExactly(there);
            assertThat(index.contains("room")).isTrue();
        }

        @Test
        void theNameGoesWithItsLastSlice() {
            Members.Place<Connection> ann = index.add("room", connection(here, "ann"));
            Members.Place<Connection> bob = index.add("room", connection(there, "bob"));

            index.remove("room", ann);
            index.remove("room", bob);

            assertThat(index.contains("room")).isFalse();
            assertThat(index.isEmpty()).isTrue();
        }

        @Test
        void whoLooksMeanwhileKeepsWhatItFound() {
            Members.Place<Connection> ann = index.add("room", connection(here, "ann"));
            List<Members<Connection>> found = index.find("room");

            index.remove("room", ann);
            index.add("room", connection(here, "bob"));

            assertThat(found)
                    .singleElement()
                    .satisfies(slice -> assertThat(slice.isEmpty()).isTrue());
            assertThat(index.find("room")).isNotEqualTo(found);
        }

        @Test
        void theNameCanComeBack() {
            index.remove("room", index.add("room", connection(here, "ann")));
            Connection bob = connection(here, "bob");

            index.add("room", bob);

            assertThat(index.find("room"))
                    .singleElement()
                    .satisfies(slice -> assertThat(slice.copy()).containsExactly(bob));
        }
    }
}
