package dev.groundwave.server.settings;

import java.util.Set;

/**
 * Somebody who only observes a hub: what it wants to hear, and where that goes.
 *
 * <p>Source: events-and-operations.md, section 2.1.
 *
 * @param systemEvents of {@code connected} and {@code disconnected}
 */
public record EventListenerSettings(EventPattern userEvents, Set<SystemEvent> systemEvents, KafkaEndpoint endpoint) {
    /** How many there may be, over all hubs. */
    public static final int AT_MOST = 10;

    /** Copies the events, and refuses one that waits for an answer. */
    public EventListenerSettings {
        systemEvents = Set.copyOf(systemEvents);
        if (systemEvents.contains(SystemEvent.CONNECT)) {
            throw new IllegalArgumentException("filter.systemEvents has 'connect', which waits for an answer: event"
                    + " listeners hear connected and disconnected only");
        }
    }
}
