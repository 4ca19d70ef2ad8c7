package dev.groundwave.launcher.settings;

import dev.groundwave.server.settings.EventHandlerSettings;
import dev.groundwave.server.settings.EventPattern;
import dev.groundwave.server.settings.GroupFilter;
import dev.groundwave.server.settings.GroupPresenceSettings;
import dev.groundwave.server.settings.HubEventSettings;
import dev.groundwave.server.settings.PresenceEvent;
import dev.groundwave.server.settings.SystemEvent;
import dev.groundwave.server.settings.UpstreamAuth;
import dev.groundwave.server.settings.UrlTemplate;
import dev.groundwave.wire.HubName;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What was chosen for the events of one hub. */
record EventsChoice(ChosenSettings chosen, HubName hub) {
    HubEventSettings settings() {
        List<EventHandlerSettings> handlers = new ArrayList<>();
        for (int item = 1; item <= chosen.items(HubKey.HANDLER_URL, Optional.of(hub)); item++) {
            handlers.add(handler(item));
        }
        return new HubEventSettings(
                handlers, new ListenersChoice(chosen, hub).settings(), flag(HubKey.CLOSE_ON_FAILURE, 0));
    }

    private EventHandlerSettings handler(int item) {
        Set<SystemEvent> systemEvents = chosen.all(HubKey.HANDLER_SYSTEM_EVENTS, Optional.of(hub), item).stream()
                .flatMap(word -> SystemEvent.parse(word).stream())
                .collect(Collectors.toSet());
        return new EventHandlerSettings(
                new UrlTemplate(required(HubKey.HANDLER_URL, item)),
                one(HubKey.HANDLER_USER_EVENTS, item).map(EventPattern::parse).orElse(EventPattern.NONE),
                systemEvents,
                groupPresence(item),
                auth(item),
                flag(HubKey.HANDLER_SKIP_VALIDATION, item));
    }

    private GroupPresenceSettings groupPresence(int item) {
        Set<PresenceEvent> events = chosen.all(HubKey.HANDLER_PRESENCE_EVENTS, Optional.of(hub), item).stream()
                .flatMap(word -> PresenceEvent.parse(word).stream())
                .collect(Collectors.toSet());
        List<GroupFilter> filters = chosen.all(HubKey.HANDLER_GROUP_FILTERS, Optional.of(hub), item).stream()
                .map(GroupFilter::new)
                .toList();
        if (events.isEmpty() && !filters.isEmpty()) {
            throw new IllegalArgumentException(shown(HubKey.HANDLER_PRESENCE_EVENTS, item)
                    + " is missing: groupFilters alone let no event through");
        }
        return new GroupPresenceSettings(events, filters);
    }

    private UpstreamAuth auth(int item) {
        return switch (text(HubKey.HANDLER_AUTH_TYPE, item)) {
            case "Header" -> new UpstreamAuth.Header(required(HubKey.HANDLER_AUTH_VALUE, item));
            case "ClientCredentials" ->
                new UpstreamAuth.ClientCredentials(
                        tokenUrl(item),
                        required(HubKey.HANDLER_CLIENT_ID, item),
                        required(HubKey.HANDLER_CLIENT_SECRET, item),
                        one(HubKey.HANDLER_SCOPE, item));
            default -> new UpstreamAuth.None();
        };
    }

    private URI tokenUrl(int item) {
        try {
            return new URI(required(HubKey.HANDLER_TOKEN_URL, item));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(shown(HubKey.HANDLER_TOKEN_URL, item) + " is not an address", e);
        }
    }

    private boolean flag(SettingsKey key, int item) {
        return Boolean.parseBoolean(text(key, item));
    }

    private String text(SettingsKey key, int item) {
        return one(key, item).orElse(key.defaultText());
    }

    private String required(SettingsKey key, int item) {
        return one(key, item).orElseThrow(() -> new IllegalArgumentException(shown(key, item) + " is missing"));
    }

    private Optional<String> one(SettingsKey key, int item) {
        return chosen.all(key, Optional.of(hub), item).stream().findFirst();
    }

    private String shown(SettingsKey key, int item) {
        return KnownNames.shown(key.path(), Optional.of(hub), item);
    }
}
