package dev.groundwave.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.settings.AccessKeys;
import dev.groundwave.server.settings.ListenerSettings;
import dev.groundwave.server.settings.ManagementSettings;
import dev.groundwave.server.settings.ServerSettings;
import dev.groundwave.wire.token.AccessKey;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServeCommandTest {
    private static final AccessKey KEY = new AccessKey("0123456789abcdef0123456789abcdef");
    private static final AccessKeys CONFIGURED = new AccessKeys(KEY, Optional.empty());

    private static ServerSettings settings(String host, AccessKeys keys, URI... publicEndpoints) {
        ServerSettings defaults = ServerSettings.DEFAULTS;
        return new ServerSettings(
                new ListenerSettings(host, 8080),
                keys,
                List.of(publicEndpoints),
                defaults.anyHost(),
                defaults.drain(),
                defaults.reliable(),
                defaults.limits(),
                defaults.upstream(),
                defaults.disabledFeatures(),
                defaults.hubs(),
                defaults.edge(),
                defaults.auth());
    }

    @Test
    void thePublicKeyStandsInFullInTheReadyLine() {
        assertThat(ServeCommand.readyLine(ServerSettings.DEFAULTS, 8080))
                .isEqualTo("Connection string: Endpoint=http://localhost:8080;"
                        + "AccessKey=ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH;Version=1.0;");
    }

    @Test
    void aConfiguredKeyIsHidden() {
        assertThat(ServeCommand.readyLine(settings("127.0.0.1", CONFIGURED), 8080))
                .isEqualTo("Connection string: Endpoint=http://localhost:8080;AccessKey=***;Version=1.0;");
    }

    @Test
    void theHiddenKeyIsThePrimaryOneAlsoWhenTheSecondaryIsPublic() {
        AccessKeys keys = new AccessKeys(KEY, Optional.of(AccessKeys.PUBLIC_KEY));

        assertThat(ServeCommand.readyLine(settings("127.0.0.1", keys), 8080)).contains("AccessKey=***;");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, http://localhost:8081",
        "127.1.2.3, http://localhost:8081",
        "localhost, http://localhost:8081",
        "::1, http://localhost:8081",
        "0.0.0.0, http://localhost:8081",
        "::, http://localhost:8081",
        "192.0.2.7, http://192.0.2.7:8081",
        "2001:db8::7, http://[2001:db8::7]:8081",
    })
    void theEndpointIsTheAddressListenedOnAndLocalhostForLoopbackAndWildcard(String host, String endpoint) {
        assertThat(ServeCommand.readyLine(settings(host, CONFIGURED), 8081))
                .startsWith("Connection string: Endpoint=" + endpoint + ";");
    }

    @Test
    void theFirstPublicEndpointWins() {
        ServerSettings settings = settings(
                "0.0.0.0", CONFIGURED, URI.create("https://push.example.org/"), URI.create("https://b.example"));

        assertThat(ServeCommand.readyLine(settings, 8080))
                .isEqualTo("Connection string: Endpoint=https://push.example.org;AccessKey=***;Version=1.0;");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, http://127.0.0.1:8081",
        "::1, http://[::1]:8081",
        "0.0.0.0, http://localhost:8081",
        "::, http://localhost:8081",
        "node-1.example, http://node-1.example:8081",
    })
    void theManagementPortIsCalledAsItIsSet(String host, String address) {
        assertThat(ServiceAddress.ofManagement(new ManagementSettings(host, 0), 8081))
                .hasToString(address);
    }
}
