package dev.groundwave.server.blackbox.edge;

import static dev.groundwave.server.blackbox.edge.IssuerRig.RSA;
import static dev.groundwave.server.blackbox.edge.IssuerRig.sign;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.server.blackbox.Token;
import dev.groundwave.server.settings.AuthSettings;
import dev.groundwave.server.settings.IssuerSettings;
import dev.groundwave.server.settings.IssuerSettings.Keys;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The switches that turn access keys or other issuers off. */
@DisplayName("rest-api 3.5, other issuers")
final class AuthSwitchesTest {
    @RegisterExtension
    static final RunningServer SERVER = new RunningServer();

    private final IssuerRig rig = new IssuerRig(SERVER);

    @AfterEach
    void end() {
        rig.close();
    }

    @Nested
    final class Switches {
        private IssuerSettings ours() {
            return rig.issuer(new Keys.Remote(rig.provider.jwks()));
        }

        @Test
        void turnAccessKeysOffForRestCalls() {
            SERVER.reload(new AuthSettings(true, false, List.of(ours())));

            assertThat(SERVER.status("POST", "/:closeConnections")).isEqualTo(401);
            assertThat(rig.status(sign(RSA, rig.claims()))).isEqualTo(202);
        }

        @Test
        void turnAccessKeysOffForTunnels() {
            String target = "/server/tunnel?hub=chat";
            String keyed = Token.of(RunningServer.PRIMARY_KEY, "ws://" + SERVER.authority() + target)
                    .user("tool")
                    .sign();
            SERVER.reload(AuthSettings.DEFAULTS);
            assertThat(SERVER.handshake(target + "&access_token=" + keyed).status())
                    .isEqualTo(101);
            SERVER.reload(new AuthSettings(true, false, List.of(ours())));

            assertThat(SERVER.handshake(target + "&access_token=" + keyed).status())
                    .isEqualTo(401);
            assertThat(SERVER.handshake(target + "&access_token=" + sign(RSA, rig.claims()))
                            .status())
                    .isEqualTo(101);
        }

        @Test
        void leaveTheTokensOfClientsThatTheServiceIssues() {
            SERVER.reload(new AuthSettings(true, false, List.of(ours())));

            String body = SERVER.call(SERVER.inHub("POST", "/:generateToken").token(sign(RSA, rig.claims())))
                    .body();

            String token = body.substring("{\"token\":\"".length(), body.length() - "\"}".length());
            assertThat(SERVER.handshake("/client/hubs/" + SERVER.hub() + "?access_token=" + token)
                            .status())
                    .isEqualTo(101);
        }

        @Test
        void turnIssuersOff() {
            SERVER.reload(new AuthSettings(false, true, List.of(ours())));

            assertThat(rig.status(sign(RSA, rig.claims()))).isEqualTo(401);
            assertThat(SERVER.status("POST", "/:closeConnections")).isEqualTo(204);
        }

        @Test
        void areOffByDefaultAndNoIssuerIsTrusted() {
            SERVER.reload(AuthSettings.DEFAULTS);

            assertThat(rig.status(sign(RSA, rig.claims()))).isEqualTo(401);
        }
    }
}
