package dev.groundwave.hub.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.wire.Dialect;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class DeliveryTest {
    private static final ServiceMessage MESSAGE =
            new ServiceMessage.ServerData(Payload.text("hello"), Map.of(), OptionalLong.empty());

    private final PlainFrameEncoder encoder = new PlainFrameEncoder();
    private final AtomicInteger ends = new AtomicInteger();

    private Delivery delivery(int lanes) {
        return new Delivery(MESSAGE, encoder, lanes, ends::incrementAndGet);
    }

    @Nested
    class ItsFrames {
        @Test
        void areMadeOncePerDialectHoweverOftenTheyAreAskedFor() {
            Delivery delivery = delivery(1);

            EncodedFrame first = delivery.frame(Dialect.JSON);

            assertThat(delivery.frame(Dialect.JSON)).isSameAs(first);
            assertThat(delivery.frame(Dialect.SIMPLE)).isNotSameAs(first);
            assertThat(encoder.encodes(Dialect.JSON)).isEqualTo(1);
            assertThat(encoder.encodes(Dialect.SIMPLE)).isEqualTo(1);
            delivery.release();
        }

        @Test
        void areNotMadeInADialectThatNobodyAskedFor() {
            Delivery delivery = delivery(1);
            delivery.frame(Dialect.JSON);
            delivery.release();

            assertThat(encoder.encodes(Dialect.SIMPLE)).isZero();
        }

        @Test
        void liveUntilTheLastLaneIsDone() {
            Delivery delivery = delivery(2);
            delivery.frame(Dialect.JSON);
            delivery.frame(Dialect.SIMPLE);

            delivery.release();
            assertThat(encoder.unreleased()).hasSize(2);

            delivery.release();
            assertThat(encoder.unreleased()).isEmpty();
        }

        @Test
        void outliveTheDeliveryInAQueue() {
            Delivery delivery = delivery(1);
            EncodedFrame frame = delivery.frame(Dialect.JSON);
            frame.retain();

            delivery.release();
            assertThat(encoder.unreleased()).hasSize(1);

            frame.release();
            assertThat(encoder.unreleased()).isEmpty();
        }
    }

    @Nested
    class ItsEnd {
        @Test
        void isToldOnceWhenTheLastLaneIsDone() {
            Delivery delivery = delivery(3);

            delivery.release();
            delivery.release();
            assertThat(ends).hasValue(0);

            delivery.release();
            assertThat(ends).hasValue(1);
        }

        @Test
        void needsNobodyToBeTold() {
            Delivery delivery = new Delivery(MESSAGE, encoder, 1, null);
            delivery.frame(Dialect.JSON);

            delivery.release();

            assertThat(encoder.unreleased()).isEmpty();
        }
    }
}
