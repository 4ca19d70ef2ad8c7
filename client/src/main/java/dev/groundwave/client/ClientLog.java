package dev.groundwave.client;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a client writes its log: the {@link System.Logger} named {@code dev.groundwave.client}.
 *
 * <p>The one place that reads {@code AZURE_LOG_LEVEL}. What that variable asks for and the logger's own settings would
 * swallow is written at the level INFO, so that {@code verbose} works with any logging backend. Safe for all threads.
 * Callers hand over constant texts and ids, never tokens or payloads. Source: client-sdk.md, section 1.2.
 */
final class ClientLog {
    private static final String NAME = "dev.groundwave.client";
    private static final String LEVEL_VARIABLE = "AZURE_LOG_LEVEL";

    private final Logger logger;
    /** What the variable asks for; {@link Level#OFF} when it says nothing. */
    private final Level wanted;

    ClientLog(Logger logger, @Nullable String wanted) {
        this.logger = logger;
        this.wanted = parse(wanted);
    }

    /** The log of this program. */
    static ClientLog ofProgram() {
        return new ClientLog(System.getLogger(NAME), System.getenv(LEVEL_VARIABLE));
    }

    void debug(String text) {
        log(Level.DEBUG, text, null);
    }

    void info(String text) {
        log(Level.INFO, text, null);
    }

    void warning(String text) {
        log(Level.WARNING, text, null);
    }

    void error(String text, Throwable fault) {
        log(Level.ERROR, text, fault);
    }

    private void log(Level level, String text, @Nullable Throwable fault) {
        if (logger.isLoggable(level)) {
            logger.log(level, text, fault);
        } else if (level.getSeverity() >= wanted.getSeverity()) {
            logger.log(Level.INFO, text, fault);
        }
    }

    /** The names that the vendor's SDKs accept. */
    private static Level parse(@Nullable String name) {
        if (name == null) {
            return Level.OFF;
        }
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "verbose", "debug", "trace" -> Level.DEBUG;
            case "informational", "information", "info" -> Level.INFO;
            case "warning", "warn" -> Level.WARNING;
            case "error" -> Level.ERROR;
            default -> Level.OFF;
        };
    }
}
