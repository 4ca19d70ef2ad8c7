package dev.groundwave.server.blackbox.edge;

import static dev.groundwave.server.blackbox.edge.IssuerRig.AUDIENCE;
import static dev.groundwave.server.blackbox.edge.IssuerRig.EC;
import static dev.groundwave.server.blackbox.edge.IssuerRig.NEXT_RSA;
import static dev.groundwave.server.blackbox.edge.IssuerRig.RSA;
import static dev.groundwave.server.blackbox.edge.IssuerRig.STRANGE_RSA;
import static dev.groundwave.server.blackbox.edge.IssuerRig.sign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwave.server.blackbox.RawHttp;
import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.server.settings.IssuerSettings;
import dev.groundwave.server.settings.IssuerSettings.Keys;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Where the keys of another issuer come from, and when they are fetched. */
@DisplayName("rest-api 3.5, other issuers")
final class IssuerKeysTest {
    @RegisterExtension
    static final RunningServer SERVER = new RunningServer();

    private final IssuerRig rig = new IssuerRig(SERVER);

    @AfterEach
    void end() {
        rig.close();
    }

    @Nested
    final class PublishedKeys {
        @Test
        void areFetchedOnceForManyTokens() {
            for (int i = 0; i < 10; i++) {
                assertThat(rig.status(sign(RSA, rig.claims()))).isEqualTo(202);
            }

            assertThat(rig.provider.fetches()).isEqualTo(1);
        }

        @Test
        void areFetchedAgainForAKeyThatIsNotAmongThem() {
            assertThat(rig.status(sign(RSA, rig.claims()))).isEqualTo(202);

            rig.provider.publish(NEXT_RSA);

            assertThat(rig.status(sign(NEXT_RSA, rig.claims()))).isEqualTo(202);
            assertThat(rig.status(sign(RSA, rig.claims()))).isEqualTo(401);
        }

        @Test
        void areNotFetchedForEveryUnknownKey() {
            for (int i = 0; i < 20; i++) {
                int number = i;
                assertThat(rig.status(sign(STRANGE_RSA, rig.claims(), header -> header.keyID("made-up-" + number))))
                        .isEqualTo(401);
            }

            assertThat(rig.provider.fetches()).isLessThanOrEqualTo(3);
            assertThat(rig.status(sign(RSA, rig.claims()))).isEqualTo(202);
        }

        @Test
        void outliveTheirServer() {
            assertThat(rig.status(sign(RSA, rig.claims()))).isEqualTo(202);

            rig.provider.fail();

            assertThat(rig.status(sign(RSA, rig.claims()))).isEqualTo(202);
            assertThat(rig.status(sign(NEXT_RSA, rig.claims()))).isEqualTo(401);
        }

        @Test
        void thatCannotBeHadAre401() {
            rig.provider.fail();

            assertThat(rig.status(sign(RSA, rig.claims()))).isEqualTo(401);
        }

        @Test
        void areWaitedForWhileOthersAreServed() {
            rig.provider.hold();
            List<RawHttp> waiting = new ArrayList<>();
            for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
                waiting.add(SERVER.http().send(rig.send(sign(RSA, rig.claims())).bytes()));
            }
            rig.provider.awaitFetch();

            for (int i = 0; i < waiting.size(); i++) {
                assertThat(SERVER.status("POST", "/:closeConnections")).isEqualTo(204);
            }

            rig.provider.release();
            for (RawHttp http : waiting) {
                assertThat(http.answer().status()).isEqualTo(202);
            }
        }

        @Test
        void areFoundByTheDiscoveryDocument() {
            rig.trust(rig.issuer(new Keys.Discovered()));

            assertThat(rig.status(sign(RSA, rig.claims()))).isEqualTo(202);
        }

        @Test
        void areNotTakenFromAnotherIssuersDocument() {
            rig.provider.claimToBe("https://login.microsoftonline.com/other/v2.0");
            rig.trust(rig.issuer(new Keys.Discovered()));

            assertThat(rig.status(sign(RSA, rig.claims()))).isEqualTo(401);
        }

        @Test
        void mayBeGivenInTheSettings() {
            rig.trust(rig.issuer(new Keys.Given(rig.provider.document())));

            assertThat(rig.status(sign(EC, rig.claims()))).isEqualTo(202);
            assertThat(rig.provider.fetches()).isZero();
        }

        @Test
        void comeOverTlsOrFromThisMachine() {
            assertThatThrownBy(() -> new Keys.Remote(URI.create("http://keys.example/jwks")))
                    .hasMessage("issuers[].jwks 'http://keys.example/jwks' is not an https address");
            assertThatThrownBy(() -> new IssuerSettings(
                            "http://issuer.example",
                            new Keys.Discovered(),
                            List.of(AUDIENCE),
                            "roles",
                            Set.of(),
                            Set.of()))
                    .hasMessageContaining("is not an https address");
        }
    }
}
