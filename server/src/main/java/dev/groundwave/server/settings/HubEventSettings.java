package dev.groundwave.server.settings;

import java.util.List;

/**
 * Who hears of a hub's events.
 *
 * @param handlers in order: the first one that wants an event gets it, and nobody else
 * @param closeOnUserEventFailure whether a client whose event failed is closed behind the error
 */
public record HubEventSettings(List<EventHandlerSettings> handlers, boolean closeOnUserEventFailure) {
    /** Nobody. */
    public static final HubEventSettings NONE = new HubEventSettings(List.of(), false);

    /** Copies the list. */
    public HubEventSettings {
        handlers = List.copyOf(handlers);
    }
}
