package dev.groundwave.server.settings;

import java.util.Locale;

/** What can happen to a client's membership of a group. Source: events-and-operations.md, section 1.12. */
public enum PresenceEvent {
    /** The client is a member now. */
    JOINED,
    /** The client is a member no longer. */
    LEFT;

    /** The event's word, which also stands in URLs. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
