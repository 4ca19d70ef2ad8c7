package dev.groundwave.launcher.settings;

import dev.groundwave.server.settings.ServerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A settings file in a folder of a test. */
record SettingsFixture(Path file) {
    static SettingsFixture in(Path folder) {
        return new SettingsFixture(folder.resolve("groundwave.yaml"));
    }

    ServerSettings load(String yaml) throws SettingsException {
        return choose(yaml, Map.of(), Map.of()).forServer();
    }

    ChosenSettings choose(String yaml, Map<String, String> environment, Map<SettingsKey, String> flags)
            throws SettingsException {
        try {
            Files.writeString(file, yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return SettingsLoader.load(Optional.of(file), environment, flags);
    }
}
