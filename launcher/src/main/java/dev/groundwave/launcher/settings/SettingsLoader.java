package dev.groundwave.launcher.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Lays the sources of settings over each other: defaults, then the file, then the environment, then flags.
 *
 * <p>Every value of every source is checked, also one that a later source replaces.
 */
public final class SettingsLoader {
    /** Variables with our prefix that are no settings: the script's JVM options, and the command line tools' service. */
    private static final Set<String> OTHER_VARIABLES = Set.of("GROUNDWAVE_JAVA_OPTS", "GROUNDWAVE_CONNECTION_STRING");

    private SettingsLoader() {}

    /**
     * All settings there are.
     *
     * @param environment all variables; those without our prefix are not looked at
     * @param flags the texts given on the command line
     * @throws SettingsException with one line for the operator
     */
    public static ChosenSettings load(
            Optional<Path> file, Map<String, String> environment, Map<SettingsKey, String> flags)
            throws SettingsException {
        List<Setting> settings = new ArrayList<>();
        if (file.isPresent()) {
            settings.addAll(SettingsFile.read(file.get(), new Variables(environment)));
        }
        settings.addAll(fromEnvironment(environment));
        for (Map.Entry<SettingsKey, String> flag : flags.entrySet()) {
            settings.add(
                    setting(flag.getKey(), flag.getValue(), "--" + flag.getKey().path()));
        }
        return new ChosenSettings(settings);
    }

    private static List<Setting> fromEnvironment(Map<String, String> environment) throws SettingsException {
        Map<String, SettingsKey> keys = new HashMap<>();
        for (SettingsKey key : SettingsKey.all()) {
            key.environmentName().ifPresent(name -> keys.put(name, key));
        }
        List<Setting> settings = new ArrayList<>();
        // Sorted, so that the same environment always gives the same complaint.
        for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
            String name = variable.getKey();
            if (!name.startsWith(SettingsKey.ENVIRONMENT_PREFIX) || OTHER_VARIABLES.contains(name)) {
                continue;
            }
            SettingsKey key = keys.get(name);
            if (key == null) {
                throw new SettingsException(KnownNames.unknownVariable(name));
            }
            settings.add(setting(key, variable.getValue(), name));
        }
        return settings;
    }

    private static Setting setting(SettingsKey key, String text, String where) throws SettingsException {
        return Setting.ofText(new Setting.Place(key, Optional.empty()), text, where);
    }
}
