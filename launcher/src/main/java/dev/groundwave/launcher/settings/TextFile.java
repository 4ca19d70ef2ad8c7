package dev.groundwave.launcher.settings;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads files that an operator named. No message quotes what stands in them. */
final class TextFile {
    private TextFile() {}

    /** The text of a file; {@code what} tells the operator which one is meant. */
    static String read(String what, Path file) throws SettingsException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new SettingsException("cannot read " + what + " " + file + ": there is no such file");
        } catch (AccessDeniedException e) {
            throw new SettingsException("cannot read " + what + " " + file + ": permission denied");
        } catch (CharacterCodingException e) {
            throw new SettingsException("cannot read " + what + " " + file + ": it is not UTF-8 text");
        } catch (IOException e) {
            String message = e.getMessage();
            String first =
                    message == null ? "unreadable" : message.lines().findFirst().orElse("unreadable");
            throw new SettingsException("cannot read " + what + " " + file + ": " + first);
        }
    }
}
