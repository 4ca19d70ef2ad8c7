package dev.groundwave.server.settings;

import dev.groundwave.wire.EventName;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Which user events a handler wants, in any letter case.
 *
 * <p>Source: events-and-operations.md, sections 1.1 and 1.2.
 *
 * @param all whether it wants every one
 * @param names those it wants otherwise, in lower case
 */
public record EventPattern(boolean all, Set<String> names) {
    /** No user event at all. */
    public static final EventPattern NONE = new EventPattern(false, Set.of());

    /** Copies the names. */
    public EventPattern {
        names = Set.copyOf(names);
    }

    /**
     * Reads {@code *}, a name, or names with commas between them.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static EventPattern parse(String text) {
        if (text.strip().equals("*")) {
            return new EventPattern(true, Set.of());
        }
        Set<String> names = new LinkedHashSet<>();
        for (String item : text.split(",", -1)) {
            String name = item.strip();
            if (name.isEmpty()) {
                continue;
            }
            if (!EventName.isValid(name)) {
                throw new IllegalArgumentException(
                        "'" + name + "' is no event name; a pattern is '*', a name, or names with commas between them");
            }
            names.add(name.toLowerCase(Locale.ROOT));
        }
        return new EventPattern(false, names);
    }

    /** Whether it covers the event. */
    public boolean matches(String event) {
        return all || names.contains(event.toLowerCase(Locale.ROOT));
    }
}
