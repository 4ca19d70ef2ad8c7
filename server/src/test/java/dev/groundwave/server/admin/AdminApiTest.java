package dev.groundwave.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.auth.TokenGate;
import dev.groundwave.server.blackbox.Token;
import dev.groundwave.server.settings.AccessKeys;
import dev.groundwave.server.settings.ServerSettings;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is told what on the management port. */
final class AdminApiTest {
    private static final String KEY = AccessKeys.PUBLIC_KEY.reveal();
    private static final String HOST = "node-1.example:8081";
    private static final String DELIVERIES = "/api/deliveries";

    private final TokenGate gate = new TokenGate(ServerSettings.DEFAULTS, Clock.systemUTC(), Runnable::run);

    private static AdminResponse get(AdminApi api, String host, String target, String... authorization) {
        AdminRequest request = new AdminRequest(
                "GET", target, host, List.of(authorization).stream().findFirst());
        return api.answer(request).toCompletableFuture().join();
    }

    @Nested
    final class WhereOthersReachIt {
        private final AdminApi api = new AdminApi(Optional.of(gate), () -> false, List::of);

        @Test
        void healthIsForEverybody() {
            assertThat(get(api, HOST, "/livez").status()).isEqualTo(200);
            assertThat(get(api, HOST, "/readyz").status()).isEqualTo(200);
        }

        @Test
        void theRestNeedsAToken() {
            AdminResponse answer = get(api, HOST, DELIVERIES);

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.headers()).contains(Map.entry("WWW-Authenticate", "Bearer"));
        }

        @Test
        void aTokenOfAnAccessKeyForThisAddressOpensIt() {
            String token = Token.of(KEY, "http://" + HOST + DELIVERIES).sign();

            assertThat(get(api, HOST, DELIVERIES + "?x=1", "Bearer " + token).status())
                    .isEqualTo(200);
        }

        @Test
        void aTokenForAnotherAddressDoesNot() {
            String token = Token.of(KEY, "http://" + HOST + "/api/hubs/chat").sign();

            AdminResponse answer = get(api, HOST, DELIVERIES, "Bearer " + token);

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.headers().toString()).contains("invalid_token").doesNotContain(token);
        }

        @Test
        void aTokenOfAnotherKeyDoesNot() {
            String token = Token.of("another-key-0123456789-0123456789-0123", "http://" + HOST + DELIVERIES)
                    .sign();

            assertThat(get(api, HOST, DELIVERIES, "Bearer " + token).status()).isEqualTo(401);
        }
    }

    @Nested
    final class OnLoopback {
        private final AdminApi api = new AdminApi(Optional.empty(), () -> false, List::of);

        @ParameterizedTest
        @ValueSource(strings = {"localhost", "LOCALHOST:8081", "127.0.0.1:8081", "127.1.2.3", "[::1]:8081", "[::1]"})
        void programsOfThisMachineNeedNoToken(String host) {
            assertThat(get(api, host, DELIVERIES).status()).isEqualTo(200);
        }

        @ParameterizedTest
        @ValueSource(strings = {"rebound.example:8081", "192.0.2.1", "", "localhost.example", "127.0.0.1.example:8081"})
        void aPageThatCallsByItsOwnNameIsRefused(String host) {
            assertThat(get(api, host, DELIVERIES).status()).isEqualTo(403);
        }
    }
}
