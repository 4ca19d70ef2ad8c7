package dev.groundwave.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.groundwave.wire.CloseReason;
import dev.groundwave.wire.MalformedMessageException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every row of bad input that concerns JSON ends in close 1007. Source: client-protocol.md, section 13.6. */
final class MalformedJsonTest {
    private final JsonCodec codec = new JsonCodec();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "x",
                "{",
                "[]",
                "[{\"type\":\"ping\"}]",
                "null",
                "1",
                "\"ping\"",
                "\ufeff{\"type\":\"ping\"}",
                "{'type':'ping'}",
                "{type:\"ping\"}",
                "{\"type\":\"ping\",}",
                "{\"type\":\"ping\"",
                "{\"type\":\"ping\"}}",
                "{\"type\":\"ping\"} {}",
                "{\"type\":\"ping\"} x",
                "{\"type\":\"ping\"}//",
                "{\"type\" \"ping\"}",
                "{\"type\":\"pi\nng\"}",
                "{\"type\":\"ping\",\"x\":01}",
                "{\"type\":\"ping\",\"x\":NaN}",
                "{\"type\":\"ping\",\"x\":1.}",
                "{\"type\":\"ping\",\"x\":\"\\q\"}"
            })
    void whatIsNotOneJsonObject(String frame) {
        assertMalformed(frame);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"group\":\"room\"}",
                "{\"type\":null}",
                "{\"type\":1}",
                "{\"type\":[\"ping\"]}",
                "{\"type\":\"\"}",
                "{\"type\":\"pings\"}",
                "{\"type\":\"pong\"}",
                "{\"type\":\"\u017fendToGroup\",\"group\":\"room\",\"data\":1}",
                "{\"type\":\"ping\",\"type\":\"nothing\"}",
                "{\"type\":\"ping\",\"type\":null}"
            })
    void aTypeThatIsMissingOrUnknown(String frame) {
        assertMalformed(frame);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"joinGroup\"}",
                "{\"type\":\"joinGroup\",\"group\":null}",
                "{\"type\":\"joinGroup\",\"group\":1}",
                "{\"type\":\"joinGroup\",\"group\":\"\"}",
                "{\"type\":\"joinGroup\",\"group\":\" \"}",
                "{\"type\":\"joinGroup\",\"Group\":\"room\"}",
                "{\"type\":\"joinGroup\",\"group\":\"room\",\"group\":{}}",
                "{\"type\":\"leaveGroup\"}",
                "{\"type\":\"leaveGroup\",\"group\":\"\"}",
                "{\"type\":\"sendToGroup\",\"data\":1}",
                "{\"type\":\"sendToGroup\",\"group\":[\"room\"],\"data\":1}",
                "{\"type\":\"event\",\"data\":1}",
                "{\"type\":\"event\",\"event\":null,\"data\":1}",
                "{\"type\":\"event\",\"event\":\"\",\"data\":1}",
                "{\"type\":\"event\",\"event\":\"1a\",\"data\":1}",
                "{\"type\":\"event\",\"event\":\"a b\",\"data\":1}"
            })
    void aNameThatIsMissingOrInvalid(String frame) {
        assertMalformed(frame);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",\"dataType\":\"text\"",
                ",\"metadata\":{}",
                ",\"metadata\":null",
                ",\"data\":null",
                ",\"data\":null,\"metadata\":{\"a\":\"b\"}",
                ",\"data\":1,\"data\":null",
                ",\"dataType\":\"text\",\"data\":1",
                ",\"dataType\":\"text\",\"data\":{}",
                ",\"data\":[],\"dataType\":\"text\"",
                ",\"dataType\":\"binary\",\"data\":true",
                ",\"dataType\":\"binary\",\"data\":\"AAE\"",
                ",\"dataType\":\"binary\",\"data\":\"AA=\"",
                ",\"dataType\":\"binary\",\"data\":\"AA==AA==\"",
                ",\"dataType\":\"binary\",\"data\":\"A===\"",
                ",\"dataType\":\"binary\",\"data\":\"====\"",
                ",\"dataType\":\"binary\",\"data\":\"AA E\"",
                ",\"dataType\":\"binary\",\"data\":\"-_-_\"",
                ",\"dataType\":\"binary\",\"data\":\"\u20acAAA\"",
                ",\"dataType\":\"protobuf\",\"data\":{}",
                ",\"dataType\":\"protobuf\",\"data\":\"!\"",
                ",\"dataType\":\"protobuf\",\"data\":\"CgVh\"",
                ",\"dataType\":\"xml\",\"data\":\"\"",
                ",\"dataType\":1,\"data\":\"\"",
                ",\"dataType\":\"\",\"data\":\"\"",
                ",\"dataType\":\"text\",\"data\":\"\",\"dataType\":\"xml\"",
                ",\"dataType\":\"xml\",\"metadata\":{\"a\":\"b\"}"
            })
    void dataThatDoesNotFitItsType(String members) {
        assertMalformed("{\"type\":\"sendToGroup\",\"group\":\"room\"" + members + "}");
        assertMalformed("{\"type\":\"event\",\"event\":\"order\"" + members + "}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "-0",
                "1.0",
                "1e0",
                "1E2",
                "\"1\"",
                "true",
                "[]",
                "{}",
                "18446744073709551616",
                "18446744073709551625",
                "99999999999999999999",
                "184467440737095516150",
                "1000000000000000000000000000000000000000"
            })
    void anIdThatIsNotAnUnsignedIntegerLiteral(String id) {
        assertMalformed("{\"type\":\"joinGroup\",\"group\":\"room\",\"ackId\":" + id + "}");
        assertMalformed("{\"ackId\":" + id + ",\"group\":\"room\",\"type\":\"leaveGroup\"}");
        assertMalformed("{\"type\":\"sendToGroup\",\"group\":\"room\",\"data\":1,\"ackId\":" + id + "}");
        assertMalformed("{\"type\":\"event\",\"event\":\"order\",\"data\":1,\"ackId\":" + id + "}");
        assertMalformed("{\"type\":\"sequenceAck\",\"sequenceId\":" + id + "}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"noEcho\":1",
                "\"noEcho\":\"true\"",
                "\"noEcho\":{}",
                "\"ttlSeconds\":-1",
                "\"ttlSeconds\":301",
                "\"ttlSeconds\":1.0",
                "\"ttlSeconds\":\"1\"",
                "\"ttlSeconds\":true",
                "\"ttlSeconds\":4294967296",
                "\"ttlSeconds\":18446744073709551615",
                "\"metadata\":1",
                "\"metadata\":\"a\"",
                "\"metadata\":[]",
                "\"metadata\":{\"a\":1}",
                "\"metadata\":{\"a\":null}",
                "\"metadata\":{\"a\":{}}",
                "\"metadata\":{\"a\":\"1\",\"a\":\"1\"}",
                "\"metadata\":{\"\":\"1\"}",
                "\"metadata\":{\"a b\":\"1\"}",
                "\"metadata\":{\"\u00e4\":\"1\"}",
                "\"metadata\":{\"a\":\"\u00e4\"}"
            })
    void anOptionWithAWrongValue(String member) {
        assertMalformed("{\"type\":\"sendToGroup\",\"group\":\"room\",\"data\":1," + member + "}");
        assertMalformed("{" + member + ",\"type\":\"sendToGroup\",\"group\":\"room\",\"data\":1}");
    }

    @Test
    void aMissingSequenceId() {
        assertMalformed("{\"type\":\"sequenceAck\"}");
        assertMalformed("{\"type\":\"sequenceAck\",\"sequenceId\":null}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FF",
                "C080", // an overlong NUL
                "E282", // cut short
                "EDA080", // a surrogate
                "F5808080" // beyond U+10FFFF
            })
    void utf8ThatIsBrokenAnywhere(String hex) {
        String broken = latin1(HexFormat.of().parseHex(hex));

        for (String frame : new String[] {
            "{\"type\":\"ping\",\"x\":\"" + broken + "\"}",
            "{\"type\":\"ping\",\"" + broken + "\":1}",
            "{\"type\":\"sendToGroup\",\"group\":\"room\",\"data\":{\"a\":[\"" + broken + "\"]}}",
            "{\"type\":\"ping\"}" + broken
        }) {
            byte[] bytes = frame.getBytes(StandardCharsets.ISO_8859_1);
            assertThatExceptionOfType(MalformedMessageException.class)
                    .isThrownBy(() -> codec.decodeClientMessage(bytes, 0, bytes.length))
                    .satisfies(e -> assertThat(e.closeReason()).isEqualTo(CloseReason.INVALID_UTF8))
                    .satisfies(e -> assertThat(e.closeReason().code()).isEqualTo(1007));
        }
    }

    @Test
    void jsonInAnotherEncoding() {
        for (java.nio.charset.Charset charset :
                new java.nio.charset.Charset[] {StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE}) {
            byte[] frame = "{\"type\":\"ping\"}".getBytes(charset);
            assertThatExceptionOfType(MalformedMessageException.class)
                    .isThrownBy(() -> codec.decodeClientMessage(frame, 0, frame.length));
        }
    }

    @Test
    void theExceptionQuotesNothingOfTheFrame() {
        for (String frame : new String[] {
            "{\"type\":\"secret\"}",
            "{\"type\":\"joinGroup\",\"group\":\"" + "secret".repeat(200) + "\"}",
            "{\"type\":\"event\",\"event\":\"secret secret\",\"data\":1}",
            "secret",
            "{\"secret",
            "{\"type\":\"event\",\"event\":\"a\",\"dataType\":\"binary\",\"data\":\"secret!!\"}",
            "{\"type\":\"event\",\"event\":\"a\",\"data\":1,\"metadata\":{\"secret secret\":\"\"}}"
        }) {
            byte[] bytes = frame.getBytes(StandardCharsets.UTF_8);
            assertThatExceptionOfType(MalformedMessageException.class)
                    .isThrownBy(() -> codec.decodeClientMessage(bytes, 0, bytes.length))
                    .satisfies(e -> assertThat(e.toString()).doesNotContain("secret"));
        }
    }

    private void assertMalformed(String frame) {
        byte[] bytes = frame.getBytes(StandardCharsets.UTF_8);
        assertThatExceptionOfType(MalformedMessageException.class)
                .as(frame)
                .isThrownBy(() -> codec.decodeClientMessage(bytes, 0, bytes.length))
                .satisfies(e -> assertThat(e.closeReason()).isEqualTo(CloseReason.INVALID_JSON_MESSAGE))
                .satisfies(e -> assertThat(e.closeReason().code()).isEqualTo(1007));
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
