package dev.groundwave.launcher.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwave.server.settings.EventHub;
import dev.groundwave.server.settings.EventListenerSettings;
import dev.groundwave.server.settings.EventPattern;
import dev.groundwave.server.settings.HeaderStyle;
import dev.groundwave.server.settings.KafkaEndpoint;
import dev.groundwave.server.settings.SystemEvent;
import dev.groundwave.wire.HubName;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Source: events-and-operations.md, sections 2.1 and 2.2. */
class ListenerSettingsFileTest {
    private static final String NAMESPACE = "ns.servicebus.windows.net";
    private static final String CONNECTION_STRING =
            "Endpoint=sb://" + NAMESPACE + "/;SharedAccessKeyName=sender;SharedAccessKey=s3cret=";

    private static final String LISTENERS = """
        hubs:
          Chat:
            eventListeners:
              - filter:
                  type: EventName
                  systemEvents: [Connected, disconnected]
                  userEventPattern: "a, b"
                endpoint:
                  type: Kafka
                  bootstrapServers: "a.example:9092,b.example:9092"
                  topic: events
                  headerStyle: azure
                  properties:
                    security.protocol: SASL_SSL
                    sasl.mechanism: PLAIN
                    sasl.jaas.config: 'x.PlainLoginModule required username="me" password="${PASSWORD}";'
                    linger.ms: 20
              - filter: { userEventPattern: "*" }
                endpoint:
                  type: EventHub
                  fullyQualifiedNamespace: ns.servicebus.windows.net
                  eventHubName: events
                  connectionString: ${CONNECTION_STRING}
        """;

    private SettingsFixture fixture = SettingsFixture.in(Path.of(""));

    @BeforeEach
    void placeFile(@TempDir Path folder) {
        fixture = SettingsFixture.in(folder);
    }

    private ChosenSettings choose() throws SettingsException {
        return fixture.choose(
                LISTENERS, Map.of("PASSWORD", "s3cret", "CONNECTION_STRING", CONNECTION_STRING), Map.of());
    }

    @Test
    void listenersAreRead() throws SettingsException {
        assertThat(choose().forServer().hub(new HubName("chat")).events().listeners())
                .containsExactly(
                        new EventListenerSettings(
                                EventPattern.parse("a,b"),
                                Set.of(SystemEvent.CONNECTED, SystemEvent.DISCONNECTED),
                                new KafkaEndpoint(
                                        "a.example:9092,b.example:9092",
                                        "events",
                                        Map.of(
                                                "security.protocol", "SASL_SSL",
                                                "sasl.mechanism", "PLAIN",
                                                "sasl.jaas.config",
                                                        "x.PlainLoginModule required username=\"me\""
                                                                + " password=\"s3cret\";",
                                                "linger.ms", "20"),
                                        HeaderStyle.AZURE)),
                        new EventListenerSettings(
                                EventPattern.parse("*"),
                                Set.of(),
                                new EventHub(NAMESPACE, "events", CONNECTION_STRING)
                                        .asKafka(Map.of(), HeaderStyle.AZURE)));
    }

    @Test
    void noPropertyAndNoConnectionStringIsPrinted() throws SettingsException {
        assertThat(choose().lines())
                .noneMatch(line -> line.contains("s3cret") || line.contains("SASL_SSL"))
                .anyMatch(line -> line.startsWith("hubs.chat.eventListeners[1].endpoint.properties = "
                        + "security.protocol=***, sasl.mechanism=***, sasl.jaas.config=***, linger.ms=*** ("))
                .anyMatch(line -> line.startsWith("hubs.chat.eventListeners[2].endpoint.connectionString = *** ("));
    }

    @Test
    void headersAreThoseOfCloudEventsUnlessTheHostedServicesAreAskedFor() throws SettingsException {
        assertThat(load("endpoint: { type: Kafka, bootstrapServers: 'a:1', topic: t }")
                        .endpoint()
                        .headerStyle())
                .isEqualTo(HeaderStyle.KAFKA);
    }

    private EventListenerSettings load(String listener) throws SettingsException {
        return fixture.load("hubs: { chat: { eventListeners: [ { " + listener + " } ] } }")
                .hub(new HubName("chat"))
                .events()
                .listeners()
                .getFirst();
    }

    @Test
    void aHubMayHaveNone() throws SettingsException {
        assertThat(fixture.load("hubs: { chat: { anonymousConnectPolicy: allow, eventListeners: [] } }")
                        .hub(new HubName("chat"))
                        .events()
                        .listeners())
                .isEmpty();
    }

    @Test
    void elevenOverAllHubsAreTooMany() {
        String listener = "{ endpoint: { type: Kafka, bootstrapServers: 'a:1', topic: t } }";
        String six = String.join(", ", Collections.nCopies(6, listener));
        String five = String.join(", ", Collections.nCopies(5, listener));

        assertThatThrownBy(() -> fixture.load(
                        "hubs: { a: { eventListeners: [" + six + "] }, b: { eventListeners: [" + five + "] } }"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("there are 11 eventListeners over all hubs, allowed are 10");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "filter: { userEventPattern: e } | eventListeners[1].endpoint.type is missing",
                "endpoint: { type: Nats } | eventListeners[1].endpoint.type is 'Nats', not Kafka or EventHub",
                "endpoint: { type: Kafka, topic: t } | eventListeners[1].endpoint.bootstrapServers is missing",
                "endpoint: { type: Kafka, bootstrapServers: 'a:1' } | eventListeners[1].endpoint.topic is missing",
                "endpoint: { type: EventHub } | eventListeners[1].endpoint.fullyQualifiedNamespace is missing",
                "endpoint: { type: EventHub, topic: t } | endpoint.topic does not go with the type EventHub",
                "filter: { systemEvents: [connect] } | eventListeners[1].filter.systemEvents has 'connect', which is",
                "filter: { userEventPattern: 'a*' } | eventListeners[1].filter.userEventPattern",
                "filter: { type: Other } | eventListeners[1].filter.type is 'Other', not EventName",
                "endpoint: { type: Kafka, bootstrapServers: a, topic: t } | hubs.chat.eventListeners[1].endpoint."
                        + "bootstrapServers has 'a', which is not host:port",
                "endpoint: { type: Kafka, bootstrapServers: 'a:1', topic: t, properties: { acks: 0 } } | "
                        + "hubs.chat.eventListeners[1].endpoint.properties.acks is set by the service itself",
                "endpoint: { type: Kafka, properties: [a] } | endpoint.properties has 'name: value' lines below it",
                "endpoint: { type: Kafka, properties: { ssl: { a: b } } } | endpoint.properties.ssl takes a value, not",
                "endpoint: { type: Kafka, properties: { ssl.key: '${NOT_SET}' } } | ssl.key names the environment",
                "endpoint: { type: Kafka, properties: { linger.ms: '' } } | endpoint.properties has a blank name or"
                        + " value",
                "endpoint: { type: Kafka, topics: t } | unknown key 'hubs.chat.eventListeners[1].endpoint.topics'"
            })
    void wrongListenersAreRefused(String listener, String complaint) {
        assertThatThrownBy(() -> load(listener))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(complaint);
    }
}
