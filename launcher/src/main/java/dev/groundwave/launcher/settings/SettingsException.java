package dev.groundwave.launcher.settings;

/**
 * Settings that cannot be used.
 *
 * <p>The message is one line for an operator: where it stands, which key, what is wrong. It never quotes a secret.
 */
public final class SettingsException extends Exception {
    private static final long serialVersionUID = 1L;

    SettingsException(String message) {
        super(message);
    }
}
