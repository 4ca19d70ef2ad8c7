package dev.groundwave.server.settings;

import java.util.Set;

/**
 * An application's event handler: where it is, what it wants to hear, and how it knows the service.
 *
 * <p>One that wants nothing is legal and gets nothing. Source: events-and-operations.md, section 1.1.
 *
 * @param skipValidation whether events go out without the handler's consent, for closed networks
 */
public record EventHandlerSettings(
        UrlTemplate url,
        EventPattern userEvents,
        Set<SystemEvent> systemEvents,
        GroupPresenceSettings groupPresence,
        UpstreamAuth auth,
        boolean skipValidation) {
    /** Copies the events. */
    public EventHandlerSettings {
        systemEvents = Set.copyOf(systemEvents);
    }

    /** A handler that wants to hear of no group. */
    public EventHandlerSettings(
            UrlTemplate url,
            EventPattern userEvents,
            Set<SystemEvent> systemEvents,
            UpstreamAuth auth,
            boolean skipValidation) {
        this(url, userEvents, systemEvents, GroupPresenceSettings.NONE, auth, skipValidation);
    }

    /** Whether it wants anything at all. */
    public boolean wantsAnything() {
        return !systemEvents.isEmpty()
                || !userEvents.equals(EventPattern.NONE)
                || !groupPresence.events().isEmpty();
    }
}
