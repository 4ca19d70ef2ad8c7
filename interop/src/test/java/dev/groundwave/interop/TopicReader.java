package dev.groundwave.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.wire.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic from its beginning on, for one thread. */
final class TopicReader implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final KafkaConsumer<byte[], byte[]> consumer;

    /** What a test looks at of a record. */
    record Seen(String key, Bytes value, Map<String, String> headers, int partition, long offset) {
        String text() {
            return value.asUtf8();
        }

        String header(String name) {
            return headers.getOrDefault(name, "(none)");
        }
    }

    TopicReader(KafkaBroker broker, String topic) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> all = new ArrayList<>();
        for (int i = 0; i < KafkaBroker.PARTITIONS; i++) {
            all.add(new TopicPartition(topic, i));
        }
        consumer.assign(all);
        consumer.seekToBeginning(all);
    }

    /** So many records: in the order of their partition, partition by partition. */
    List<Seen> next(int count) {
        List<Seen> seen = new ArrayList<>();
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (seen.size() < count) {
            consumer.poll(Duration.ofMillis(100)).forEach(each -> seen.add(seen(each)));
            assertThat(System.nanoTime())
                    .as("%d of %d records came", seen.size(), count)
                    .isLessThan(deadline);
        }
        assertThat(seen).hasSize(count);
        seen.sort(Comparator.comparingInt(Seen::partition).thenComparingLong(Seen::offset));
        return seen;
    }

    private static Seen seen(ConsumerRecord<byte[], byte[]> read) {
        Map<String, String> headers = new LinkedHashMap<>();
        read.headers().forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
        return new Seen(
                new String(read.key(), UTF_8), Bytes.wrap(read.value()), headers, read.partition(), read.offset());
    }

    @Override
    public void close() {
        consumer.close();
    }
}
