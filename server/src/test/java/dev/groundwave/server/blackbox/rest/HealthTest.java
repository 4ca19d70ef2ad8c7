package dev.groundwave.server.blackbox.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.HttpAnswer;
import dev.groundwave.server.blackbox.RunningServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("section 5.1")
final class HealthTest {
    @RegisterExtension
    static final RunningServer SERVER = new RunningServer();

    @ParameterizedTest
    @CsvSource({"HEAD, ''", "GET, ''", "HEAD, ?api-version=2024-12-01", "GET, ?x=1"})
    void isGoodWithoutAToken(String method, String query) {
        HttpAnswer answer =
                SERVER.call(SERVER.request(method, "/api/health" + query).unsigned());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.header("WWW-Authenticate")).isEmpty();
    }
}
