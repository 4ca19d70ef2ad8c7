package dev.groundwave.server.blackbox.client;

import static dev.groundwave.server.blackbox.RunningServer.JSON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.Frame;
import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.server.blackbox.Token;
import dev.groundwave.server.settings.HubSettings;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConnectingTest {
    @RegisterExtension
    static final RunningServer SERVER = new RunningServer().hub("open", new HubSettings(true, Duration.ofSeconds(20)));

    private static String query(Token token) {
        return "access_token=" + token.sign();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Nested
    @DisplayName("section 1.1")
    final class Urls {
        @ParameterizedTest
        @ValueSource(strings = {"/client/hubs/chat?", "/client?hub=chat&", "/client/?hub=chat&", "/client?hub=CHAT&"})
        void everyFormOfTheUrlTakesTheSameToken(String form) {
            String target = form + query(SERVER.token("chat"));

            SERVER.handshake(target).offer(JSON).open().started();
        }

        @Test
        void hubNamesAreTheSameInAnyLetterCase() {
            Token token = SERVER.token("Chat").groups("lobby");
            RawWebSocket client = SERVER.handshake("/client/hubs/CHAT?" + query(token))
                    .offer(JSON)
                    .open()
                    .started();

            SERVER.call(
                    SERVER.request("POST", "/api/hubs/chat/groups/lobby/:send").body("text/plain", "hi"));

            assertThat(client.nextText()).contains("\"data\":\"hi\"");
        }

        @ParameterizedTest
        @ValueSource(strings = {"a", "Z9_`,.[]", "a.b.c"})
        void aHubNameMayHoldTheseCharacters(String hub) {
            assertThat(SERVER.handshake("/client/hubs/" + encode(hub) + "?" + query(SERVER.token(encode(hub))))
                            .status())
                    .isEqualTo(101);
        }

        @Test
        void aHubNameHas128CharactersAtMost() {
            String longest = "h".repeat(128);

            assertThat(SERVER.handshake("/client/hubs/" + longest + "?" + query(SERVER.token(longest)))
                            .status())
                    .isEqualTo(101);
            assertThat(SERVER.handshake("/client/hubs/" + longest + "h?" + query(SERVER.token(longest + "h")))
                            .status())
                    .isEqualTo(400);
        }

        @ParameterizedTest
        @ValueSource(strings = {"1a", "_a", ".a", "a-b", "a b", "a/b", "é", "aé", "a$"})
        void anyOtherHubNameIsBad(String hub) {
            String encoded = encode(hub).replace("+", "%20");
            Token token = SERVER.token(encoded);

            assertThat(SERVER.handshake("/client/hubs/" + encoded + "?" + query(token))
                            .status())
                    .isEqualTo(400);
            assertThat(SERVER.handshake("/client?hub=" + encoded + "&" + query(token))
                            .status())
                    .isEqualTo(400);
        }

        @Test
        void theHubInThePathIsPercentDecoded() {
            assertThat(SERVER.handshake("/client/hubs/ch%61t?" + query(SERVER.token("chat")))
                            .status())
                    .isEqualTo(101);
        }

        @Test
        void theOriginDoesNotMatter() {
            assertThat(SERVER.handshake(SERVER.token())
                            .header("Origin", "https://elsewhere.example")
                            .status())
                    .isEqualTo(101);
        }

        @Test
        void compressionIsNotNegotiated() {
            RawWebSocket client = SERVER.handshake(SERVER.token())
                    .header("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits")
                    .open();

            assertThat(client.answer().header("Sec-WebSocket-Extensions")).isEmpty();
        }

        @Test
        void theUpgradeIsAnsweredAsRfc6455Says() {
            RawWebSocket client = SERVER.handshake(SERVER.token()).open();

            assertThat(client.answer().header("Sec-WebSocket-Accept")).contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
            assertThat(client.answer().header("Upgrade"))
                    .hasValueSatisfying(value -> assertThat(value).isEqualToIgnoringCase("websocket"));
            assertThat(client.answer().header("Connection"))
                    .hasValueSatisfying(value -> assertThat(value).isEqualToIgnoringCase("upgrade"));
        }
    }

    @Nested
    @DisplayName("section 1.2")
    final class QueryParameters {
        private static final String BAD = "bad.bad.bad";

        @ParameterizedTest
        @ValueSource(strings = {"access_token", "Access_Token", "ACCESS_TOKEN"})
        void theTokensNameIsMatchedInAnyLetterCase(String name) {
            String target = "/client/hubs/" + SERVER.hub() + "?" + name + "="
                    + SERVER.token().sign();

            assertThat(SERVER.handshake(target).status()).isEqualTo(101);
        }

        @ParameterizedTest
        @ValueSource(strings = {"Bearer", "bearer", "BEARER"})
        void theTokenMayStandInTheAuthorizationHeader(String scheme) {
            assertThat(SERVER.handshake("/client/hubs/" + SERVER.hub())
                            .header(
                                    "Authorization",
                                    scheme + " " + SERVER.token().sign())
                            .status())
                    .isEqualTo(101);
        }

        @Test
        void theTokenInTheQueryWinsOverTheHeader() {
            String good = SERVER.token().sign();
            String path = "/client/hubs/" + SERVER.hub() + "?access_token=";

            assertThat(SERVER.handshake(path + good)
                            .header("Authorization", "Bearer " + BAD)
                            .status())
                    .isEqualTo(101);
            assertThat(SERVER.handshake(path + BAD)
                            .header("Authorization", "Bearer " + good)
                            .status())
                    .isEqualTo(401);
        }

        @Test
        void aRepeatedTokenTakesItsLastValue() {
            String good = SERVER.token().sign();
            String path = "/client/hubs/" + SERVER.hub();

            assertThat(SERVER.handshake(path + "?access_token=" + BAD + "&access_token=" + good)
                            .status())
                    .isEqualTo(101);
            assertThat(SERVER.handshake(path + "?access_token=" + good + "&access_token=" + BAD)
                            .status())
                    .isEqualTo(401);
        }

        @Test
        void aRepeatedHubTakesItsLastValue() {
            assertThat(SERVER.handshake("/client?hub=1bad&hub=chat&" + query(SERVER.token("chat")))
                            .status())
                    .isEqualTo(101);
            assertThat(SERVER.handshake("/client?hub=chat&hub=1bad&" + query(SERVER.token("chat")))
                            .status())
                    .isEqualTo(400);
        }

        @Test
        void aRepeatedModeTakesItsLastValue() {
            assertThat(statusWith("&webpubsub_mode=nonsense&webpubsub_mode=sendEvent"))
                    .isEqualTo(101);
            assertThat(statusWith("&webpubsub_mode=sendEvent&webpubsub_mode=nonsense"))
                    .isEqualTo(400);
        }

        @Test
        void aReconnectionTokenOnItsOwnIsIgnored() {
            SERVER.handshake("/client/hubs/" + SERVER.hub() + "?" + query(SERVER.token())
                            + "&awps_reconnection_token=abc&awps_connection_id=")
                    .offer(JSON)
                    .open()
                    .started();
        }

        @Test
        void anUnknownParameterHasNoEffect() {
            assertThat(statusWith("&color=red&empty&=x&&")).isEqualTo(101);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "&webpubsub_mode=",
                    "&webpubsub_mode=sendEvent",
                    "&webpubsub_mode=SENDEVENT",
                    "&webpubsub_mode=sendEvent&group=&noEcho=perhaps",
                    "&group=%20&noEcho=perhaps",
                    "&webpubsub_mode=sendToGroup&group=g",
                    "&webpubsub_mode=SendTOgroup&group=g&noEcho=TRUE",
                    "&webpubsub_mode=sendToGroup&group=g&noEcho=False"
                })
        void goodParametersOfSimpleClientsPass(String query) {
            assertThat(statusWith(query)).isEqualTo(101);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "&webpubsub_mode=nonsense",
                    "&webpubsub_mode=sendToGroup",
                    "&webpubsub_mode=sendToGroup&group=",
                    "&webpubsub_mode=sendToGroup&group=%20%20",
                    "&webpubsub_mode=sendToGroup&group=g&noEcho=1",
                    "&webpubsub_mode=sendToGroup&group=g&noEcho=perhaps"
                })
        void badParametersOfSimpleClientsAre400WhateverIsOffered(String query) {
            String target = "/client/hubs/" + SERVER.hub() + "?" + query(SERVER.token()) + query;

            assertThat(SERVER.handshake(target).status()).isEqualTo(400);
            assertThat(SERVER.handshake(target).offer(JSON).status()).isEqualTo(400);
        }

        @Test
        void theGroupOfASimpleClientHas1024CharactersAtMost() {
            String query = "&webpubsub_mode=sendToGroup&group=" + "g".repeat(1024);

            assertThat(statusWith(query)).isEqualTo(101);
            assertThat(statusWith(query + "g")).isEqualTo(400);
        }

        @Test
        void theModeHasNoEffectOnAJsonClient() {
            RawWebSocket client = SERVER.handshake("/client/hubs/" + SERVER.hub() + "?" + query(SERVER.token())
                            + "&webpubsub_mode=sendToGroup&group=g")
                    .offer(JSON)
                    .open()
                    .started();

            client.expectNothingBeforePong();
        }

        private static int statusWith(String query) {
            return SERVER.handshake("/client/hubs/" + SERVER.hub() + "?" + query(SERVER.token()) + query)
                    .status();
        }
    }

    @Nested
    @DisplayName("section 1.5")
    final class Subprotocols {
        @ParameterizedTest
        @ValueSource(strings = {"json.webpubsub.azure.v1", "JSON.WebPubSub.Azure.V1"})
        void theClientsOwnSpellingIsEchoed(String name) {
            RawWebSocket client = SERVER.handshake(SERVER.token()).offer(name).open();

            assertThat(client.answer().header("Sec-WebSocket-Protocol")).contains(name);
            client.started();
        }

        @Test
        void unknownNamesBeforeAServiceSubprotocolAreSkipped() {
            RawWebSocket client = SERVER.handshake(SERVER.token())
                    .offer("graphql-ws", "mine.v1", JSON, "yours.v2")
                    .open();

            assertThat(client.answer().header("Sec-WebSocket-Protocol")).contains(JSON);
            client.started();
        }

        @Test
        void offersMayStandInSeveralHeaderLines() {
            RawWebSocket client = SERVER.handshake(SERVER.token())
                    .headerLine("Sec-WebSocket-Protocol", "mine.v1")
                    .headerLine("Sec-WebSocket-Protocol", JSON)
                    .open();

            assertThat(client.answer().header("Sec-WebSocket-Protocol")).contains(JSON);
        }

        @ParameterizedTest
        @ValueSource(strings = {"mine.v1", "mine.v1, yours.v2", "json.webpubsub.azure.v2"})
        void onlyUnknownNamesMakeASimpleClient(String offers) {
            RawWebSocket client =
                    SERVER.handshake(SERVER.token().groups("g")).offer(offers).open();

            expectSimple(client);
        }

        @Test
        void noOfferMakesASimpleClient() {
            RawWebSocket client = SERVER.handshake(SERVER.token().groups("g")).open();

            expectSimple(client);
        }

        private static void expectSimple(RawWebSocket client) {
            assertThat(client.answer().header("Sec-WebSocket-Protocol")).isEmpty();
            assertThat(SERVER.sendText("/groups/g/:send", "plain")).isEqualTo(202);
            assertThat(client.nextText()).isEqualTo("plain");
        }
    }

    @Nested
    @DisplayName("section 1.6")
    final class AnonymousClients {
        @Test
        void aHubThatNobodyConfiguredDeniesThem() {
            assertThat(SERVER.handshake("/client/hubs/" + SERVER.hub()).status())
                    .isEqualTo(401);
        }

        @Test
        void aHubThatAllowsThemGivesNoUserAndNoRoles() {
            RawWebSocket client =
                    SERVER.handshake("/client/hubs/open").offer(JSON).open();

            assertThat(client.nextText())
                    .matches(
                            "\\{\"type\":\"system\",\"event\":\"connected\",\"userId\":null,\"connectionId\":\"[^\"]+\"}");
            assertThat(client.ask("{\"type\":\"joinGroup\",\"group\":\"g\",\"ackId\":1}"))
                    .contains("\"Forbidden\"");
        }

        @Test
        void aBadTokenIsRefusedEvenThere() {
            assertThat(SERVER.handshake("/client/hubs/open?access_token=a.b.c").status())
                    .isEqualTo(401);
        }

        @Test
        void aGoodTokenCountsThere() {
            RawWebSocket client = SERVER.handshake(
                            "/client/hubs/open?" + query(SERVER.token("open").user("alice")))
                    .offer(JSON)
                    .open();

            assertThat(client.nextText()).contains("\"userId\":\"alice\"");
        }

        @Test
        void aTokenWithoutAUserMakesANormalConnection() {
            RawWebSocket client = SERVER.handshake(SERVER.token()).offer(JSON).open();

            assertThat(client.nextText()).contains("\"userId\":null");
            client.expectNothingBeforePong();
        }
    }

    @Nested
    @DisplayName("section 1.7")
    final class Identifiers {
        @Test
        void connectionIdsAreUrlSafeAndDiffer() {
            Set<String> ids = new HashSet<>();
            for (int i = 0; i < 50; i++) {
                ids.add(SERVER.json(SERVER.token()).connectionId());
            }

            assertThat(ids).hasSize(50).allMatch(id -> id.matches("[A-Za-z0-9_-]{22,}"));
        }

        @Test
        void aConnectionThatIsNotReliableGetsNoReconnectionToken() {
            RawWebSocket client = SERVER.handshake(SERVER.token()).offer(JSON).open();

            Frame connected = client.nextFrame();

            assertThat(connected.text()).doesNotContain("reconnectionToken");
        }
    }
}
