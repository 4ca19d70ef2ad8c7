package dev.groundwave.server.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwave.wire.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("events-and-operations 3.2, framing")
final class TunnelCodecTest {
    private static String hex(TunnelMessage message) {
        ByteBuf frame = TunnelCodec.encode(message, UnpooledByteBufAllocator.DEFAULT);
        try {
            return ByteBufUtil.hexDump(frame);
        } finally {
            frame.release();
        }
    }

    private static TunnelMessage decode(String hex) throws MalformedTunnelMessageException {
        return TunnelCodec.decode(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex)));
    }

    private static String ascii(String text) {
        return ByteBufUtil.hexDump(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static TunnelMessage.HttpRequest request(Optional<Bytes> content) {
        return new TunnelMessage.HttpRequest(
                7, false, "", "POST", "tunnel:///a", Map.of("a", List.of("b", "c")), content);
    }

    @Nested
    final class Writing {
        @Test
        void aGreetingIsTheOneThatTheOfficialClientTakes() {
            assertThat(hex(new TunnelMessage.ConnectionConnected("t1")))
                    .isEqualTo("23000000930abf7b2254797065223a31302c22436f6e6e656374696f6e4964223a227431227dc0");
        }

        @Test
        void aStatusIsASmallMessage() {
            String json = "{\"Type\":5,\"Message\":\"\"}";

            assertThat(hex(new TunnelMessage.ServiceStatus(""))).isEqualTo("1b0000009305b7" + ascii(json) + "c0");
        }

        @Test
        void aCallCarriesItsContentBesideTheJson() {
            String json = "{\"Type\":1,\"AckId\":7,\"LocalRouting\":false,\"ChannelName\":\"\",\"HttpMethod\":\"POST\","
                    + "\"Url\":\"tunnel:///a\",\"Headers\":{\"a\":[\"b\",\"c\"]}}";

            assertThat(hex(request(Optional.of(Bytes.utf8("hi")))))
                    // length 132; array of 3; type 1; str 8 of 124 bytes; bin 8 of 2 bytes
                    .isEqualTo("84000000" + "9301" + "d97c" + ascii(json) + "c402" + ascii("hi"));
            assertThat(hex(request(Optional.of(Bytes.EMPTY)))).endsWith("c400");
            assertThat(hex(request(Optional.empty()))).endsWith("7d7dc0");
        }

        @Test
        void anAnswerRepeatsWhatTheCallSaid() {
            String json = "{\"Type\":2,\"AckId\":7,\"LocalRouting\":true,\"ChannelName\":\"c\",\"StatusCode\":202,"
                    + "\"NotCompleted\":true,\"Headers\":{}}";

            assertThat(hex(new TunnelMessage.HttpResponse(7, true, "c", 202, true, Map.of(), Optional.empty())))
                    .isEqualTo("71000000" + "9302" + "d96c" + ascii(json) + "c0");
        }

        @ParameterizedTest
        @CsvSource({"255, c4ff", "256, c50100", "65535, c5ffff", "65536, c600010000"})
        void longerContentHasALongerHead(int bytes, String head) {
            assertThat(hex(request(Optional.of(Bytes.wrap(new byte[bytes])))))
                    .endsWith("7d7d" + head + "00".repeat(bytes));
        }

        @ParameterizedTest
        @CsvSource({
            "31, 9305bf",
            "32, 9305d920",
            "255, 9305d9ff",
            "256, 9305da0100",
            "65535, 9305daffff",
            "65536, 9305db00010000"
        })
        void longerJsonHasALongerHead(int bytes, String head) {
            int around = "{\"Type\":5,\"Message\":\"\"}".length();
            String frame = hex(new TunnelMessage.ServiceStatus("x".repeat(bytes - around)));

            assertThat(frame.substring(8, 8 + head.length())).isEqualTo(head);
            assertThat(frame).hasSize(8 + head.length() + 2 * bytes + 2);
        }
    }

    @Nested
    final class Reading {
        private static final String JSON = "{\"Type\":2,\"AckId\":1,\"StatusCode\":200,\"Headers\":{\"A\":[\"b\"]}}";

        private static String framed(String array) {
            ByteBuf length = Unpooled.buffer(4).writeIntLE(array.length() / 2);
            return ByteBufUtil.hexDump(length) + array;
        }

        @ParameterizedTest
        @ValueSource(strings = {"02", "cc02", "cd0002", "ce00000002"})
        void takesEveryFormOfTheType(String type) throws MalformedTunnelMessageException {
            assertThat(decode(framed("93" + type + "d93b" + ascii(JSON) + "c0")))
                    .isEqualTo(new TunnelMessage.HttpResponse(
                            1, false, "", 200, false, Map.of("A", List.of("b")), Optional.empty()));
        }

        @ParameterizedTest
        @ValueSource(strings = {"d93b", "da003b", "db0000003b"})
        void takesEveryFormOfTheJson(String head) throws MalformedTunnelMessageException {
            assertThat(decode(framed("9302" + head + ascii(JSON) + "c0")))
                    .isInstanceOf(TunnelMessage.HttpResponse.class);
        }

        @ParameterizedTest
        @ValueSource(strings = {"c402", "c50002", "c600000002"})
        void takesEveryFormOfTheContent(String head) throws MalformedTunnelMessageException {
            assertThat(decode(framed("9302d93b" + ascii(JSON) + head + "0102")).content())
                    .contains(Bytes.wrap(new byte[] {1, 2}));
        }

        @Test
        void takesBackWhatWasWritten() throws MalformedTunnelMessageException {
            TunnelMessage request = request(Optional.of(Bytes.wrap(new byte[70_000])));

            assertThat(decode(hex(request))).isEqualTo(request);
        }

        @Test
        void namesTheRuleAndQuotesNothing() {
            assertThatThrownBy(() -> decode(framed("9302d93b" + ascii(JSON.replace("200", "\"s\"")) + "c0")))
                    .isInstanceOf(MalformedTunnelMessageException.class)
                    .hasMessage("the second item is the JSON of a message");
            assertThatThrownBy(() -> decode(framed("9301d93b" + ascii(JSON) + "c0")))
                    .isInstanceOf(MalformedTunnelMessageException.class)
                    .hasMessage("the type is the same in frame and JSON");
        }

        @Test
        void allocatesNothingOnTheWordOfALength() {
            assertThatThrownBy(() -> decode(framed("9302db7fffffff")))
                    .isInstanceOf(MalformedTunnelMessageException.class)
                    .hasMessage("a message is whole");
        }
    }

    @Test
    void nothingSecretIsPrinted() {
        assertThat(request(Optional.of(Bytes.utf8("secret")))).hasToString("HttpRequest[7 POST]");
    }
}
