package dev.groundwave.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code azure-messaging-webpubsubclient} from PyPI on the reliable protocol over a network that breaks, each call in both
 * flavours of the package. The scenarios are in {@code reliable.py}. Source: client-protocol.md, sections 8 and 13.8.
 */
final class OfficialPythonReliableTest {
    @RegisterExtension
    static final Scenarios SCENARIOS = Scenarios.python("reliable.py");

    @ParameterizedTest
    @ValueSource(strings = {"sync", "aio"})
    void nothingIsLostOrRepeatedOrOutOfOrder(String flavour) {
        assertThat(SCENARIOS.steps(flavour, "recover"))
                .containsExactly(
                        "received what was sent before",
                        "received once and in order what was lost on the way and what was sent meanwhile",
                        "and what was sent afterwards",
                        "it is the same connection: nothing else was told",
                        "it is the same connection");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "aio"})
    void againAndAgainStillNothingIs(String flavour) {
        assertThat(SCENARIOS.steps(flavour, "recover_often"))
                .containsExactly(
                        "came again after cut 1",
                        "came again after cut 2",
                        "came again after cut 3",
                        "received all, once and in order",
                        "it is the same connection: nothing else was told",
                        "it is the same connection");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "aio"})
    void connectionClosedMeanwhileIsReplacedByANewOne(String flavour) {
        assertThat(SCENARIOS.steps(flavour, "refused_recovery"))
                .containsExactly(
                        "a connection that was closed meanwhile is given up at once",
                        "connected under a new id",
                        "member of its group again",
                        "numbered from 1");
    }
}
