package dev.groundwave.server.listener;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.settings.HeaderStyle;
import dev.groundwave.server.settings.KafkaEndpoint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A sink over a producer that the test steps. Source: events-and-operations.md, section 2.2. */
final class KafkaSinkTest {
    private static final long DEADLINE_SECONDS = 10;
    private static final Duration LONG = Duration.ofSeconds(DEADLINE_SECONDS);
    private static final int ROOM = 5;

    private final EventListenerCounters counters = new EventListenerCounters();
    private final KafkaRecords records =
            new KafkaRecords(new KafkaEndpoint("localhost:9092", "t", Map.of(), HeaderStyle.KAFKA));
    private final ScriptedProducer producer = new ScriptedProducer();
    private KafkaSink sink = sink(() -> producer);

    /** Kafka's own stand-in, whose sends wait for permits. */
    private static final class ScriptedProducer extends MockProducer<byte[], byte[]> {
        private final Semaphore sends = new Semaphore(0);
        private final AtomicInteger entered = new AtomicInteger();

        ScriptedProducer() {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        void permit(int count) {
            sends.release(count);
        }

        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized") // Else a send that waits would hold up close().
        public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> made, Callback callback) {
            entered.incrementAndGet();
            sends.acquireUninterruptibly();
            return super.send(made, callback);
        }

        @Override
        public void close(Duration timeout) {
            // As the real one does: whoever waits inside finds it closed.
            super.close(timeout);
            sends.release(1000);
        }
    }

    private KafkaSink sink(Supplier<Producer<byte[], byte[]>> producers) {
        return new KafkaSink(
                new WaitingEvents((long) ROOM * Raised.text(1).weight()),
                producers,
                records::of,
                counters,
                new LossReport("hub=chat topic=t", counters, System::nanoTime));
    }

    @AfterEach
    void end() {
        producer.permit(1000);
        sink.close(LONG);
    }

    private List<String> sent() {
        return producer.history().stream()
                .map(made -> new String(made.value(), UTF_8))
                .toList();
    }

    private static void await(Supplier<Boolean> condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        while (!condition.get()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void sendsInOrderAndCountsWhatIsConfirmed() {
        sink.start();
        producer.permit(1000);
        for (int i = 1; i <= 3; i++) {
            sink.offer(Raised.text(i));
        }
        sink.close(LONG);

        assertThat(sent()).containsExactly("event 1", "event 2", "event 3");
        assertThat(counters.delivered()).isEqualTo(3);
        assertThat(counters.dropped()).isZero();
    }

    @Nested
    final class AStuckProducer {
        @Test
        void neverHoldsUpWhoeverRaisesAnEventAndLosesWhatHasNoRoom() {
            sink.start();
            sink.offer(Raised.text(0));
            await(() -> producer.entered.get() == 1);

            for (int i = 1; i <= ROOM + 4; i++) {
                sink.offer(Raised.text(i));
            }

            assertThat(counters.dropped()).isEqualTo(4);
            producer.permit(1000);
            sink.close(LONG);
            assertThat(sent()).hasSize(ROOM + 1).last().isEqualTo("event " + ROOM);
            assertThat(counters.delivered()).isEqualTo(ROOM + 1);
        }

        @Test
        void isGivenUpAtTheEndAndWhatItHadIsCounted() {
            sink.start();
            for (int i = 1; i <= 3; i++) {
                sink.offer(Raised.text(i));
            }
            await(() -> producer.entered.get() == 1);

            sink.close(Duration.ofMillis(1));

            assertThat(counters.dropped()).isEqualTo(3);
            await(producer::closed);
            assertThat(counters.delivered()).isZero();
        }
    }

    @Nested
    final class ARecord {
        @Test
        void thatIsRefusedIsCountedAndTheNextOneGoesOn() {
            producer.sendException = new RecordTooLargeException("too large");
            sink.start();
            sink.offer(Raised.text(1));
            producer.permit(1);
            await(() -> counters.dropped() == 1);

            producer.sendException = null;
            sink.offer(Raised.text(2));
            producer.permit(1);
            await(() -> counters.delivered() == 1);

            assertThat(sent()).containsExactly("event 2");
        }

        @Test
        void thatComesAfterTheEndIsCounted() {
            sink.start();
            sink.close(LONG);

            sink.offer(Raised.text(1));

            assertThat(counters.dropped()).isEqualTo(1);
        }
    }

    @Nested
    final class AProducerThatCannotBeMade {
        @Test
        void isTriedAgainWhileEventsWait() {
            AtomicInteger tries = new AtomicInteger();
            sink = sink(() -> {
                if (tries.incrementAndGet() == 1) {
                    throw new KafkaException("no broker's name is known");
                }
                return producer;
            });
            sink.offer(Raised.text(1));
            producer.permit(1);

            sink.start();

            await(() -> counters.delivered() == 1);
            assertThat(tries).hasValue(2);
        }

        @Test
        void doesNotHoldUpTheEnd() throws InterruptedException {
            CountDownLatch tried = new CountDownLatch(1);
            sink = sink(() -> {
                tried.countDown();
                throw new KafkaException("no broker's name is known");
            });
            sink.offer(Raised.text(1));
            sink.start();
            assertThat(tried.await(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();

            sink.close(Duration.ofHours(1));

            assertThat(counters.dropped()).isEqualTo(1);
        }
    }
}
