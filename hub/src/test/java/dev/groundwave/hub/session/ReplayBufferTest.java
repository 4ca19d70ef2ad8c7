package dev.groundwave.hub.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.hub.delivery.EncodedFrame;
import dev.groundwave.hub.delivery.NumberedFrame;
import dev.groundwave.hub.delivery.PlainFrameEncoder;
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

/** Source: client-protocol.md, sections 8.1 and 8.2. */
final class ReplayBufferTest {
    private static final int PLENTY = 1 << 20;

    private final PlainFrameEncoder encoder = new PlainFrameEncoder();
    private ReplayBuffer buffer = new ReplayBuffer(new ReplayLimits(3, PLENTY));

    @AfterEach
    void nothingIsLeft() {
        buffer.clear();
        assertThat(encoder.unreleased()).isEmpty();
    }

    private NumberedFrame frame() {
        ServiceMessage message = new ServiceMessage.ServerData(Payload.text("text"), Map.of(), OptionalLong.empty());
        return (NumberedFrame) encoder.encode(message, Dialect.JSON_RELIABLE);
    }

    /** Adds a frame that nobody else holds, and returns its number. */
    private long add() {
        NumberedFrame frame = frame();
        long sequenceId = buffer.add(frame);
        frame.release();
        return sequenceId;
    }

    private void fill(int frames) {
        for (int i = 0; i < frames; i++) {
            assertThat(add()).isPositive();
        }
    }

    private List<Long> numbers() {
        List<Long> numbers = new ArrayList<>();
        buffer.forEach((_, sequenceId) -> numbers.add(sequenceId));
        return numbers;
    }

    @Nested
    class Numbers {
        @Test
        void startAtOneAndHaveNoGaps() {
            assertThat(List.of(add(), add(), add())).containsExactly(1L, 2L, 3L);
            assertThat(numbers()).containsExactly(1L, 2L, 3L);
        }

        @Test
        void goOnWhenEverythingWasAcknowledged() {
            fill(2);
            buffer.acknowledge(2);

            assertThat(add()).isEqualTo(3);
            assertThat(numbers()).containsExactly(3L);
        }

        @Test
        void areNotUsedUpByARefusedFrame() {
            fill(3);
            assertThat(add()).isZero();
            buffer.acknowledge(1);

            assertThat(add()).isEqualTo(4);
        }
    }

    @Nested
    class Acknowledging {
        @Test
        void releasesEverythingUpToTheNumberAndNothingBeyond() {
            fill(3);

            buffer.acknowledge(2);

            assertThat(numbers()).containsExactly(3L);
            assertThat(encoder.unreleased()).hasSize(1);
        }

        @Test
        void aNumberThatWasNeverUsedReleasesEverything() {
            fill(3);

            buffer.acknowledge(-1);

            assertThat(buffer.size()).isZero();
            assertThat(encoder.unreleased()).isEmpty();
        }

        @Test
        void anOldNumberOrZeroDoesNothing() {
            fill(3);
            buffer.acknowledge(2);

            buffer.acknowledge(1);
            buffer.acknowledge(0);

            assertThat(numbers()).containsExactly(3L);
        }

        @Test
        void nothingAtAllIsNoError() {
            buffer.acknowledge(0);
            buffer.acknowledge(7);

            assertThat(add()).isEqualTo(1);
        }
    }

    @Nested
    class Limits {
        @Test
        void theExactNumberOfMessagesFits() {
            fill(3);

            assertThat(add()).isZero();
            assertThat(numbers()).containsExactly(1L, 2L, 3L);
        }

        @Test
        void theExactNumberOfBytesFitsWithTheDigitsOfTheNumbers() {
            NumberedFrame frame = frame();
            buffer = new ReplayBuffer(new ReplayLimits(100, frame.bytes(1) * 9L + frame.bytes(10)));
            frame.release();

            fill(10);

            assertThat(add()).isZero();
        }

        @Test
        void oneByteLessIsOneFrameLess() {
            NumberedFrame frame = frame();
            buffer = new ReplayBuffer(new ReplayLimits(100, frame.bytes(1) * 9L + frame.bytes(10) - 1));
            frame.release();

            fill(9);

            assertThat(add()).isZero();
        }

        @Test
        void acknowledgedFramesMakeRoomInBothMeasures() {
            NumberedFrame frame = frame();
            buffer = new ReplayBuffer(new ReplayLimits(2, frame.bytes(1) * 2L));
            frame.release();
            fill(2);

            buffer.acknowledge(1);
            fill(1);
            buffer.acknowledge(3);
            fill(2);

            assertThat(add()).isZero();
            assertThat(numbers()).containsExactly(4L, 5L);
        }

        @Test
        void aRefusedFrameIsNotHeld() {
            fill(3);

            add();

            assertThat(encoder.unreleased()).hasSize(3);
        }
    }

    @Nested
    class JoinedFrames {
        /** A frame of several messages that nobody else holds. */
        private long addJoined(int messages) {
            List<EncodedFrame> parts = new ArrayList<>();
            for (int i = 0; i < messages; i++) {
                parts.add(frame());
            }
            NumberedFrame joined = (NumberedFrame) encoder.join(parts);
            parts.forEach(EncodedFrame::release);
            long sequenceId = buffer.add(joined);
            joined.release();
            return sequenceId;
        }

        @Test
        void takeANumberForEachMessage() {
            assertThat(addJoined(2)).isEqualTo(1);
            assertThat(add()).isEqualTo(3);
            assertThat(buffer.size()).isEqualTo(3);
        }

        @Test
        void areVisitedWholeWhileNothingOfThemIsAcknowledged() {
            addJoined(2);
            add();

            assertThat(numbers()).containsExactly(1L, 3L);
        }

        @Test
        void areVisitedInPartsWhenSomeOfThemIsAcknowledged() {
            addJoined(3);

            buffer.acknowledge(1);

            assertThat(numbers()).containsExactly(2L, 3L);
            assertThat(buffer.size()).isEqualTo(2);
        }

        @Test
        void makeRoomForEachMessageThatIsAcknowledged() {
            addJoined(3);
            assertThat(add()).isZero();

            buffer.acknowledge(2);

            assertThat(addJoined(2)).isEqualTo(4);
            assertThat(add()).isZero();
        }

        @Test
        void areReleasedWithTheirLastMessage() {
            addJoined(2);

            buffer.acknowledge(1);
            assertThat(encoder.unreleased()).isNotEmpty();
            buffer.acknowledge(2);

            assertThat(encoder.unreleased()).isEmpty();
        }

        @Test
        void thatDoNotFitWhollyChangeNothing() {
            add();

            assertThat(addJoined(3)).isZero();

            assertThat(numbers()).containsExactly(1L);
            assertThat(addJoined(2)).isEqualTo(2);
        }

        @Test
        void countTheBytesOfEveryMessageUnderItsOwnNumber() {
            int one = oneMessageBytes();
            buffer = new ReplayBuffer(new ReplayLimits(1000, 3L * one));

            assertThat(addJoined(3)).isEqualTo(1);
            buffer.acknowledge(1);
            assertThat(add()).isEqualTo(4);
            assertThat(add()).isZero();
        }

        private int oneMessageBytes() {
            NumberedFrame frame = frame();
            int bytes = frame.bytes(1);
            frame.release();
            return bytes;
        }
    }
}
