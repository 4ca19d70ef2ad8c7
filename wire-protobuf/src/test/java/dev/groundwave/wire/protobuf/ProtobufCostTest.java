package dev.groundwave.wire.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.wire.MalformedMessageException;
import dev.groundwave.wire.WireLimits;
import dev.groundwave.wire.codec.DecoderCost;
import dev.groundwave.wire.codec.MessageCodec;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A client that is let in can send frames up to the limit as fast as it likes: none may take much more memory than it
 * has bytes. Source: client-protocol.md, sections 4, 9 and 13.6.
 */
// The bound of a hang, not of a duration.
@Timeout(60)
final class ProtobufCostTest {
    private static final int BODY = WireLimits.MAX_MESSAGE_BYTES - 16;

    private final MessageCodec codec = new ProtobufCodec();

    static Stream<Arguments> frames() {
        return Stream.of(
                Arguments.argumentSet("pings", repeated("4A00")),
                Arguments.argumentSet("an unknown number", repeated("A00601")),
                Arguments.argumentSet("an unknown empty string", repeated("A20600")),
                Arguments.argumentSet("unknown groups in groups", repeated("A306")),
                Arguments.argumentSet("an unknown group again and again", repeated("A306A406")),
                Arguments.argumentSet("unknown fields of all numbers", unknownFields()),
                Arguments.argumentSet("a long group", within("32", within("0A", repeated("61")))),
                Arguments.argumentSet("groups again and again", within("32", repeated("0A00"))),
                Arguments.argumentSet("the same metadata", within("0A", repeated("3200"))),
                Arguments.argumentSet("metadata", within("0A", metadata())),
                Arguments.argumentSet("state again and again", within("7A", repeated("1A00"))),
                Arguments.argumentSet("data again and again", within("0A", repeated("1A020A00"))),
                Arguments.argumentSet("JSON arrays", within("0A", within("1A", within("22", repeated("5B"))))),
                Arguments.argumentSet("a long varint", repeated("FF")));
    }

    private static byte[] repeated(String hex) {
        byte[] part = HexFormat.of().parseHex(hex);
        ByteBuffer frame = ByteBuffer.allocate(BODY / part.length * part.length);
        while (frame.hasRemaining()) {
            frame.put(part);
        }
        return frame.array();
    }

    /** Empty strings in the fields from 1024 on. */
    private static byte[] unknownFields() {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        for (int field = 1024; frame.size() < BODY; field++) {
            varint(field << 3 | 2, frame);
            frame.write(0);
        }
        return frame.toByteArray();
    }

    /** Entries with keys of four letters and empty values. */
    private static byte[] metadata() {
        ByteArrayOutputStream entries = new ByteArrayOutputStream();
        for (int i = 0; entries.size() < BODY; i++) {
            entries.writeBytes(new byte[] {
                0x32, 6, 0x0A, 4, letter(i >> 15), letter(i >> 10), letter(i >> 5), letter(i),
            });
        }
        return entries.toByteArray();
    }

    private static byte letter(int number) {
        return (byte) ('@' + (number & 0x1F));
    }

    private static byte[] within(String tag, byte[] body) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes(HexFormat.of().parseHex(tag));
        varint(body.length, frame);
        frame.writeBytes(body);
        return frame.toByteArray();
    }

    private static void varint(int value, ByteArrayOutputStream out) {
        int rest = value;
        while (rest > 0x7F) {
            out.write((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }

    @ParameterizedTest
    @MethodSource("frames")
    void aFrameTakesMemoryInProportionToItsLength(byte[] frame) {
        assertThat(DecoderCost.heapBytesPerByte(frame, this::reads)).isLessThan(40);
    }

    private boolean reads(byte[] frame) {
        try {
            codec.decodeClientMessage(frame, 0, frame.length);
            return true;
        } catch (MalformedMessageException e) {
            return false;
        }
    }
}
