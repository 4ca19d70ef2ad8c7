package dev.groundwave.server.blackbox.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.HttpAnswer;
import dev.groundwave.server.blackbox.HttpCall;
import dev.groundwave.server.blackbox.RawHttp;
import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.server.settings.EdgeSettings;
import dev.groundwave.server.settings.NetworkRules;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("rest-api 4, CORS")
final class CorsTest {
    private static final String PAGE = "https://app.example";

    @RegisterExtension
    static final RunningServer SERVER = new RunningServer();

    @BeforeEach
    void allowOneOrigin() {
        allow(PAGE, "http://localhost:5173");
    }

    private static void allow(String... origins) {
        SERVER.reload(new EdgeSettings(List.of(), Optional.empty(), NetworkRules.OPEN, List.of(origins)));
    }

    private static HttpCall preflight(String origin, String path) {
        return SERVER.inHub("OPTIONS", path)
                .unsigned()
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization,content-type");
    }

    @Nested
    final class Preflights {
        @Test
        void ofAnAllowedPageNeedNoToken() {
            HttpAnswer answer = SERVER.call(preflight(PAGE, "/:send"));

            assertThat(answer.status()).isEqualTo(204);
            assertThat(answer.header("Access-Control-Allow-Origin")).contains(PAGE);
            assertThat(answer.header("Access-Control-Allow-Methods")).contains("GET, HEAD, POST, PUT, DELETE");
            assertThat(answer.header("Access-Control-Allow-Headers")).contains("authorization,content-type");
            assertThat(answer.header("Access-Control-Max-Age")).isPresent();
            assertThat(answer.header("Vary")).contains("Origin");
        }

        @Test
        void keepTheConnection() {
            RawHttp http = SERVER.http();

            assertThat(http.call(preflight(PAGE, "/:send")).status()).isEqualTo(204);
            assertThat(http.call(SERVER.inHub("POST", "/:closeConnections").header("Origin", PAGE))
                            .header("Access-Control-Allow-Origin"))
                    .contains(PAGE);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "http://app.example",
                    "https://app.example:8443",
                    "https://app.example.evil.example",
                    "https://evil-app.example",
                    "null"
                })
        void ofOtherPagesGetNothing(String origin) {
            HttpAnswer answer = SERVER.call(preflight(origin, "/:send"));

            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
        }

        @Test
        void areOptionsLikeAnyOtherWithoutARequestedMethod() {
            assertThat(SERVER.call(SERVER.inHub("OPTIONS", "/:send").header("Origin", PAGE))
                            .status())
                    .isEqualTo(405);
        }
    }

    @Nested
    final class Answers {
        @Test
        void toAnAllowedPageSaySoAndExposeWhatTellsOfErrors() {
            HttpAnswer answer =
                    SERVER.call(SERVER.inHub("HEAD", "/groups/none").header("Origin", "HTTPS://App.example"));

            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.header("Access-Control-Allow-Origin")).contains("HTTPS://App.example");
            assertThat(answer.header("Access-Control-Expose-Headers"))
                    .hasValueSatisfying(names -> assertThat(names).contains("x-ms-error-code", "x-ms-request-id"));
            assertThat(answer.header("Access-Control-Allow-Credentials")).isEmpty();
        }

        @Test
        void thatRefuseAreReadableToo() {
            HttpAnswer answer =
                    SERVER.call(SERVER.inHub("POST", "/:send").unsigned().header("Origin", PAGE));

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("Access-Control-Allow-Origin")).contains(PAGE);
        }

        @Test
        void toOthersDifferSoCachesAreTold() {
            HttpAnswer other =
                    SERVER.call(SERVER.inHub("POST", "/:closeConnections").header("Origin", "https://b.example"));
            HttpAnswer none = SERVER.call(SERVER.inHub("POST", "/:closeConnections"));

            for (HttpAnswer answer : List.of(other, none)) {
                assertThat(answer.status()).isEqualTo(204);
                assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
                assertThat(answer.header("Vary")).contains("Origin");
            }
        }

        @Test
        void toAnyPageWhenAllAreAllowed() {
            allow("*");

            HttpAnswer answer =
                    SERVER.call(SERVER.inHub("POST", "/:closeConnections").header("Origin", "null"));

            assertThat(answer.header("Access-Control-Allow-Origin")).contains("*");
            assertThat(answer.header("Vary")).isEmpty();
        }

        @Test
        void toAnyPageSayNothingByDefault() {
            allow();

            assertThat(SERVER.call(preflight(PAGE, "/:send")).status()).isEqualTo(405);
            HttpAnswer answer =
                    SERVER.call(SERVER.inHub("POST", "/:closeConnections").header("Origin", PAGE));
            assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
            assertThat(answer.header("Vary")).isEmpty();
        }

        @Test
        void toWebSocketsDoNotDependOnTheOrigin() {
            assertThat(SERVER.handshake(SERVER.token())
                            .header("Origin", "https://elsewhere.example")
                            .status())
                    .isEqualTo(101);
        }
    }
}
