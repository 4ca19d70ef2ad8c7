package dev.groundwave.launcher.settings;

import dev.groundwave.wire.HubName;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One setting that somebody made, checked.
 *
 * @param hub whose it is, for a hub's key
 * @param item of a list whose items have keys, from 1 on; else 0
 * @param values one, or any number for a list
 * @param where it was made, for example {@code groundwave.yaml, line 3}
 */
record Setting(SettingsKey key, Optional<HubName> hub, int item, List<String> values, String where) {
    /**
     * What tells two settings apart: the later one of the same place counts.
     *
     * @param item the number of the list's item that it belongs to, from 1 on; 0 for what is no item of a list
     */
    record Place(SettingsKey key, Optional<HubName> hub, int item) {
        /** A place outside all lists. */
        Place(SettingsKey key, Optional<HubName> hub) {
            this(key, hub, 0);
        }
    }

    /** Copies the list. */
    Setting {
        values = List.copyOf(values);
    }

    /** A setting from text, where a list has commas between its values. */
    static Setting ofText(Place place, String text, String where) throws SettingsException {
        boolean list = place.key().type().isList();
        List<String> values = list
                ? Arrays.stream(text.split(",", -1))
                        .map(String::strip)
                        .filter(value -> !value.isEmpty())
                        .toList()
                : List.of(text);
        return checked(new Setting(place.key(), place.hub(), place.item(), values, where));
    }

    /** A setting from a list of values. */
    static Setting ofList(Place place, List<String> values, String where) throws SettingsException {
        if (!place.key().type().isList()) {
            throw new SettingsException(where + ": " + place.key().path() + " takes one value, not a list");
        }
        return checked(new Setting(place.key(), place.hub(), place.item(), values, where));
    }

    Place place() {
        return new Place(key, hub, item);
    }

    /** The path with the hub's name in it. */
    String path() {
        return KnownNames.shown(key.path(), hub, item);
    }

    private static Setting checked(Setting setting) throws SettingsException {
        for (String value : setting.values) {
            Optional<String> complaint = setting.key.type().complaint(value);
            if (complaint.isPresent()) {
                throw new SettingsException(setting.where + ": " + setting.path() + " " + complaint.get());
            }
        }
        return setting;
    }
}
