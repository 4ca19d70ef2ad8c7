package dev.groundwave.launcher.settings;

import dev.groundwave.server.settings.HeaderStyle;
import dev.groundwave.server.settings.SystemEvent;
import java.util.Arrays;
import java.util.List;

/** What an event listener of a hub has of its own. */
enum ListenerKey implements SettingsKey {
    /** How events are chosen. */
    FILTER_TYPE(
            "hubs.<name>.eventListeners[].filter.type",
            new ValueType.Choice(List.of("EventName")),
            "EventName",
            "How the listener's events are chosen: there is one way."),
    /** Which events. */
    SYSTEM_EVENTS(
            "hubs.<name>.eventListeners[].filter.systemEvents",
            ListType.eventWords(List.of(SystemEvent.CONNECTED.word(), SystemEvent.DISCONNECTED.word())),
            "",
            "System events that the listener hears; none when absent. Every listener that wants an event gets it,"
                    + " beside the handler; there may be 10 listeners over all hubs."),
    /** Which events. */
    USER_EVENTS(
            "hubs.<name>.eventListeners[].filter.userEventPattern",
            new ValueType.EventNames(),
            "",
            "User events that the listener hears: `*`, or names with commas between them; none when absent."),
    /** Where they go. */
    ENDPOINT_TYPE(
            "hubs.<name>.eventListeners[].endpoint.type",
            new ValueType.Choice(List.of("Kafka", "EventHub")),
            "",
            "Where the events go: to a topic of a Kafka cluster, or to an event hub of Azure Event Hubs."),
    /** Where they go. */
    BOOTSTRAP_SERVERS(
            "hubs.<name>.eventListeners[].endpoint.bootstrapServers",
            new ValueType.Text(),
            "",
            "For `Kafka`: brokers as `host:port`, with commas between them."),
    /** Where they go. */
    TOPIC("hubs.<name>.eventListeners[].endpoint.topic", new ValueType.Text(), "", "For `Kafka`: the topic."),
    /** Where they go. */
    NAMESPACE(
            "hubs.<name>.eventListeners[].endpoint.fullyQualifiedNamespace",
            new ValueType.Text(),
            "",
            "For `EventHub`: the namespace's host name, for example `ns.servicebus.windows.net`."),
    /** Where they go. */
    EVENT_HUB(
            "hubs.<name>.eventListeners[].endpoint.eventHubName",
            new ValueType.Text(),
            "",
            "For `EventHub`: the event hub."),
    /** Who we are. */
    CONNECTION_STRING(
            "hubs.<name>.eventListeners[].endpoint.connectionString",
            new ValueType.Secret(),
            "",
            "For `EventHub`: a connection string of the namespace or the event hub, with the right to send."),
    /** How records look. */
    HEADER_STYLE(
            "hubs.<name>.eventListeners[].endpoint.headerStyle",
            new ValueType.Choice(
                    Arrays.stream(HeaderStyle.values()).map(HeaderStyle::word).toList()),
            "",
            "How headers are named: `ce_…` as in CloudEvents' binding for Kafka, or `cloudEvents:…` as the hosted"
                    + " service does. By default `azure` for `EventHub`, else `kafka`."),
    /** How the producer works. */
    PROPERTIES(
            "hubs.<name>.eventListeners[].endpoint.properties",
            new ValueType.Entries(),
            "",
            "Further properties of the Kafka producer, by Kafka's names, for example `security.protocol`."
                    + " `buffer.memory` also bounds what waits for the producer.");

    @SuppressWarnings("ImmutableEnumChecker") // Value types are records of immutable values.
    private final Row row;

    ListenerKey(String path, ValueType type, String defaultText, String doc) {
        this.row = new Row(path, type, "", defaultText, doc);
    }

    @Override
    public Row row() {
        return row;
    }
}
