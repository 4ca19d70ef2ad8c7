package dev.groundwave.server.blackbox.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.Frame;
import dev.groundwave.server.blackbox.HttpAnswer;
import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.server.blackbox.Token;
import dev.groundwave.server.settings.EdgeSettings;
import dev.groundwave.server.settings.NetworkRules;
import dev.groundwave.server.settings.NetworkRules.TypeRules;
import dev.groundwave.server.settings.RequestType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("events-and-operations 3.1, the tunnel's handshake")
final class TunnelHandshakeTest {
    @RegisterExtension
    static final RunningServer SERVER = new RunningServer().publicEndpoints("https://push.example.org/base");

    private static final String TARGET = "/server/tunnel?hub=chat";

    private static Token token(String target) {
        return Token.of(RunningServer.PRIMARY_KEY, "ws://" + SERVER.authority() + target)
                .user(TunnelRig.BACK_END);
    }

    private static RawWebSocket open(String target, Token token) {
        return SERVER.handshake(target + "&access_token=" + token.sign()).open();
    }

    private static int status(String target, Token token) {
        return SERVER.handshake(target + "&access_token=" + token.sign()).status();
    }

    private static void greeted(RawWebSocket socket) {
        RawTunnel tunnel = new RawTunnel(socket).greeted();
        assertThat(tunnel.id()).isNotEmpty();
    }

    @Nested
    final class Opening {
        @Test
        void isAnsweredWithAGreetingOfExactlyTheseBytes() {
            byte[] greeting = open(TARGET, token(TARGET)).nextBinary();

            // 3.2, smallest greeting; an id of 32 characters makes the JSON 61 bytes long, and so the string an str 8.
            assertThat(greeting)
                    .startsWith(0x42, 0, 0, 0, 0x93, 0x0a, 0xd9, 0x3d)
                    .endsWith((byte) 0xc0);
            assertThat(new String(greeting, 8, 61, StandardCharsets.US_ASCII))
                    .matches("\\{\"Type\":10,\"ConnectionId\":\"[A-Za-z0-9_-]{32}\"}");
            assertThat(greeting).hasSize(4 + 66);
        }

        @Test
        void needsNoSubprotocolAndEchoesNone() {
            HttpAnswer answer = SERVER.handshake(
                            TARGET + "&access_token=" + token(TARGET).sign())
                    .header("Sec-WebSocket-Protocol", "")
                    .header("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits")
                    .open()
                    .answer();

            assertThat(answer.header("Sec-WebSocket-Protocol")).isEmpty();
            assertThat(answer.header("Sec-WebSocket-Extensions")).isEmpty();
        }

        @Test
        void takesTheTokenFromTheHeaderAsWell() {
            greeted(SERVER.handshake(TARGET)
                    .header("Authorization", "Bearer " + token(TARGET).sign())
                    .open());
        }

        @Test
        void takesTheSecondKeyAndAnyLetterCaseOfTheHub() {
            greeted(open(
                    "/server/tunnel?hub=CHAT", token("/server/tunnel?hub=Chat").key(RunningServer.SECONDARY_KEY)));
        }

        @Test
        void takesATargetThatTheTokenNames() {
            String target = "/server/tunnel?hub=chat&target=node-1";

            greeted(open(target, token(target)));
        }

        @Test
        void takesThePublicEndpointWithItsBasePath() {
            greeted(open(
                    "/base" + TARGET, token(TARGET).audience("wss://push.example.org/base/server/tunnel?hub=chat")));
            greeted(open(TARGET, token(TARGET).audience("wss://push.example.org/base/server/tunnel?hub=chat")));
        }

        @Test
        void survivesManyInARow() {
            for (int i = 0; i < 7; i++) {
                greeted(open(TARGET, token(TARGET).user("in-a-hurry")));
            }
        }

        @Test
        void endsAsTheBackEndEndsIt() {
            RawWebSocket tunnel = open(TARGET, token(TARGET));
            tunnel.nextBinary();
            tunnel.send(Frame.close(1000, "bye"));

            assertThat(tunnel.nextClose().code()).isEqualTo(1000);
            tunnel.expectEnd();
        }

        @Test
        void answersPings() {
            RawWebSocket tunnel = open(TARGET, token(TARGET));
            tunnel.nextBinary();
            tunnel.send(Frame.of(Frame.PING, new byte[] {7}));

            Frame pong = tunnel.nextFrame();
            assertThat(pong.opcode()).isEqualTo(Frame.PONG);
            assertThat(pong.payload()).containsExactly(7);
        }
    }

    @Nested
    final class Refusals {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "http://HOST/server/tunnel?hub=chat",
                    "ws://elsewhere/server/tunnel?hub=chat",
                    "ws://HOST/server/tunnel",
                    "ws://HOST/server/tunnel?hub=other",
                    "ws://HOST/server/tunnel?hub=chat&target=x",
                    "ws://HOST/server/other?hub=chat",
                    "ws://HOST/client/hubs/chat",
                    "ws://HOST/server/tunnel?hub=%zz",
                    "HOST"
                })
        void ofAnotherAudienceAre401(String audience) {
            assertThat(status(TARGET, token(TARGET).audience(audience.replace("HOST", SERVER.authority()))))
                    .isEqualTo(401);
        }

        @Test
        void ofAnythingWrongWithTheTokenAre401() {
            assertThat(SERVER.handshake(TARGET).status()).isEqualTo(401);
            assertThat(SERVER.handshake(TARGET + "&access_token=").status()).isEqualTo(401);
            assertThat(SERVER.handshake(TARGET + "&access_token=x").status()).isEqualTo(401);
            assertThat(status(TARGET, token(TARGET).key("another-key-of-thirty-two-bytes-or-more")))
                    .isEqualTo(401);
            assertThat(status(TARGET, token(TARGET).expiresIn(Duration.ofHours(-1))))
                    .isEqualTo(401);
            assertThat(status(TARGET, token(TARGET).without("exp"))).isEqualTo(401);
            assertThat(status(TARGET, token(TARGET).without("sub"))).isEqualTo(401);
            assertThat(status(TARGET, token(TARGET).user(""))).isEqualTo(401);
            assertThat(status(TARGET, token(TARGET).without("aud"))).isEqualTo(401);
        }

        @Test
        void aTargetThatTheTokenDoesNotNameIs401() {
            assertThat(status(TARGET + "&target=x", token(TARGET))).isEqualTo(401);
        }

        @ParameterizedTest
        @CsvSource({"/server/tunnel?x=y, 400", "/server/tunnel?hub=1a, 400", "/server/other?hub=chat, 404"})
        void ofTheAddressHaveTheirStatus(String target, int status) {
            assertThat(status(target, token(target))).isEqualTo(status);
        }

        @Test
        void ofWhatIsNoWebSocketAre400() {
            assertThat(SERVER.call(SERVER.request("GET", TARGET)).status()).isEqualTo(400);
        }

        @Test
        void leaveTheConnectionOpenForTheNextRequest() {
            HttpAnswer answer = SERVER.handshake(TARGET).send().answer();

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.body()).isEqualTo("An access token is required.");
        }

        @Test
        void ofTheNetworkRulesAre403() {
            rules(Set.of(RequestType.SERVER_CONNECTION));
            try {
                assertThat(status(TARGET, token(TARGET))).isEqualTo(403);
            } finally {
                rules(Set.of());
            }
            greeted(open(TARGET, token(TARGET)));
        }

        private static void rules(Set<RequestType> deny) {
            NetworkRules rules = new NetworkRules(true, new TypeRules(Set.of(), deny), List.of(), List.of());
            SERVER.reload(new EdgeSettings(List.of(), Optional.empty(), rules, List.of()));
        }
    }
}
