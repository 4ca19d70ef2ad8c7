package dev.groundwave.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Source: client-protocol.md, section 13.6; protobuf.dev, Encoding. */
final class AnyShapeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // both fields have their defaults
                "0A0175", // type_url "u"
                "0A01751202FFFE", // value may be any bytes
                "0A03E282AC", // type_url "€"
                "120100" + "0A0175" + "0A0176", // any order, repeated
                "0801", // field 1 as a number is a field one does not know
                "1801" + "190000000000000000" + "1D00000000" + "1A00", // other fields of every wire type
                "1B" + "0801" + "1C", // a group
                "1B" + "0A01FF" + "1C", // field 1 inside a group is not the type_url
                "18FFFFFFFFFFFFFFFFFF01" // the longest number
            })
    void acceptsWhatAProtobufReaderAccepts(String hex) {
        assertThat(AnyShape.isAny(HexFormat.of().parseHex(hex))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0A", // no length
                "0A0275", // cut short
                "0A01FF", // type_url is not UTF-8
                "12FFFFFFFF0F", // a length beyond the end
                "12FFFFFFFFFFFFFFFFFF01", // a negative length
                "00", // field 0
                "0200",
                "0F", // wire type 7
                "0E",
                "08", // no number
                "08FF",
                "18FFFFFFFFFFFFFFFFFFFF01", // a number of eleven bytes
                "1900000000000000", // seven of eight bytes
                "1D000000",
                "1B", // a group that stays open
                "1C", // a group that never began
                "1B" + "24", // a group closed as another
                "FFFFFFFFFF7F" // a field number beyond 32 bits
            })
    void refusesTheRest(String hex) {
        assertThat(AnyShape.isAny(HexFormat.of().parseHex(hex))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {101, 1_000_000})
    void followsNoMoreThanAHundredGroups(int depth) {
        assertThat(AnyShape.isAny(HexFormat.of().parseHex("1B".repeat(100) + "1C".repeat(100))))
                .isTrue();
        assertThat(AnyShape.isAny(HexFormat.of().parseHex("1B".repeat(depth) + "1C".repeat(depth))))
                .isFalse();
    }
}
