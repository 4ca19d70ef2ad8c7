package dev.groundwave.server.blackbox.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.RunningServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("section 2, any host for development")
final class AnyHostTest {
    @RegisterExtension
    static final RunningServer SERVER = new RunningServer().anyHost();

    @Test
    void aTokenForAnyHostNameCountsAndThePathStillMatters() {
        assertThat(SERVER.handshake(SERVER.token().audience("https://elsewhere.example:9/client/hubs/" + SERVER.hub()))
                        .status())
                .isEqualTo(101);
        assertThat(SERVER.handshake(SERVER.token().audience("https://elsewhere.example:9/client/hubs/other"))
                        .status())
                .isEqualTo(401);
    }
}
