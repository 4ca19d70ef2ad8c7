package dev.groundwave.launcher.settings;

import dev.groundwave.server.settings.EventHub;
import dev.groundwave.server.settings.EventListenerSettings;
import dev.groundwave.server.settings.EventPattern;
import dev.groundwave.server.settings.HeaderStyle;
import dev.groundwave.server.settings.KafkaEndpoint;
import dev.groundwave.server.settings.SystemEvent;
import dev.groundwave.wire.HubName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What was chosen for the event listeners of one hub. */
record ListenersChoice(ChosenSettings chosen, HubName hub) {
    private static final String KAFKA = "Kafka";

    /** What belongs to one type of endpoint only. */
    private static final Map<String, List<ListenerKey>> OWN_KEYS = Map.of(
            KAFKA,
            List.of(ListenerKey.BOOTSTRAP_SERVERS, ListenerKey.TOPIC),
            "EventHub",
            List.of(ListenerKey.NAMESPACE, ListenerKey.EVENT_HUB, ListenerKey.CONNECTION_STRING));

    List<EventListenerSettings> settings() {
        List<EventListenerSettings> listeners = new ArrayList<>();
        for (int item = 1; item <= chosen.items(ListenerKey.ENDPOINT_TYPE, Optional.of(hub)); item++) {
            try {
                listeners.add(listener(item));
            } catch (IllegalArgumentException e) {
                String list = KnownNames.shown("hubs.<name>.eventListeners[].", Optional.of(hub), item);
                throw new IllegalArgumentException(list + e.getMessage(), e);
            }
        }
        return listeners;
    }

    /** Complaints begin with the path below the listener. */
    private EventListenerSettings listener(int item) {
        Set<SystemEvent> systemEvents = all(ListenerKey.SYSTEM_EVENTS, item).stream()
                .flatMap(word -> SystemEvent.parse(word).stream())
                .collect(Collectors.toSet());
        EventPattern userEvents =
                one(ListenerKey.USER_EVENTS, item).map(EventPattern::parse).orElse(EventPattern.NONE);
        return new EventListenerSettings(userEvents, systemEvents, endpoint(item));
    }

    private KafkaEndpoint endpoint(int item) {
        String type = required(ListenerKey.ENDPOINT_TYPE, item);
        OWN_KEYS.forEach((owner, keys) -> keys.stream()
                .filter(key -> !owner.equals(type) && one(key, item).isPresent())
                .forEach(key -> {
                    throw new IllegalArgumentException(below(key) + " does not go with the type " + type);
                }));
        Optional<HeaderStyle> style = one(ListenerKey.HEADER_STYLE, item).flatMap(HeaderStyle::parse);
        Map<String, String> properties = ValueType.Entries.asMap(all(ListenerKey.PROPERTIES, item));
        if (type.equals(KAFKA)) {
            return new KafkaEndpoint(
                    required(ListenerKey.BOOTSTRAP_SERVERS, item),
                    required(ListenerKey.TOPIC, item),
                    properties,
                    style.orElse(HeaderStyle.KAFKA));
        }
        return new EventHub(
                        required(ListenerKey.NAMESPACE, item),
                        required(ListenerKey.EVENT_HUB, item),
                        required(ListenerKey.CONNECTION_STRING, item))
                .asKafka(properties, style.orElse(HeaderStyle.AZURE));
    }

    private String required(ListenerKey key, int item) {
        return one(key, item).orElseThrow(() -> new IllegalArgumentException(below(key) + " is missing"));
    }

    private Optional<String> one(ListenerKey key, int item) {
        return all(key, item).stream().findFirst();
    }

    private List<String> all(ListenerKey key, int item) {
        return chosen.all(key, Optional.of(hub), item);
    }

    private static String below(ListenerKey key) {
        return key.path().substring(key.path().indexOf(SettingsKey.ITEM) + SettingsKey.ITEM.length() + 1);
    }
}
