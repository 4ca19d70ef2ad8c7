package dev.groundwave.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.hub.SteppedHub.Client;
import dev.groundwave.hub.delivery.ManualLane;
import dev.groundwave.hub.delivery.RecordingOutbox;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class CongestionTest {
    private static final int MEBIBYTE = 1 << 20;

    private final ManualLane lane = new ManualLane(0);
    private final RecordingOutbox outbox = new RecordingOutbox();
    private final Congestion congestion = new Congestion(lane, outbox);

    private void start(int mebibytes) {
        for (int i = 0; i < mebibytes; i++) {
            congestion.start(MEBIBYTE);
        }
    }

    private void end(int mebibytes) {
        for (int i = 0; i < mebibytes; i++) {
            congestion.end(MEBIBYTE);
        }
    }

    @Test
    void aSmallMessageCountsForItsTaskToo() {
        assertThat(Congestion.weight(1)).isEqualTo(4096);
        assertThat(Congestion.weight(5000)).isEqualTo(5000);
    }

    @Test
    void upToFourMebibytesUnderWayNothingPauses() {
        start(4);

        assertThat(congestion.isPaused()).isFalse();
        end(4);
        lane.runAll();
        assertThat(outbox.resumes()).isZero();
    }

    @Nested
    class WhenItPaused {
        @Test
        void itStaysSoUntilOneMebibyteIsLeft() {
            start(5);
            assertThat(congestion.isPaused()).isTrue();

            end(3);
            lane.runAll();
            assertThat(congestion.isPaused()).isTrue();
            assertThat(outbox.resumes()).isZero();

            end(1);
            lane.runAll();
            assertThat(congestion.isPaused()).isFalse();
            assertThat(outbox.resumes()).isEqualTo(1);
        }

        @Test
        void itResumesOnItsLaneOnly() {
            start(5);

            end(5);

            assertThat(congestion.isPaused()).isTrue();
            assertThat(outbox.resumes()).isZero();
            lane.runAll();
            assertThat(congestion.isPaused()).isFalse();
        }

        @Test
        void itResumesOnceHoweverManyEndsAskForIt() {
            start(5);

            end(5);
            assertThat(lane.waiting()).isGreaterThan(1);
            lane.runAll();

            assertThat(outbox.resumes()).isEqualTo(1);
        }

        @Test
        void whatSetsOutBeforeTheResumeKeepsItPausedUntilThatIsDoneToo() {
            start(5);
            end(5);
            start(3);
            lane.runAll();
            assertThat(congestion.isPaused()).isTrue();

            end(2);
            lane.runAll();
            assertThat(congestion.isPaused()).isFalse();
            assertThat(outbox.resumes()).isEqualTo(1);
            end(1);
        }

        @Test
        void itCanPauseAgain() {
            start(5);
            end(5);
            lane.runAll();

            start(5);
            assertThat(congestion.isPaused()).isTrue();
            end(5);
            lane.runAll();

            assertThat(congestion.isPaused()).isFalse();
            assertThat(outbox.resumes()).isEqualTo(2);
        }
    }

    @Nested
    class OfAClientThatPublishesTooFast {
        private final SteppedHub hub = new SteppedHub();
        private final Client fast = hub.attach(0, "fast");
        private final Client far = hub.attach(1, "far", "room");

        private void publishUntilCongested() {
            for (int i = 0; i < 2000 && !fast.connection().isCongested(); i++) {
                fast.publish("room", "x");
            }
        }

        @Test
        void readingPausesAfterAThousandSmallMessagesAndGoesOnLater() {
            publishUntilCongested();
            assertThat(fast.connection().isCongested()).isTrue();
            assertThat(hub.lane(1).waiting()).isEqualTo(1025);

            hub.settle();

            assertThat(fast.connection().isCongested()).isFalse();
            assertThat(fast.outbox().resumes()).isEqualTo(1);
            assertThat(far.texts()).hasSize(1025);
        }

        @Test
        void readingGoesOnAlsoWhenAllReceiversWentMeanwhile() {
            publishUntilCongested();
            far.detach();

            hub.settle();

            assertThat(fast.connection().isCongested()).isFalse();
            assertThat(fast.outbox().resumes()).isEqualTo(1);
        }

        @Test
        void readingGoesOnAlsoWhenThereWasNoMemoryForTheMessages() {
            publishUntilCongested();

            hub.encoder().outOfMemory(true);
            int failures = 0;
            while (hub.lane(1).waiting() > 0) {
                try {
                    hub.lane(1).runAll();
                } catch (OutOfMemoryError expected) {
                    failures++;
                }
            }
            hub.encoder().outOfMemory(false);
            hub.settle();

            assertThat(failures).isPositive();
            assertThat(fast.connection().isCongested()).isFalse();
            assertThat(hub.encoder().unreleased()).isEmpty();
        }

        @Test
        void readingGoesOnAlsoWhenItsOwnLaneHadNoMemory() {
            far.detach();
            hub.attach(0, "near", "room");
            hub.attach(1, "as far", "room");
            hub.encoder().outOfMemory(true);
            for (int i = 0; i < 1100; i++) {
                try {
                    fast.publish("room", "x");
                } catch (OutOfMemoryError expected) {
                    assertThat(expected).hasMessageContaining("as the test wants it");
                }
            }
            hub.encoder().outOfMemory(false);
            assertThat(fast.connection().isCongested()).isTrue();

            hub.settle();

            assertThat(fast.connection().isCongested()).isFalse();
            assertThat(hub.encoder().unreleased()).isEmpty();
        }

        @Test
        void nothingCountsThatStaysOnItsOwnLane() {
            far.detach();
            hub.attach(0, "near", "room");

            publishUntilCongested();

            assertThat(fast.connection().isCongested()).isFalse();
            hub.settle();
        }
    }
}
