package dev.groundwave.server.blackbox.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.server.blackbox.Token;
import dev.groundwave.server.settings.AccessKeys;
import dev.groundwave.wire.token.AccessKey;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Access keys that are replaced. */
@DisplayName("rest-api 3.3, access keys")
final class AccessKeysTest {
    @RegisterExtension
    static final RunningServer SERVER = new RunningServer();

    @Nested
    @DisplayName("3.3, keys that change while the server runs")
    final class ChangedKeys {
        private static final String THIRD = "third-key-of-the-black-box-tests-0123456789=";
        private static final AccessKeys BEFORE = new AccessKeys(
                new AccessKey(RunningServer.PRIMARY_KEY), Optional.of(new AccessKey(RunningServer.SECONDARY_KEY)));

        @AfterEach
        void putBack() {
            SERVER.reload(BEFORE);
        }

        private static int status(String key) {
            String target = "/api/hubs/" + SERVER.hub() + "/:closeConnections";
            return SERVER.call(SERVER.request("POST", target)
                            .token(Token.of(key, "http://" + SERVER.authority() + target)
                                    .sign()))
                    .status();
        }

        @Test
        void countAtOnceAndTheReplacedOneNoLonger() {
            SERVER.reload(
                    new AccessKeys(new AccessKey(THIRD), Optional.of(new AccessKey(RunningServer.SECONDARY_KEY))));

            assertThat(status(THIRD)).isEqualTo(204);
            assertThat(status(RunningServer.SECONDARY_KEY)).isEqualTo(204);
            assertThat(status(RunningServer.PRIMARY_KEY)).isEqualTo(401);
            assertThat(SERVER.handshake(SERVER.token().key(THIRD)).status()).isEqualTo(101);
            assertThat(SERVER.handshake(SERVER.token()).status()).isEqualTo(401);
        }

        @Test
        void leaveConnectionsAlone() {
            var client = SERVER.json("ann");

            SERVER.reload(new AccessKeys(new AccessKey(THIRD), Optional.empty()));

            client.expectNothingBeforePong();
        }

        @Test
        void signWhatTheServiceIssues() {
            SERVER.reload(new AccessKeys(new AccessKey(THIRD), Optional.empty()));
            String target = "/api/hubs/" + SERVER.hub() + "/:generateToken";
            String body = SERVER.call(SERVER.request("POST", target)
                            .token(Token.of(THIRD, "http://" + SERVER.authority() + target)
                                    .sign()))
                    .body();

            String token = body.substring("{\"token\":\"".length(), body.length() - "\"}".length());
            assertThat(SERVER.handshake("/client/hubs/" + SERVER.hub() + "?access_token=" + token)
                            .status())
                    .isEqualTo(101);
        }
    }
}
