package dev.groundwave.server.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwave.wire.HubName;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Source: events-and-operations.md, sections 2.1 and 2.2. */
final class EventListenerSettingsTest {
    private static final String NAMESPACE = "ns.servicebus.windows.net";
    private static final String CONNECTION_STRING =
            "Endpoint=sb://" + NAMESPACE + "/;SharedAccessKeyName=sender;SharedAccessKey=s3cret+/=;EntityPath=events";

    private static KafkaEndpoint kafka(Map<String, String> properties) {
        return new KafkaEndpoint("a.example:9092, [::1]:9093", "t.1-x_Y", properties, HeaderStyle.KAFKA);
    }

    private static EventListenerSettings listener(SystemEvent... systemEvents) {
        return new EventListenerSettings(EventPattern.NONE, Set.of(systemEvents), kafka(Map.of()));
    }

    @Test
    void onlyEventsThatNobodyAnswersCanBeHeard() {
        assertThat(listener(SystemEvent.CONNECTED, SystemEvent.DISCONNECTED).systemEvents())
                .hasSize(2);
        assertThatThrownBy(() -> listener(SystemEvent.CONNECT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("filter.systemEvents has 'connect'");
    }

    @Nested
    final class OfAllHubs {
        private ServerSettings with(int inOne, int inOther) {
            Map<HubName, HubSettings> hubs = new HashMap<>();
            hubs.put(new HubName("one"), hub(inOne));
            hubs.put(new HubName("other"), hub(inOther));
            ServerSettings defaults = ServerSettings.DEFAULTS;
            return new ServerSettings(
                    defaults.listener(),
                    defaults.accessKeys(),
                    defaults.publicEndpoints(),
                    defaults.anyHost(),
                    defaults.drain(),
                    defaults.reliable(),
                    defaults.limits(),
                    defaults.upstream(),
                    defaults.disabledFeatures(),
                    hubs,
                    defaults.edge(),
                    defaults.auth());
        }

        private HubSettings hub(int listeners) {
            return new HubSettings(
                    false,
                    Duration.ofSeconds(20),
                    new HubEventSettings(List.of(), Collections.nCopies(listeners, listener()), false));
        }

        @Test
        void thereMayBeTen() {
            assertThat(with(4, 6).hubs()).hasSize(2);
        }

        @Test
        void thereMayNotBeEleven() {
            assertThatThrownBy(() -> with(5, 6))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("there are 11 eventListeners over all hubs, allowed are 10");
        }
    }

    @Nested
    final class AKafkaEndpoint {
        @ParameterizedTest
        @ValueSource(strings = {"", "a", "a:", "a:b", "a:1,", "a b:1", "http://a:1", "u@a:1"})
        void needsServersWithPorts(String servers) {
            assertThatThrownBy(() -> new KafkaEndpoint(servers, "t", Map.of(), HeaderStyle.KAFKA))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("endpoint.bootstrapServers has");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", ".", "..", "a b", "a/b"})
        void needsATopicThatBrokersTake(String topic) {
            assertThatThrownBy(() -> new KafkaEndpoint("a:1", topic, Map.of(), HeaderStyle.KAFKA))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("endpoint.topic is");
        }

        @ParameterizedTest
        @CsvSource({
            "acks, all, is set by the service itself",
            "transactional.id, x, is set by the service itself",
            "bootstrap.servers, x:1, is set by the service itself",
            "linger.msec, 5, is no property of a Kafka producer",
            "linger.ms, s3cret, has a value that cannot be used",
            "compression.type, s3cret, has a value that cannot be used"
        })
        void takesPropertiesThatAProducerKnowsAndNeverQuotesTheirValues(String name, String value, String complaint) {
            assertThatThrownBy(() -> kafka(Map.of(name, value)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("endpoint.properties." + name + " " + complaint)
                    .hasMessageNotContaining("s3cret");
        }

        @Test
        void keepsItsSecrets() {
            KafkaEndpoint endpoint =
                    kafka(Map.of("security.protocol", "SASL_SSL", "sasl.jaas.config", "s3cret", "linger.ms", "0"));

            assertThat(endpoint.toString())
                    .contains("a.example:9092", "t.1-x_Y")
                    .doesNotContain("s3cret", "sasl");
        }
    }

    @Nested
    final class AnEventHub {
        @Test
        void isReachedOverItsKafkaEndpoint() {
            KafkaEndpoint endpoint = new EventHub(NAMESPACE, "events", CONNECTION_STRING)
                    .asKafka(Map.of("request.timeout.ms", "1000"), HeaderStyle.AZURE);

            assertThat(endpoint.bootstrapServers()).isEqualTo(NAMESPACE + ":9093");
            assertThat(endpoint.topic()).isEqualTo("events");
            assertThat(endpoint.headerStyle()).isEqualTo(HeaderStyle.AZURE);
            assertThat(endpoint.properties())
                    .containsEntry("security.protocol", "SASL_SSL")
                    .containsEntry("sasl.mechanism", "PLAIN")
                    .containsEntry(
                            "sasl.jaas.config",
                            "org.apache.kafka.common.security.plain.PlainLoginModule required"
                                    + " username=\"$ConnectionString\" password=\"" + CONNECTION_STRING + "\";")
                    .containsEntry("request.timeout.ms", "1000")
                    .containsEntry("connections.max.idle.ms", "180000");
        }

        @ParameterizedTest
        @CsvSource({
            "other.servicebus.windows.net, events, is not for the namespace 'other.servicebus.windows.net'",
            NAMESPACE + ", other, is not for the event hub 'other'"
        })
        void mustBeTheOneOfItsConnectionString(String namespace, String name, String complaint) {
            assertThatThrownBy(() -> new EventHub(namespace, name, CONNECTION_STRING))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("endpoint.connectionString " + complaint)
                    .hasMessageNotContaining("s3cret");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "s3cret",
                    "Endpoint=sb://" + NAMESPACE + "/;SharedAccessKeyName=s3cret",
                    "Endpoint=sb://" + NAMESPACE + ";SharedAccessKeyName=a;SharedAccessKey=\"s3cret"
                })
        void needsAWholeConnectionStringAndNeverQuotesIt(String connectionString) {
            assertThatThrownBy(() -> new EventHub(NAMESPACE, "events", connectionString))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("endpoint.connectionString has")
                    .hasMessageNotContaining("s3cret");
        }

        @Test
        void mayHaveTheConnectionStringOfTheWholeNamespace() {
            EventHub hub = new EventHub(
                    NAMESPACE,
                    "any",
                    "endpoint=sb://NS.servicebus.windows.net;SharedAccessKeyName=a;SharedAccessKey=b");

            assertThat(hub.toString()).isEqualTo("EventHub[" + NAMESPACE + "/any]");
        }
    }
}
