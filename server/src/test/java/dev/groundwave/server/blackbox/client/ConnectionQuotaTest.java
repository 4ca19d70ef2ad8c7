package dev.groundwave.server.blackbox.client;

import static dev.groundwave.server.blackbox.RunningServer.JSON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.server.settings.LimitSettings;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("section 1.3, connection quota")
final class ConnectionQuotaTest {
    private static final int ROOM = 2;
    private static final int ATTEMPTS = 1000;

    @RegisterExtension
    static final RunningServer SERVER =
            new RunningServer().limits(new LimitSettings(ROOM, 16_384, 1_048_576, 1000, 16_777_216));

    @Test
    void oneConnectionMoreThanAllowedIs429AndAfterALeaveThereIsRoomAgain() {
        RawWebSocket first = SERVER.handshake(SERVER.token()).offer(JSON).open();
        SERVER.handshake(SERVER.token()).offer(JSON).open();

        assertThat(SERVER.handshake(SERVER.token()).status()).isEqualTo(429);
        assertThat(SERVER.handshake("/client/hubs/" + SERVER.hub()).status())
                .as("a refused token before the quota")
                .isEqualTo(401);

        first.leave();
        awaitRoom();
    }

    /** The end of a TCP connection does not tell when its place is free again: so ask until it is. */
    private static void awaitRoom() {
        int status = 429;
        for (int attempt = 0; status == 429 && attempt < ATTEMPTS; attempt++) {
            status = SERVER.handshake(SERVER.token()).status();
        }
        assertThat(status).isEqualTo(101);
    }
}
