package dev.groundwave.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.launcher.settings.CertificateFiles;
import dev.groundwave.launcher.settings.ChosenSettings;
import dev.groundwave.launcher.settings.SettingsException;
import dev.groundwave.launcher.settings.SettingsLoader;
import dev.groundwave.server.settings.ServerSettings;
import dev.groundwave.wire.HubName;
import dev.groundwave.wire.token.AccessKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsWatchTest {
    private static final String OLD_KEY = "old-key-0123456789abcdef0123456789";
    private static final String NEW_KEY = "new-key-0123456789abcdef0123456789";

    @TempDir
    Path folder = Path.of("");

    private final List<ServerSettings> taken = new ArrayList<>();

    private Path file() {
        return folder.resolve("groundwave.yaml");
    }

    private void write(String yaml) throws IOException {
        Files.writeString(file(), yaml);
    }

    private void writeKey(String key) throws IOException {
        write("accessKeys: { primary: " + key + " }");
    }

    private ChosenSettings load() throws SettingsException {
        return SettingsLoader.load(Optional.of(file()), Map.of(), Map.of());
    }

    private SettingsWatch watch() throws SettingsException {
        return new SettingsWatch(List.of(file()), load(), this::load, taken::add);
    }

    @Test
    void handsNothingOnWhileNothingChanges() throws IOException, SettingsException {
        writeKey(OLD_KEY);
        SettingsWatch watch = watch();

        watch.look();
        watch.look();

        assertThat(taken).isEmpty();
    }

    @Test
    void handsAChangedKeyOnOnce() throws IOException, SettingsException {
        writeKey(OLD_KEY);
        SettingsWatch watch = watch();

        writeKey(NEW_KEY);
        watch.look();
        watch.look();

        assertThat(taken).hasSize(1);
        assertThat(taken.getFirst().accessKeys().primary()).isEqualTo(new AccessKey(NEW_KEY));
    }

    @Test
    void leavesEverythingWhenTheNewSettingsAreWrongAndTakesTheNextOnes() throws IOException, SettingsException {
        writeKey(OLD_KEY);
        SettingsWatch watch = watch();

        writeKey("short");
        watch.look();
        assertThat(taken).isEmpty();

        writeKey(NEW_KEY);
        watch.look();
        assertThat(taken).hasSize(1);
    }

    @Test
    void handsChangedEventHandlersOnAndNoWrongOnes() throws IOException, SettingsException {
        write("hubs: { chat: { eventHandlers: [ { urlTemplate: 'http://localhost:1/', userEventPattern: a } ] } }");
        SettingsWatch watch = watch();

        write("hubs: { chat: { eventHandlers: [ { urlTemplate: 'localhost:2', userEventPattern: b } ] } }");
        watch.look();
        assertThat(taken).isEmpty();

        write("hubs: { chat: { eventHandlers: [ { urlTemplate: 'http://localhost:2/', userEventPattern: b } ] } }");
        watch.look();
        assertThat(taken).hasSize(1);
        assertThat(taken.getFirst().hub(new HubName("chat")).events().handlers())
                .singleElement()
                .satisfies(
                        handler -> assertThat(handler.userEvents().matches("b")).isTrue());
    }

    @Test
    void seesACertificateThatIsReplacedUnderItsName()
            throws IOException, SettingsException, GeneralSecurityException, InterruptedException {
        CertificateFiles served = CertificateFiles.make(folder, "served");
        CertificateFiles next = CertificateFiles.make(folder, "next");
        write("tls: { certificate: served.pem, privateKey: served-key.pem }");
        SettingsWatch watch = watch();

        Files.move(next.certificate(), served.certificate(), StandardCopyOption.REPLACE_EXISTING);
        watch.look();
        // Now the key is still the old certificate's.
        assertThat(taken).isEmpty();

        Files.move(next.key(), served.key(), StandardCopyOption.REPLACE_EXISTING);
        watch.look();
        assertThat(taken).hasSize(1);
        assertThat(taken.getFirst()
                        .listener()
                        .tls()
                        .orElseThrow()
                        .chain()
                        .getFirst()
                        .getSubjectX500Principal()
                        .getName())
                .isEqualTo("CN=next");
    }
}
