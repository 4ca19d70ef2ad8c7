package dev.groundwave.server.settings;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;

/**
 * A topic that a listener's events go to, and how to reach its brokers.
 *
 * <p>{@code toString()} tells no property, as many are secrets. Source: events-and-operations.md, section 2.2.
 *
 * @param bootstrapServers {@code host:port}, with commas between several
 * @param properties of the producer, by Kafka's names; they count before the service's own choices
 */
public record KafkaEndpoint(
        String bootstrapServers, String topic, Map<String, String> properties, HeaderStyle headerStyle) {
    /** What the service's promises rest on: order, no repetition, bytes as they came. */
    private static final Set<String> FIXED = Set.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
            ProducerConfig.ACKS_CONFIG,
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            ProducerConfig.TRANSACTIONAL_ID_CONFIG);

    private static final Pattern SERVER = Pattern.compile("(?:\\[[0-9a-fA-F:.]+]|[^\\s,:/@\\[\\]]+):[0-9]{1,5}");
    private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    /** Copies the properties and checks everything that can be checked without a broker. */
    public KafkaEndpoint {
        properties = Map.copyOf(properties);
        for (String server : bootstrapServers.split(",", -1)) {
            if (!SERVER.matcher(server.strip()).matches()) {
                throw new IllegalArgumentException(
                        "endpoint.bootstrapServers has '" + server.strip() + "', which is not host:port");
            }
        }
        if (!TOPIC.matcher(topic).matches() || topic.equals(".") || topic.equals("..")) {
            throw new IllegalArgumentException("endpoint.topic is '" + topic
                    + "'; a topic has up to 249 letters, digits, dots, underscores and hyphens");
        }
        // Sorted, so that the same properties always give the same complaint.
        for (Map.Entry<String, String> property : new TreeMap<>(properties).entrySet()) {
            check(property.getKey(), property.getValue());
        }
    }

    /** Never quotes the value: it may be a secret, or part of one. */
    private static void check(String name, String value) {
        if (FIXED.contains(name)) {
            throw new IllegalArgumentException("endpoint.properties." + name + " is set by the service itself");
        }
        ConfigDef known = ProducerConfig.configDef();
        ConfigDef.ConfigKey key = known.configKeys().get(name);
        if (key == null) {
            throw new IllegalArgumentException("endpoint.properties." + name + " is no property of a Kafka producer");
        }
        for (ConfigValue found : known.validate(Map.of(name, value))) {
            if (found.name().equals(name) && !found.errorMessages().isEmpty()) {
                throw new IllegalArgumentException("endpoint.properties." + name + " has a value that cannot be used;"
                        + " allowed is " + key.type().toString().toLowerCase(Locale.ROOT)
                        + Optional.ofNullable(key.validator)
                                .map(rule -> " " + rule)
                                .orElse(""));
            }
        }
    }

    @Override
    public String toString() {
        return "KafkaEndpoint[bootstrapServers=" + bootstrapServers + ", topic=" + topic + "]";
    }
}
