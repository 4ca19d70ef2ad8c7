package dev.groundwave.server.listener;

import dev.groundwave.server.settings.KafkaEndpoint;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes producers: the service's choices below, then the operator's, then what the service's promises rest on. */
final class KafkaProducers {
    private static final String BUFFER_BYTES = "16777216";

    private static final Map<String, String> CHOSEN = Map.of(
            ProducerConfig.LINGER_MS_CONFIG, "5",
            ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES,
            // How long one event may hold up those behind it while there is no broker: then it is dropped.
            ProducerConfig.MAX_BLOCK_MS_CONFIG, "10000",
            // Brokers need not know how their clients do.
            ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, "false");

    private static final Map<String, String> FIXED = Map.of(
            ProducerConfig.ACKS_CONFIG, "all",
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");

    private KafkaProducers() {}

    /**
     * A new producer. Looks names of brokers up, so it may take a while.
     *
     * @param clientId what brokers call it in their logs
     */
    static Producer<byte[], byte[]> open(KafkaEndpoint endpoint, String clientId) {
        return new KafkaProducer<>(config(endpoint, clientId), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** What the producer may hold, and as much again what waits for it. */
    static long bufferBytes(KafkaEndpoint endpoint) {
        return Long.parseLong(endpoint.properties()
                .getOrDefault(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES)
                .strip());
    }

    static Map<String, Object> config(KafkaEndpoint endpoint, String clientId) {
        Map<String, Object> config = new HashMap<>(CHOSEN);
        config.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
        config.putAll(endpoint.properties());
        config.putAll(FIXED);
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, endpoint.bootstrapServers());
        return config;
    }
}
