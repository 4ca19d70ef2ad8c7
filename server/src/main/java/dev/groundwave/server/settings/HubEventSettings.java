package dev.groundwave.server.settings;

import java.util.List;

/**
 * Who hears of a hub's events.
 *
 * @param handlers in order: the first one that wants an event gets it, and no other handler
 * @param listeners each one that wants an event gets it, whoever else does
 * @param closeOnUserEventFailure whether a client whose event failed is closed behind the error
 */
public record HubEventSettings(
        List<EventHandlerSettings> handlers, List<EventListenerSettings> listeners, boolean closeOnUserEventFailure) {
    /** Nobody. */
    public static final HubEventSettings NONE = new HubEventSettings(List.of(), false);

    /** Copies the lists. */
    public HubEventSettings {
        handlers = List.copyOf(handlers);
        listeners = List.copyOf(listeners);
    }

    /** Handlers alone. */
    public HubEventSettings(List<EventHandlerSettings> handlers, boolean closeOnUserEventFailure) {
        this(handlers, List.of(), closeOnUserEventFailure);
    }
}
