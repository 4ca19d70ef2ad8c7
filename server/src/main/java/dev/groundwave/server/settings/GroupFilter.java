package dev.groundwave.server.settings;

import dev.groundwave.wire.GroupName;

/**
 * Names of groups that a handler wants to hear of: every {@code *} stands for any run of characters, also for none; all
 * other characters stand for themselves, in their letter case.
 *
 * <p>Our choice: the documentation shows {@code room*} and says no more. Source: events-and-operations.md, section 1.12.
 */
public record GroupFilter(String text) {
    /** Refuses what can be no group's name. */
    public GroupFilter {
        if (!GroupName.isValid(text)) {
            throw new IllegalArgumentException(
                    "groupFilters: a filter is a group's name, '*' in it stands for any characters");
        }
    }

    /**
     * Whether the whole name is one of them.
     *
     * <p>Only the last star that was met ever takes more characters: what the ones before it took can stay as it is. So the
     * work is at most the filter's length times the name's.
     */
    public boolean matches(String group) {
        int at = 0;
        int star = -1;
        int taken = 0;
        int i = 0;
        while (i < group.length()) {
            if (at < text.length() && text.charAt(at) == '*') {
                star = at++;
                taken = i;
            } else if (at < text.length() && text.charAt(at) == group.charAt(i)) {
                at++;
                i++;
            } else if (star >= 0) {
                at = star + 1;
                i = ++taken;
            } else {
                return false;
            }
        }
        while (at < text.length() && text.charAt(at) == '*') {
            at++;
        }
        return at == text.length();
    }
}
