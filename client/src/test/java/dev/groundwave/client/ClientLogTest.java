package dev.groundwave.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.System.Logger.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code AZURE_LOG_LEVEL} does. Source: client-sdk.md, section 1.2. */
final class ClientLogTest {
    @ParameterizedTest
    @CsvSource({"verbose, 4", "VERBOSE, 4", "informational, 3", "warning, 2", "error, 1", "nonsense, 0"})
    void writesWhatTheVariableAsksForEvenWhenTheLoggerIsSilent(String level, int written) {
        RecordingLogger logger = new RecordingLogger(Level.OFF);
        logAll(new ClientLog(logger, level));
        assertThat(logger.lines).hasSize(written).allMatch(line -> line.startsWith("INFO"));
    }

    @Test
    void leavesTheLoggersOwnLevelsAloneOtherwise() {
        RecordingLogger logger = new RecordingLogger(Level.WARNING);
        logAll(new ClientLog(logger, null));
        assertThat(logger.lines).containsExactly("WARNING w", "ERROR e java.lang.IllegalStateException: broken");
    }

    private static void logAll(ClientLog log) {
        log.debug("d");
        log.info("i");
        log.warning("w");
        log.error("e", new IllegalStateException("broken"));
    }
}
