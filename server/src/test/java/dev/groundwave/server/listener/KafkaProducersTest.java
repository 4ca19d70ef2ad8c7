package dev.groundwave.server.listener;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.settings.HeaderStyle;
import dev.groundwave.server.settings.KafkaEndpoint;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;

/** Source: events-and-operations.md, section 2.2. */
final class KafkaProducersTest {
    private static Map<String, Object> config(Map<String, String> properties) {
        return KafkaProducers.config(
                new KafkaEndpoint("a:9092,b:9092", "t", properties, HeaderStyle.KAFKA), "groundwave-chat-1");
    }

    @Test
    void recordsAreConfirmedByAllReplicasNotRepeatedAndBounded() {
        assertThat(config(Map.of()))
                .containsEntry(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "a:9092,b:9092")
                .containsEntry(ProducerConfig.CLIENT_ID_CONFIG, "groundwave-chat-1")
                .containsEntry(ProducerConfig.ACKS_CONFIG, "all")
                .containsEntry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true")
                .containsEntry(ProducerConfig.LINGER_MS_CONFIG, "5")
                .containsEntry(ProducerConfig.BUFFER_MEMORY_CONFIG, "16777216");
    }

    @Test
    void whatTheOperatorSetsCountsBeforeTheServicesChoices() {
        assertThat(config(Map.of("linger.ms", "50", "client.id", "mine", "compression.type", "zstd")))
                .containsEntry(ProducerConfig.LINGER_MS_CONFIG, "50")
                .containsEntry(ProducerConfig.CLIENT_ID_CONFIG, "mine")
                .containsEntry(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
    }

    @Test
    void theOperatorsBufferBoundsWhatWaitsAsWell() {
        assertThat(KafkaProducers.bufferBytes(new KafkaEndpoint("a:1", "t", Map.of(), HeaderStyle.KAFKA)))
                .isEqualTo(16_777_216);
        assertThat(KafkaProducers.bufferBytes(
                        new KafkaEndpoint("a:1", "t", Map.of("buffer.memory", "40000"), HeaderStyle.KAFKA)))
                .isEqualTo(40_000);
    }
}
