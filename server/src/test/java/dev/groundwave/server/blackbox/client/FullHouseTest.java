package dev.groundwave.server.blackbox.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.server.settings.LimitSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** client-protocol.md, sections 1.3 and 8.4: recovery on a server with no place left. */
final class FullHouseTest {
    @RegisterExtension
    static final RunningServer SERVER =
            new RunningServer().limits(new LimitSettings(1, 16_384, 1_048_576, 1000, 16_777_216));

    @Test
    void aClientThatComesBackNeedsNoNewPlace() {
        RawWebSocket old = SERVER.reliable("ann");

        RawWebSocket back = SERVER.recover(SERVER.hub(), old.connectionId(), old.reconnectionToken())
                .started();

        assertThat(back.connectionId()).isEqualTo(old.connectionId());
    }

    @Test
    void aRefusedRecoveryTakesNoPlace() {
        RawWebSocket stranger = SERVER.recover(SERVER.hub(), "x", "y");
        assertThat(stranger.nextClose().code()).isEqualTo(1008);

        assertThat(SERVER.json("ann").connectionId()).isNotEmpty();
    }
}
