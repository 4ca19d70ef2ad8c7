package dev.groundwave.server.blackbox.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.server.settings.LimitSettings;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("section 1.3")
final class HandshakeRefusalTest {
    private static final int REQUEST_LINE_BYTES = 20_000;

    @RegisterExtension
    static final RunningServer SERVER =
            new RunningServer().limits(new LimitSettings(0, REQUEST_LINE_BYTES, 1_048_576, 1000, 16_777_216));

    @Nested
    final class UnknownPath {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/nowhere",
                    "/clients",
                    "/client/chat",
                    "/client/hubs/chat/more",
                    "/clients/mqtt/hubs/chat",
                    "/clients/socketio/hubs/chat"
                })
        void is404(String path) {
            assertThat(SERVER.handshake(path + "?access_token="
                                    + SERVER.token("chat").sign())
                            .status())
                    .isEqualTo(404);
        }
    }

    @Nested
    final class NoUpgrade {
        @ParameterizedTest
        @ValueSource(strings = {"Upgrade", "Connection", "Sec-WebSocket-Key", "Sec-WebSocket-Version"})
        void aMissingHeaderIs400(String name) {
            assertThat(SERVER.handshake(SERVER.token()).without(name).status()).isEqualTo(400);
        }

        @Test
        void anotherVersionThan13Is400() {
            assertThat(SERVER.handshake(SERVER.token())
                            .header("Sec-WebSocket-Version", "8")
                            .status())
                    .isEqualTo(400);
        }

        @Test
        void anotherMethodThanGetIs400() {
            assertThat(SERVER.handshake(SERVER.token())
                            .method("POST")
                            .header("Content-Length", "0")
                            .status())
                    .isEqualTo(400);
        }
    }

    @Nested
    final class Hub {
        @ParameterizedTest
        @ValueSource(strings = {"/client?", "/client/?", "/client?hub=&", "/client?hub=1&", "/client/hubs/1?"})
        void missingOrInvalidIs400(String form) {
            RawWebSocket refused = SERVER.handshake(
                            form + "access_token=" + SERVER.token("chat").sign())
                    .send();

            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.answer().header("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
        }
    }

    @Nested
    final class TokenContent {
        @Test
        void aMissingTokenIs401InPlainText() {
            RawWebSocket refused =
                    SERVER.handshake("/client/hubs/" + SERVER.hub()).send();

            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.answer().header("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "   "})
        void anInvalidGroupIs400(String group) {
            assertThat(SERVER.handshake(SERVER.token().groups("good", group)).status())
                    .isEqualTo(400);
        }

        @Test
        void aGroupHas1024CharactersAtMost() {
            assertThat(SERVER.handshake(SERVER.token().groups("g".repeat(1024))).status())
                    .isEqualTo(101);
            assertThat(SERVER.handshake(SERVER.token().groups("g".repeat(1025))).status())
                    .isEqualTo(400);
        }

        @Test
        void aUserIdHas1024CharactersAtMost() {
            assertThat(SERVER.handshake(SERVER.token().user("u".repeat(1024))).status())
                    .isEqualTo(101);
            assertThat(SERVER.handshake(SERVER.token().user("u".repeat(1025))).status())
                    .isEqualTo(401);
        }
    }

    @Nested
    final class RequestLine {
        @Test
        void upToTheLimitItIsReadAndBeyondItIs414() {
            String start = "/client/hubs/" + SERVER.hub() + "?access_token="
                    + SERVER.token().sign() + "&filler=";
            int rest = REQUEST_LINE_BYTES - "GET  HTTP/1.1".length() - start.length();

            assertThat(SERVER.handshake(start + "x".repeat(rest)).status()).isEqualTo(101);
            assertThat(SERVER.handshake(start + "x".repeat(rest + 1)).status()).isEqualTo(414);
        }
    }
}
