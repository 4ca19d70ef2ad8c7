package dev.groundwave.server.settings;

import java.util.List;
import java.util.Set;

/**
 * Which comings and goings of groups' members a handler wants to hear of.
 *
 * <p>Source: events-and-operations.md, sections 1.1 and 1.12.
 *
 * @param filters of the groups' names; none: all groups
 */
public record GroupPresenceSettings(Set<PresenceEvent> events, List<GroupFilter> filters) {
    /** None. */
    public static final GroupPresenceSettings NONE = new GroupPresenceSettings(Set.of(), List.of());

    /** Copies both. */
    public GroupPresenceSettings {
        events = Set.copyOf(events);
        filters = List.copyOf(filters);
    }

    /** Whether the handler wants to hear that this happened in the group. */
    public boolean matches(PresenceEvent event, String group) {
        if (!events.contains(event)) {
            return false;
        }
        for (GroupFilter filter : filters) {
            if (filter.matches(group)) {
                return true;
            }
        }
        return filters.isEmpty();
    }
}
