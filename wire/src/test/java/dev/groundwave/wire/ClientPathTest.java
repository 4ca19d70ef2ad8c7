package dev.groundwave.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Source: client-protocol.md, sections 1.1, 1.2 and 2. */
final class ClientPathTest {
    @Nested
    final class Reading {
        @ParameterizedTest
        @CsvSource({
            "/client/hubs/chat,            chat",
            "/client/hubs/Chat?x=1,        Chat",
            "/client/hubs/a%5B1%5D,        a[1]",
            "/client/hubs/a+b,             a+b",
            "/client/?hub=chat,            chat",
            "/client?hub=chat,             chat",
            "/client?hub=one&hub=two,      two",
            "/client,                      ''",
            "/client/hubs/,                ''"
        })
        void findsTheHubInBothForms(String target, String hub) {
            assertThat(ClientPath.parse(target).orElseThrow().hub()).isEqualTo(hub);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "/",
                    "/clients/hubs/chat",
                    "/client/hubs",
                    "/client/hubs/a/b",
                    "/Client/hubs/a",
                    "/clientx"
                })
        void refusesOtherPaths(String target) {
            assertThat(ClientPath.parse(target)).isEmpty();
        }

        @Test
        void findsTokenAndRecovery() {
            assertThat(ClientPath.parse("/client/hubs/chat?awps_connection_id=c%2F1&Access_Token=a.b"
                            + "&awps_reconnection_token=t%20x"))
                    .contains(ClientPath.of("chat").withAccessToken("a.b").withRecovery("c/1", "t x"));
        }

        @Test
        void takesTheLastOfRepeatedParameters() {
            ClientPath path = ClientPath.parse("/client/hubs/chat?access_token=a&ACCESS_TOKEN=b&access_token=c&"
                            + "awps_connection_id=1&awps_connection_id=2")
                    .orElseThrow();

            assertThat(path.accessToken()).contains("c");
            assertThat(path.connectionId()).contains("2");
        }

        @Test
        void takesAnEmptyValueForNone() {
            assertThat(ClientPath.parse("/client/hubs/chat?awps_connection_id=&access_token"))
                    .contains(ClientPath.of("chat"));
        }

        @Test
        void givesAllParametersDecodedAndInOrder() {
            assertThat(ClientPath.parameters("b=1+2&a=%E2%82%AC&b=%zz&&flag&%61=2%"))
                    .containsExactly(
                            entry("b", List.of("1 2", "%zz")),
                            entry("a", List.of("\u20ac", "2%")),
                            entry("flag", List.of("")));
        }
    }

    @Nested
    final class Writing {
        @Test
        void encodesWhatAUrlCannotHold() {
            ClientPath path = ClientPath.of("a[1]`").withAccessToken("a+/=&\u20ac");

            assertThat(path.pathAndQuery()).isEqualTo("/client/hubs/a%5B1%5D%60?access_token=a%2B%2F%3D%26%E2%82%AC");
            assertThat(ClientPath.parse(path.pathAndQuery())).contains(path);
        }

        @ParameterizedTest
        @CsvSource({
            "http://localhost:8080,   ws://localhost:8080/client/hubs/chat",
            "https://example.org/,    wss://example.org/client/hubs/chat",
            "HTTPS://example.org/a/b, wsS://example.org/a/b/client/hubs/chat",
            "wss://example.org,       wss://example.org/client/hubs/chat"
        })
        void makesAWebSocketUrlOfAnEndpoint(URI endpoint, URI url) {
            assertThat(ClientPath.of("chat").at(endpoint)).isEqualTo(url);
        }

        @Test
        void makesTheAudienceOfAToken() {
            assertThat(ClientPath.of("chat").audience(URI.create("http://localhost:8080")))
                    .isEqualTo("http://localhost:8080/client/hubs/chat");
        }

        @Test
        void turnsAUrlIntoARecovery() {
            assertThat(ClientPath.recovering(URI.create("ws://h/client/hubs/chat?access_token=a"), "c 1", "t"))
                    .hasToString("ws://h/client/hubs/chat?access_token=a&awps_connection_id=c%201"
                            + "&awps_reconnection_token=t");
            assertThat(ClientPath.recovering(URI.create("ws://h/client/hubs/chat"), "c", "t"))
                    .hasToString("ws://h/client/hubs/chat?awps_connection_id=c&awps_reconnection_token=t");
        }

        @Test
        void hidesTheTokensFromToString() {
            assertThat(ClientPath.of("chat").withAccessToken("secret").withRecovery("c", "secret"))
                    .hasToString("/client/hubs/chat");
        }
    }

    @Test
    void withoutRecoveryThereIsNoConnectionId() {
        assertThat(ClientPath.of("chat").connectionId()).isEqualTo(Optional.empty());
    }
}
