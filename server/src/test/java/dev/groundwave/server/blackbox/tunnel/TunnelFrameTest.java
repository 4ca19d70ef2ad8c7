package dev.groundwave.server.blackbox.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.Frame;
import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.WireBytes;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("events-and-operations 3.2, what a tunnel takes")
final class TunnelFrameTest {
    private static final TunnelRig RIG = TunnelRig.ofUserEvents();
    private static final int LONGEST = 17_825_792;

    @AfterEach
    void closeSockets() {
        RIG.closeSockets();
    }

    @AfterAll
    static void close() {
        RIG.close();
    }

    private static void expectClose(RawTunnel tunnel, int code) {
        RawWebSocket socket = tunnel.socket();
        assertThat(socket.closeAfterOthers().code()).isEqualTo(code);
        socket.trySend(Frame.close(code, ""));
        socket.expectEnd();
        assertThat(RIG.open().id()).isNotEqualTo(tunnel.id());
    }

    @ParameterizedTest
    @CsvSource({
        "no length, 0300",
        "nothing behind the length, 00000000",
        "a length that is too short, 01000000930ac0",
        "a length that is too long, ff000000930ac0",
        "no array, 01000000c0",
        "an array of two, 03000000920ac0",
        "a type that is no integer, 0300000093c0c0",
        "JSON that is no string, 030000009301c0",
        "a string that is cut, 0500000093 01db7fffff",
        "a string longer than the message, 0700000093 01db7fffffff",
        "content that is a string, 0500000093 01a27b7da0",
        "no content, 050000009301a27b7d",
        "content longer than the message, 0900000093 01a27b7dc67fffffff",
        "JSON without a type, 06000000 9301a27b7dc0",
        "JSON that is none, 06000000 9301a27b7bc0",
        "something behind the content, 07000000 9301a27b7dc0c0"
    })
    void aBrokenMessageEndsTheTunnel(String defect, String hex) {
        RawTunnel tunnel = RIG.open();
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        tunnel.socket().send(Frame.of(Frame.BINARY, bytes));

        expectClose(tunnel, 1007);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Type\":2,\"AckId\":1,\"StatusCode\":200}",
                "{\"Type\":1,\"AckId\":\"1\"}",
                "{\"Type\":1}",
                "{\"Type\":1,\"AckId\":-1}",
                "{\"Type\":1,\"AckId\":99999999999}",
                "{\"Type\":1,\"AckId\":1,\"Url\":7}",
                "{\"Type\":1,\"AckId\":1,\"LocalRouting\":1}",
                "{\"Type\":1,\"AckId\":1,\"Headers\":[]}",
                "{\"Type\":1,\"AckId\":1,\"Headers\":{\"a\":\"b\"}}",
                "{\"Type\":1,\"AckId\":1,\"Headers\":{\"a\":[1]}}",
                "[1]",
                "{\"Type\":1,\"AckId\":1} {}"
            })
    void jsonThatIsNoRequestEndsTheTunnel(String json) {
        RawTunnel tunnel = RIG.open();
        tunnel.send(1, json, null);

        expectClose(tunnel, 1007);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 4, 5, 6, 7, 8, 9, 10, 11, 127})
    void aTypeThatBackEndsDoNotSendEndsTheTunnel(int type) {
        RawTunnel tunnel = RIG.open();
        tunnel.send(type, "{\"Type\":" + type + ",\"AckId\":1,\"Message\":\"x\"}", null);

        expectClose(tunnel, 1007);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 99, 600})
    void aStatusThatIsNoneEndsTheTunnel(int status) {
        RawTunnel tunnel = RIG.open();
        tunnel.answer(1, status, "{}", new byte[0]);

        expectClose(tunnel, 1007);
    }

    @Test
    void membersThatAreNotKnownAndNullsArePassedOver() {
        RawTunnel tunnel = RIG.open();
        String head = "{\"Other\":{\"a\":[1]},\"Type\":1,\"AckId\":5,\"LocalRouting\":true,\"TracingId\":null,";
        String rest =
                "\"ChannelName\":null,\"HttpMethod\":\"HEAD\",\"Url\":\"https://host/api/health\",\"Headers\":null}";
        tunnel.send(1, head + rest, new byte[0]);

        assertThat(tunnel.next().json()).contains("\"AckId\":5").contains("\"StatusCode\":200");
    }

    @Test
    void aTextMessageEndsTheTunnel() {
        RawTunnel tunnel = RIG.open();
        tunnel.socket().text("{\"Type\":1}");

        expectClose(tunnel, 1003);
    }

    @Test
    void aFrameWithoutItsMaskEndsTheTunnel() {
        RawTunnel tunnel = RIG.open();
        tunnel.socket()
                .send(Frame.of(Frame.BINARY, RawTunnel.bytes(2, "{\"Type\":2}", null))
                        .unmasked());

        assertThat(tunnel.socket().closeAfterOthers().code()).isEqualTo(1002);
    }

    @Test
    void aMessageInPiecesIsOne() {
        RawTunnel tunnel = RIG.open();
        byte[] call = RawTunnel.bytes(1, RawTunnel.callJson(3, "HEAD", "/api/health", "{}"), null);
        tunnel.socket()
                .send(Frame.of(Frame.BINARY, Arrays.copyOf(call, 3)).unfinished())
                .send(Frame.of(Frame.CONTINUATION, Arrays.copyOfRange(call, 3, call.length)));

        assertThat(tunnel.next().ackId()).isEqualTo(3);
    }

    @Test
    void theLongestMessageIsTaken() {
        RawTunnel tunnel = RIG.open();
        String json = "{\"Type\":2,\"AckId\":12345,\"StatusCode\":200}";
        int overhead = RawTunnel.bytes(2, json, new byte[0]).length;
        tunnel.send(2, json, new byte[LONGEST - overhead]);

        tunnel.expectNothing();
    }

    @Test
    void aLongerFrameEndsTheTunnelByItsHeader() {
        RawTunnel tunnel = RIG.open();
        tunnel.socket().send(Frame.of(Frame.BINARY, new byte[0]).header(LONGEST + 1L));

        expectClose(tunnel, 1009);
    }

    @Test
    void aLongerMessageInPiecesEndsTheTunnel() {
        RawTunnel tunnel = RIG.open();
        tunnel.socket()
                .send(Frame.of(Frame.BINARY, new byte[LONGEST]).unfinished().bytesUnderZeroMask())
                .send(Frame.of(Frame.CONTINUATION, WireBytes.of(1)));

        expectClose(tunnel, 1009);
    }
}
