package dev.groundwave.server.settings;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

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

    /** The words of all. */
    public static List<String> words() {
        return Stream.of(values()).map(PresenceEvent::word).toList();
    }

    /** The event of a word in any letter case; empty for other words. */
    public static Optional<PresenceEvent> parse(String word) {
        return Stream.of(values())
                .filter(event -> event.name().equalsIgnoreCase(word))
                .findFirst();
    }
}
