package dev.groundwave.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.hub.command.Target;
import dev.groundwave.hub.delivery.ManualLane;
import dev.groundwave.hub.delivery.PlainFrameEncoder;
import dev.groundwave.hub.delivery.RecordingOutbox;
import dev.groundwave.hub.delivery.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class RosterTest {
    private final PlainFrameEncoder encoder = new PlainFrameEncoder();
    private final ManualLane lane0 = new ManualLane(0);
    private final ManualLane lane1 = new ManualLane(1);
    private final Turn turn0 = new Turn(lane0, encoder);
    private final Turn turn1 = new Turn(lane1, encoder);
    private final Roster roster = new Roster();
    private final List<String> visited = new ArrayList<>();

    private Connection add(Turn turn, String id) {
        Connection connection = new Connection(SteppedHub.attachment(id, ""), turn, new RecordingOutbox());
        roster.add(connection);
        return connection;
    }

    private CompletableFuture<Integer> visitAll() {
        return roster.forEach(new Target.All(), connection -> visited.add(connection.id()))
                .toCompletableFuture();
    }

    private static void fail(Connection connection) {
        throw new IllegalStateException("no luck with " + connection);
    }

    @Nested
    class AWalk {
        @Test
        void overNobodyIsDoneAtOnce() {
            assertThat(visitAll()).isCompletedWithValue(0);
        }

        @Test
        void visitsEachConnectionOnItsLaneAndCountsThem() {
            add(turn0, "a");
            add(turn1, "b");
            add(turn1, "c");

            CompletableFuture<Integer> count = visitAll();
            assertThat(visited).isEmpty();

            lane1.runAll();
            assertThat(visited).containsExactlyInAnyOrder("b", "c");
            assertThat(count).isNotDone();

            lane0.runAll();
            assertThat(count).isCompletedWithValue(3);
        }

        @Test
        void doesTheCallingLaneAtOnce() {
            add(turn0, "a");
            add(turn1, "b");

            CompletableFuture<Integer> count = lane1.call(() -> visitAll());

            assertThat(visited).containsExactly("b");
            lane0.runAll();
            assertThat(count).isCompletedWithValue(2);
        }

        @Test
        void mayRemoveWhomItVisits() {
            add(turn0, "a");
            add(turn0, "b");
            add(turn0, "c");

            CompletableFuture<Integer> count =
                    roster.forEach(new Target.All(), roster::remove).toCompletableFuture();
            lane0.runAll();

            assertThat(count).isCompletedWithValue(3);
            assertThat(roster.exists(new Target.All())).isFalse();
        }

        @Test
        void doesNotCountWhoLeftMeanwhile() {
            Connection a = add(turn0, "a");

            CompletableFuture<Integer> count = roster.forEach(new Target.OneConnection("a"), RosterTest::fail)
                    .toCompletableFuture();
            roster.remove(a);
            lane0.runAll();

            assertThat(count).isCompletedWithValue(0);
        }
    }

    @Test
    void aConnectionThatIsNoLongerAttachedJoinsNothing() {
        Connection a = add(turn0, "a");
        roster.remove(a);

        roster.join(a, "room");

        assertThat(roster.exists(new Target.Group("room"))).isFalse();
    }

    @Nested
    class AnActionThatThrows {
        @Test
        void failsTheAnswerAfterTheOtherLanesWereVisited() {
            add(turn0, "a");
            add(turn1, "b");
            CompletableFuture<Integer> count = roster.forEach(new Target.All(), connection -> {
                        if (connection.turn() == turn0) {
                            fail(connection);
                        }
                        visited.add(connection.id());
                    })
                    .toCompletableFuture();

            lane0.runAll();
            assertThat(count).isNotDone();
            lane1.runAll();

            assertThat(visited).containsExactly("b");
            assertThat(count).isCompletedExceptionally();
        }

        @Test
        void onTheCallingLaneKeepsNoOtherLaneFromItsVisit() {
            add(turn0, "a");
            add(turn1, "b");

            CompletableFuture<Integer> count = lane0.call(() -> roster.forEach(new Target.All(), connection -> {
                        if (connection.turn() == turn0) {
                            fail(connection);
                        }
                        visited.add(connection.id());
                    })
                    .toCompletableFuture());
            lane1.runAll();

            assertThat(visited).containsExactly("b");
            assertThat(count).isCompletedExceptionally();
        }

        @Test
        void onOneConnectionFailsTheAnswer() {
            add(turn0, "a");

            CompletableFuture<Integer> count = roster.forEach(new Target.OneConnection("a"), RosterTest::fail)
                    .toCompletableFuture();
            lane0.runAll();

            assertThat(count).isCompletedExceptionally();
        }
    }
}
