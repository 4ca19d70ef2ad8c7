package dev.groundwave.server.settings;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What the service itself has to tell an event handler. Source: events-and-operations.md, section 1.1. */
public enum SystemEvent {
    /** A client wants in. */
    CONNECT,
    /** A client is in. */
    CONNECTED,
    /** A client is gone for good. */
    DISCONNECTED;

    /** The event's word, which also stands in URLs. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The words of all. */
    public static List<String> words() {
        return Stream.of(values()).map(SystemEvent::word).toList();
    }

    /** The event of a word in any letter case; empty for other words. */
    public static Optional<SystemEvent> parse(String word) {
        for (SystemEvent event : values()) {
            if (event.name().equalsIgnoreCase(word)) {
                return Optional.of(event);
            }
        }
        return Optional.empty();
    }
}
