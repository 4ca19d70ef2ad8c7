package dev.groundwave.launcher;

import dev.groundwave.launcher.settings.ChosenSettings;
import dev.groundwave.launcher.settings.EdgeKey;
import dev.groundwave.launcher.settings.SettingsException;
import dev.groundwave.launcher.settings.SettingsKey;
import dev.groundwave.launcher.settings.SettingsLoader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of every command that needs the settings. Picocli fills the fields. */
final class SettingsOptions {
    @Option(names = "--config", paramLabel = "FILE", description = "Settings file in YAML.")
    Optional<Path> config = Optional.empty();

    @Option(names = "--host", paramLabel = "H", description = "Name or address to listen on.")
    Optional<String> host = Optional.empty();

    // Text, so that it is checked and complained about like every other setting.
    @Option(names = "--port", paramLabel = "N", description = "Port to listen on; 0 takes any free one.")
    Optional<String> port = Optional.empty();

    ChosenSettings load(Map<String, String> environment) throws SettingsException {
        Map<SettingsKey, String> flags = new LinkedHashMap<>();
        host.ifPresent(value -> flags.put(EdgeKey.HOST, value));
        port.ifPresent(value -> flags.put(EdgeKey.PORT, value));
        return SettingsLoader.load(config, environment, flags);
    }
}
