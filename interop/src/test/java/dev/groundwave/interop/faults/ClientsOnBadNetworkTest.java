package dev.groundwave.interop.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.server.settings.ReliableSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * client-sdk.md, sections 1.4, 1.8 and 2.1 to 2.5, all at once.
 *
 * <p>The system properties {@code groundwave.faults.seconds} and {@code groundwave.faults.seed} make it longer or
 * another one: see CONTRIBUTING.md.
 */
final class ClientsOnBadNetworkTest {
    private static final Logger LOG = LoggerFactory.getLogger(ClientsOnBadNetworkTest.class);
    private static final long SHORT = 15;
    private static final long SECONDS = Long.getLong("groundwave.faults.seconds", SHORT);
    private static final long SEED = Long.getLong("groundwave.faults.seed", 1);

    @RegisterExtension
    static final RunningServer SERVER =
            new RunningServer().reliable(new ReliableSettings(Member.PATIENCE, 10_000, 64 << 20));

    @Test
    void everyMessageArrivesOnceAndInOrderAndNothingStaysBehind() throws InterruptedException {
        try (Crowd crowd = new Crowd(SERVER, SEED)) {
            crowd.run(SECONDS * 1000);
            crowd.end();
            // Of a long run one wants to know how much it tried.
            LOG.atLevel(SECONDS > SHORT ? Level.WARN : Level.INFO).log(crowd.summary());

            assertThat(crowd.recoveries()).as("%s", crowd).isGreaterThan(100);
        }
    }
}
