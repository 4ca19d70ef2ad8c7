package dev.groundwave.launcher;

import dev.groundwave.launcher.settings.ChosenSettings;
import dev.groundwave.launcher.settings.SettingsException;
import dev.groundwave.server.settings.ServerSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices when the files of the settings change and hands the new settings on.
 *
 * <p>Looks at what the files hold, not at their times, so that replaced files, links and folders are seen alike. For one
 * thread. Settings that cannot be used are logged once and leave everything as it is.
 */
final class SettingsWatch {
    private static final Logger LOG = LoggerFactory.getLogger(SettingsWatch.class);

    /** Reads all settings anew. */
    @FunctionalInterface
    interface Source {
        /** The settings as they are now. */
        ChosenSettings load() throws SettingsException;
    }

    private final List<Path> always;
    private final Source source;
    private final Consumer<ServerSettings> changed;
    private List<Path> named;
    private String seen;

    /**
     * A watch that has seen what is there now.
     *
     * @param always files whatever the settings say: the settings file itself
     * @param changed gets settings that can be used; may refuse them by an {@link IllegalArgumentException}
     */
    SettingsWatch(List<Path> always, ChosenSettings now, Source source, Consumer<ServerSettings> changed) {
        this.always = List.copyOf(always);
        this.source = source;
        this.changed = changed;
        this.named = now.files();
        this.seen = contents();
    }

    /** Looks once. Blocks while it reads. */
    void look() {
        String present = contents();
        if (present.equals(seen)) {
            return;
        }
        // As it was before the settings are read: what changes meanwhile shows the next time.
        seen = present;
        try {
            ChosenSettings settings = source.load();
            if (!settings.files().equals(named)) {
                named = settings.files();
                seen = contents();
            }
            changed.accept(settings.forServer());
        } catch (SettingsException | IllegalArgumentException e) {
            LOG.error("Changed settings cannot be used, the old ones stay: {}", e.getMessage());
        }
    }

    /** A digest of all files; one that cannot be read counts as empty. */
    private String contents() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            List<Path> files = new ArrayList<>(always);
            files.addAll(named);
            for (Path file : files) {
                digest.update(file.toString().getBytes(StandardCharsets.UTF_8));
                digest.update(bytes(file));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            LOG.debug("A file of the settings cannot be read now.", e);
            return new byte[0];
        }
    }
}
