package dev.groundwave.server.blackbox.tunnel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.Frame;
import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.WireBytes;
import dev.groundwave.server.blackbox.tunnel.RawTunnel.Message;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("events-and-operations 3.4, REST calls through a tunnel")
final class TunnelRestTest {
    private static final TunnelRig RIG = TunnelRig.ofUserEvents();
    private static final String API = "/api/hubs/chat";
    private static final String VERSION = "api-version=2023-07-01";
    private static final String TEXT = "{\"Content-Type\":[\"text/plain\"]}";

    @AfterEach
    void closeSockets() {
        RIG.closeSockets();
    }

    @AfterAll
    static void close() {
        RIG.close();
    }

    private static Message ask(RawTunnel tunnel, String method, String path, String headers, String body) {
        Message answer = tunnel.call(7, method, path, headers, body.isEmpty() ? null : body.getBytes(UTF_8))
                .next();
        assertThat(answer.type()).isEqualTo(2);
        assertThat(answer.json())
                .startsWith("{\"Type\":2,\"AckId\":7,\"LocalRouting\":true,\"ChannelName\":\"\",\"StatusCode\":")
                .contains("\"NotCompleted\":false");
        return answer;
    }

    private static String status(Message answer) {
        return answer.json().replaceAll(".*\"StatusCode\":(\\d+).*", "$1");
    }

    @Test
    void reachAConnectedClient() {
        RawTunnel tunnel = RIG.open();
        RawWebSocket client = RIG.json();
        Message answer =
                ask(tunnel, "POST", API + "/connections/" + client.connectionId() + "/:send?" + VERSION, TEXT, "hello");

        assertThat(status(answer)).isEqualTo("202");
        assertThat(answer.json()).contains("\"x-ms-request-id\":[\"");
        assertThat(client.nextText())
                .isEqualTo("{\"type\":\"message\",\"from\":\"server\",\"dataType\":\"text\",\"data\":\"hello\"}");
    }

    @Test
    void readAPlusInTheQueryAsASpace() {
        RawTunnel tunnel = RIG.open();
        RawWebSocket member = RIG.json();
        RawWebSocket other = RIG.json();
        String json = "{\"content-type\":[\"application/json\"]}";
        String filter = "connectionId eq '" + member.connectionId() + "'";
        ask(
                tunnel,
                "POST",
                API + "/:addToGroups?" + VERSION,
                json,
                "{\"groups\":[\"g\"],\"filter\":\"" + filter + "\"}");

        Message answer =
                ask(tunnel, "POST", API + "/:send?" + VERSION + "&filter=%27g%27+in+groups", TEXT, "to members");
        assertThat(status(answer)).isEqualTo("202");
        assertThat(member.nextText()).contains("to members");
        other.expectNothingBeforePong();
        assertThat(status(ask(
                        tunnel,
                        "DELETE",
                        API + "/groups/g/connections/" + member.connectionId() + "?" + VERSION,
                        "{}",
                        "")))
                .isEqualTo("204");
        assertThat(status(ask(tunnel, "HEAD", API + "/groups/g?" + VERSION, "{}", "")))
                .isEqualTo("404");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /api/hubs/chat/:invoke?api-version=2023-07-01, 404",
        "GET, /nothing, 404",
        "GET, /api/hubs/chat/:send?api-version=2023-07-01, 405",
        "POST, /api/hubs/chat/:send?api-version=1999-01-01, 400",
        "POST, /api/hubs/chat/:send?filter=%zz, 400",
        "POST, /api/hubs/other/:send?api-version=2023-07-01, 403",
        "POST, /api/hubs/CHAT/:send?api-version=2023-07-01, 202",
        "HEAD, /api/health, 200"
    })
    void areAnsweredAsWithoutATunnel(String method, String path, String expected) {
        assertThat(status(ask(RIG.open(), method, path, TEXT, "x"))).isEqualTo(expected);
    }

    @Test
    void ofMoreThanABodyMayHaveAreRefused() {
        RawTunnel tunnel = RIG.open();
        String path = API + "/:send?" + VERSION;

        assertThat(status(ask(tunnel, "POST", path, TEXT, "x".repeat(1_048_576))))
                .isEqualTo("202");
        assertThat(status(ask(tunnel, "POST", path, TEXT, "x".repeat(1_048_577))))
                .isEqualTo("400");
    }

    @Test
    void thatAreForOthersAreNotRoutedOn() {
        RawTunnel tunnel = RIG.open();
        String json = RawTunnel.callJson(7, "POST", API + "/:send?" + VERSION, TEXT);
        Message answer = tunnel.send(1, json.replace("true", "false"), WireBytes.utf8("x"))
                .next();

        assertThat(answer.json()).contains("\"LocalRouting\":false").contains("\"StatusCode\":404");
    }

    @Test
    void giveTokensForTheAddressOfTheTunnel() {
        Message answer = ask(RIG.open(), "POST", API + "/:generateToken?" + VERSION, "{}", "");

        assertThat(status(answer)).isEqualTo("200");
        String token = answer.text().replaceAll(".*\"token\":\"([^\"]+)\".*", "$1");
        assertThat(RIG.server()
                        .handshake("/client/hubs/chat?access_token=" + token)
                        .status())
                .isEqualTo(101);
    }

    @Test
    void areAnsweredInTheirOrderHoweverMany() {
        RawTunnel tunnel = RIG.open();
        RawWebSocket client = RIG.json();
        ByteArrayOutputStream burst = new ByteArrayOutputStream();
        int calls = 500;
        String path = API + "/connections/" + client.connectionId() + "/:send?" + VERSION;
        for (int i = 0; i < calls; i++) {
            String json = RawTunnel.callJson(i, "POST", path, TEXT);
            burst.writeBytes(Frame.of(Frame.BINARY, RawTunnel.bytes(1, json, WireBytes.utf8("n" + i)))
                    .bytes());
        }
        tunnel.socket().send(burst.toByteArray());

        for (int i = 0; i < calls; i++) {
            assertThat(tunnel.next().ackId()).isEqualTo(i);
            assertThat(client.nextText()).contains("\"n" + i + "\"");
        }
    }
}
