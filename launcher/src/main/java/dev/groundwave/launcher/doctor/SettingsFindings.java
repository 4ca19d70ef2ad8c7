package dev.groundwave.launcher.doctor;

import dev.groundwave.server.settings.EventHandlerSettings;
import dev.groundwave.server.settings.GroupPresenceSettings;
import dev.groundwave.server.settings.PresenceEvent;
import dev.groundwave.server.settings.SystemEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the settings of a hub's handlers alone tell. Source: events-and-operations.md, section 1.2. */
final class SettingsFindings {
    private SettingsFindings() {}

    /**
     * What is to be said of one handler.
     *
     * @param all handlers of the hub in their order
     * @param index of the handler, from 0 on
     */
    static List<Finding> of(List<EventHandlerSettings> all, int index) {
        EventHandlerSettings handler = all.get(index);
        if (!handler.wantsAnything()) {
            return List.of(Finding.note(
                    "It wants no event and gets none; it was not asked.",
                    "set systemEvents, userEventPattern or groupPresenceEvents."));
        }
        List<String> takers = new ArrayList<>();
        Set<String> gone = new HashSet<>();
        for (int earlier = 0; earlier < index; earlier++) {
            List<String> taken = taken(all.get(earlier), handler);
            taken.removeIf(event -> !gone.add(event));
            if (!taken.isEmpty()) {
                takers.add("handler " + (earlier + 1) + " gets " + String.join(", ", taken));
            }
        }
        return takers.isEmpty()
                ? List.of()
                : List.of(Finding.note(
                        "Before it, " + String.join("; ", takers) + ".",
                        "only the first handler that wants an event gets it; put the narrower one first."));
    }

    /** What both want. */
    private static List<String> taken(EventHandlerSettings earlier, EventHandlerSettings later) {
        List<String> taken = new ArrayList<>();
        for (SystemEvent event : SystemEvent.values()) {
            if (earlier.systemEvents().contains(event) && later.systemEvents().contains(event)) {
                taken.add(event.word());
            }
        }
        for (PresenceEvent event : PresenceEvent.values()) {
            boolean both = earlier.groupPresence().events().contains(event)
                    && later.groupPresence().events().contains(event);
            if (both && coversGroups(earlier.groupPresence(), later.groupPresence())) {
                taken.add(event.word());
            }
        }
        taken.addAll(takenUserEvents(earlier, later));
        return taken;
    }

    /** Whether every group of the later one is plainly one of the earlier one; filters with stars are not compared. */
    private static boolean coversGroups(GroupPresenceSettings earlier, GroupPresenceSettings later) {
        boolean named = !later.filters().isEmpty() && earlier.filters().containsAll(later.filters());
        return earlier.filters().isEmpty() || named;
    }

    private static List<String> takenUserEvents(EventHandlerSettings earlier, EventHandlerSettings later) {
        if (earlier.userEvents().all() && later.userEvents().all()) {
            return List.of("all user events");
        }
        return later.userEvents().names().stream()
                .filter(earlier.userEvents()::matches)
                .sorted()
                .map(name -> "the user event " + name)
                .toList();
    }
}
