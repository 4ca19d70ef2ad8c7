package dev.groundwave.launcher.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A line of the table of all settings, which drives reading, checking and the printed reference.
 *
 * <p>Defaults come from the server's own records, so that there is one place that says them.
 */
public sealed interface SettingsKey permits EdgeKey, AuthKey, ServiceKey, HubKey, ListenerKey {
    /** How the path of a hub's key begins; the name stands for any hub. */
    String HUB_PREFIX = "hubs.<name>.";

    /** Stands in a path behind a list, for any of its items. */
    String ITEM = "[]";

    /** How the names of all variables begin. */
    String ENVIRONMENT_PREFIX = "GROUNDWAVE_";

    /** What stands before a capital that begins a word. */
    Pattern WORD_BORDER = Pattern.compile("(?<=[a-z])(?=[A-Z])");

    /**
     * What the table says of a setting.
     *
     * @param path where it stands in the file, with dots between the levels
     * @param unit what a number counts; empty for everything else
     * @param defaultText the default as one would write it; empty for none
     */
    record Row(String path, ValueType type, String unit, String defaultText, String doc) {}

    /** The whole table, in the order of the reference. */
    static List<SettingsKey> all() {
        return Stream.<SettingsKey[]>of(
                        EdgeKey.values(), AuthKey.values(), ServiceKey.values(), HubKey.values(), ListenerKey.values())
                .flatMap(Arrays::stream)
                .toList();
    }

    /** The key of this path, for example {@code limits.maxConnections}. */
    static Optional<SettingsKey> at(String path) {
        return all().stream().filter(key -> key.path().equals(path)).findFirst();
    }

    /** The name of an environment variable for a path: words in capitals, two underscores for a dot. */
    static String environmentName(String path) {
        String words = WORD_BORDER.matcher(path).replaceAll("_");
        return ENVIRONMENT_PREFIX + words.replace(".", "__").toUpperCase(Locale.ROOT);
    }

    /** What the table says. */
    Row row();

    /** Where it stands in the file, with dots between the levels. */
    default String path() {
        return row().path();
    }

    /** What may be written. */
    default ValueType type() {
        return row().type();
    }

    /** The default as one would write it; empty for none. */
    default String defaultText() {
        return row().defaultText();
    }

    /** Whether every hub has its own. */
    default boolean isOfHub() {
        return path().startsWith(HUB_PREFIX);
    }

    /** Whether every item of a list has its own. */
    default boolean isOfItem() {
        return path().contains(ITEM);
    }

    /** The environment variable that sets it; empty for hubs and items of lists, which come from the file only. */
    default Optional<String> environmentName() {
        return isOfHub() || isOfItem() ? Optional.empty() : Optional.of(environmentName(path()));
    }
}
