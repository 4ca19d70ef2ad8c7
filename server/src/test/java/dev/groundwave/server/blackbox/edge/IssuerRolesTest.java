package dev.groundwave.server.blackbox.edge;

import static dev.groundwave.server.blackbox.edge.IssuerRig.AUDIENCE;
import static dev.groundwave.server.blackbox.edge.IssuerRig.RSA;
import static dev.groundwave.server.blackbox.edge.IssuerRig.sign;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.HttpAnswer;
import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.server.settings.IssuerSettings;
import dev.groundwave.server.settings.IssuerSettings.Keys;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the roles in another issuer's token allow. */
@DisplayName("rest-api 3.5, other issuers")
final class IssuerRolesTest {
    @RegisterExtension
    static final RunningServer SERVER = new RunningServer();

    private final IssuerRig rig = new IssuerRig(SERVER);

    @AfterEach
    void end() {
        rig.close();
    }

    @Nested
    final class Roles {
        private int call(String method, String path, Object roles) {
            return SERVER.call(SERVER.inHub(method, path)
                            .token(sign(RSA, rig.claims().claim("roles", roles))))
                    .status();
        }

        @BeforeEach
        void nameRoles() {
            rig.trust(new IssuerSettings(
                    rig.provider.issuer(),
                    new Keys.Remote(rig.provider.jwks()),
                    List.of(AUDIENCE),
                    "roles",
                    Set.of("Owner"),
                    Set.of("Reader")));
        }

        private int tunnel(Object roles) {
            return SERVER.handshake("/server/tunnel?hub=chat&access_token="
                            + sign(RSA, rig.claims().claim("roles", roles)))
                    .status();
        }

        @Test
        void ofAnOwnerAloneOpenTunnels() {
            assertThat(tunnel(List.of("Owner"))).isEqualTo(101);
            assertThat(tunnel(List.of("Reader"))).isEqualTo(403);
            assertThat(tunnel(List.of("Other"))).isEqualTo(403);
        }

        @Test
        void ofAnOwnerAllowEverything() {
            assertThat(call("POST", "/:closeConnections", List.of("Owner"))).isEqualTo(204);
            assertThat(call("POST", "/:closeConnections", List.of("Reader", "Owner")))
                    .isEqualTo(204);
            assertThat(call("POST", "/:closeConnections", "x Owner")).isEqualTo(204);
        }

        @Test
        void ofAReaderAllowToLook() {
            assertThat(call("HEAD", "/groups/none", List.of("Reader"))).isEqualTo(404);
            assertThat(call("POST", "/:closeConnections", List.of("Reader"))).isEqualTo(403);
            assertThat(call("POST", "/:generateToken", List.of("Reader"))).isEqualTo(403);
        }

        @Test
        void ofNobodyAllowNothing() {
            assertThat(call("HEAD", "/groups/none", List.of("owner"))).isEqualTo(403);
            assertThat(call("HEAD", "/groups/none", List.of())).isEqualTo(403);
            assertThat(call("HEAD", "/groups/none", 7)).isEqualTo(403);
        }

        @Test
        void thatDoNotSufficeAreAnsweredInThePlainForm() {
            HttpAnswer answer = SERVER.call(SERVER.inHub("POST", "/:closeConnections")
                    .token(sign(RSA, rig.claims().claim("roles", List.of("Reader")))));

            assertThat(answer.header("x-ms-error-code")).contains("Error.Forbidden");
            assertThat(answer.body()).contains("\"code\":\"Error.Forbidden\"");
        }
    }
}
