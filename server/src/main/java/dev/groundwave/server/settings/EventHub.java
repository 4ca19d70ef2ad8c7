package dev.groundwave.server.settings;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.security.plain.PlainLoginModule;

/**
 * An event hub of Azure Event Hubs, which also speaks the Kafka protocol.
 *
 * <p>{@code toString()} tells no secret. Source: events-and-operations.md, section 2.2; that the connection string is a
 * setting is our choice, as there is no managed identity here.
 *
 * @param connectionString of the namespace or of the event hub, with a key that may send
 */
public record EventHub(String fullyQualifiedNamespace, String eventHubName, String connectionString) {
    private static final String PORT = ":9093";

    /**
     * What the Event Hubs team asks of Kafka producers: idle connections end before a gateway cuts them, and requests
     * stay below the size limit.
     */
    private static final Map<String, String> ADVISED = Map.of(
            CommonClientConfigs.METADATA_MAX_AGE_CONFIG, "180000",
            CommonClientConfigs.CONNECTIONS_MAX_IDLE_MS_CONFIG, "180000",
            CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, "60000",
            ProducerConfig.MAX_REQUEST_SIZE_CONFIG, "1000000");

    /** Checks that the parts belong together. */
    public EventHub {
        Map<String, String> parts = parts(connectionString);
        String endpoint = parts.getOrDefault("endpoint", "");
        if (!parts.containsKey("sharedaccesskeyname") || !parts.containsKey("sharedaccesskey")) {
            throw new IllegalArgumentException(
                    "endpoint.connectionString has no SharedAccessKeyName or no" + " SharedAccessKey");
        }
        if (!endpoint.replaceFirst("/$", "").equalsIgnoreCase("sb://" + fullyQualifiedNamespace)) {
            throw new IllegalArgumentException(
                    "endpoint.connectionString is not for the namespace '" + fullyQualifiedNamespace + "'");
        }
        if (!parts.getOrDefault("entitypath", eventHubName).equalsIgnoreCase(eventHubName)) {
            throw new IllegalArgumentException(
                    "endpoint.connectionString is not for the event hub '" + eventHubName + "'");
        }
        if (connectionString.chars().anyMatch(c -> c == '"' || c == '\\' || c < ' ')) {
            throw new IllegalArgumentException("endpoint.connectionString has a quote, a backslash or a line break");
        }
    }

    private static Map<String, String> parts(String connectionString) {
        Map<String, String> parts = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String part : connectionString.split(";", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                parts.put(
                        part.substring(0, equals).strip(),
                        part.substring(equals + 1).strip());
            }
        }
        return parts;
    }

    /**
     * The way there over the Kafka protocol.
     *
     * @param more properties that count before those that follow from the connection string
     */
    public KafkaEndpoint asKafka(Map<String, String> more, HeaderStyle headerStyle) {
        Map<String, String> properties = new HashMap<>(ADVISED);
        properties.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, "SASL_SSL");
        properties.put(SaslConfigs.SASL_MECHANISM, "PLAIN");
        properties.put(
                SaslConfigs.SASL_JAAS_CONFIG,
                PlainLoginModule.class.getName() + " required username=\"$ConnectionString\" password=\""
                        + connectionString + "\";");
        properties.putAll(more);
        return new KafkaEndpoint(fullyQualifiedNamespace + PORT, eventHubName, properties, headerStyle);
    }

    @Override
    public String toString() {
        return "EventHub[" + fullyQualifiedNamespace + "/" + eventHubName + "]";
    }
}
