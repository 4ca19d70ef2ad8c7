package dev.groundwave.server.blackbox.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * client-protocol.md, sections 7.2, 8 and 13.8, all at once.
 *
 * <p>The system properties {@code groundwave.faults.seconds} and {@code groundwave.faults.seed} make it longer or
 * another one: see CONTRIBUTING.md.
 */
final class BadNetworkTest {
    private static final Logger LOG = LoggerFactory.getLogger(BadNetworkTest.class);
    private static final long SHORT = 6;
    private static final long SECONDS = Long.getLong("groundwave.faults.seconds", SHORT);
    private static final long SEED = Long.getLong("groundwave.faults.seed", 1);

    @RegisterExtension
    static final RunningServer SERVER = new RunningServer();

    @Test
    void everyMessageArrivesOnceAndInOrderAndNothingStaysBehind() throws InterruptedException {
        try (BadNetwork network = new BadNetwork(SERVER, SEED)) {
            network.run(SECONDS * 1000);
            network.end();
            // Of a long run one wants to know how much it tried.
            LOG.atLevel(SECONDS > SHORT ? Level.WARN : Level.INFO).log(network.summary());

            assertThat(network.recoveries()).as("%s", network).isGreaterThan(10);
        }
    }
}
