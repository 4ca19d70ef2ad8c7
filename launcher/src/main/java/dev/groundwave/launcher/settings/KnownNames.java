package dev.groundwave.launcher.settings;

import dev.groundwave.wire.HubName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Which names mean something, and what to say about those that do not.
 *
 * <p>A name of the hosted service's model that this version does not act on is refused: an operator who sets it relies
 * on it.
 */
final class KnownNames {
    private static final List<String> NOT_AVAILABLE = List.of("management");

    private KnownNames() {}

    /** Whether keys stand below this path. */
    static boolean isSection(String path) {
        for (SettingsKey key : SettingsKey.all()) {
            if (key.path().startsWith(path + ".")) {
                return true;
            }
        }
        return false;
    }

    /** Whether this path is a list whose items have keys. */
    static boolean isList(String path) {
        return isSection(path + SettingsKey.ITEM);
    }

    /** What to say of a path in a file that is neither key nor section, below a hub or not. */
    static String unknownPath(String path, Optional<HubName> hub, int item) {
        String shown = shown(path, hub, item);
        if (NOT_AVAILABLE.contains(path)) {
            return shown + " is not available in this version";
        }
        return "unknown key '" + shown + "'; the nearest known key is '" + shown(nearest(path, paths()), hub, item)
                + "'";
    }

    /** A path with the hub's name in it, where there is one. */
    static String shown(String path, Optional<HubName> hub) {
        return hub.map(name -> path.replace("<name>", name.value())).orElse(path);
    }

    /** The same with the item's number, from 1 on; 0 for what is no item of a list. */
    static String shown(String path, Optional<HubName> hub, int item) {
        return shown(path, hub).replace(SettingsKey.ITEM, "[" + item + "]");
    }

    /** What to say of an environment variable with our prefix that is no key's. */
    static String unknownVariable(String name) {
        for (String path : NOT_AVAILABLE) {
            String variable = SettingsKey.environmentName(path);
            if (name.equals(variable) || name.startsWith(variable + "__")) {
                return name + " is not available in this version";
            }
        }
        if (name.startsWith(SettingsKey.environmentName("hubs") + "__")) {
            return name + ": hubs are set in the settings file only";
        }
        for (SettingsKey key : SettingsKey.all()) {
            int list = key.path().indexOf(SettingsKey.ITEM);
            if (list > 0
                    && name.startsWith(SettingsKey.environmentName(key.path().substring(0, list)))) {
                return name + ": the items of " + key.path().substring(0, list) + " are set in the settings file only";
            }
        }
        List<String> names = new ArrayList<>();
        for (SettingsKey key : SettingsKey.all()) {
            key.environmentName().ifPresent(names::add);
        }
        return "unknown environment variable " + name + "; the nearest known one is " + nearest(name, names);
    }

    private static List<String> paths() {
        TreeSet<String> paths = new TreeSet<>(NOT_AVAILABLE);
        for (SettingsKey key : SettingsKey.all()) {
            paths.add(key.path());
            int dot = key.path().indexOf('.');
            if (dot > 0) {
                paths.add(key.path().substring(0, dot).replace(SettingsKey.ITEM, ""));
            }
        }
        return List.copyOf(paths);
    }

    private static String lastName(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    private static String nearest(String name, List<String> names) {
        return names.stream()
                .min(Comparator.comparingInt(known -> apart(name, known)))
                .orElseThrow();
    }

    /** How far a name is from a known one: its whole path, its beginning, or its last part with the rest forgotten. */
    private static int apart(String name, String known) {
        String written = name.toLowerCase(Locale.ROOT);
        String path = known.toLowerCase(Locale.ROOT);
        if (path.startsWith(written)) {
            return Math.min(1, path.length() - written.length());
        }
        return Math.min(typos(written, path), typos(written, lastName(path)) + 1);
    }

    /** How many letters to insert, delete, replace or swap with the next one (optimal string alignment). */
    private static int typos(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                cost[i][j] = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
