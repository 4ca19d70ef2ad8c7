package dev.groundwave.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.wire.MalformedMessageException;
import dev.groundwave.wire.WireLimits;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A client that is let in can send frames up to the limit as fast as it likes: none may take much more memory than it
 * has bytes. Source: client-protocol.md, sections 4 and 13.6.
 */
// The bound of a hang, not of a duration.
@Timeout(60)
final class JsonCostTest {
    private final MessageCodec codec = new JsonCodec();

    static Stream<Arguments> frames() {
        return Stream.of(
                frame("a long number", "{\"type\":\"joinGroup\",\"group\":\"g\",\"ackId\":", i -> "9", "}"),
                frame("a long number as data", "{\"type\":\"event\",\"event\":\"e\",\"data\":", i -> "9", "}"),
                frame("a long exponent", "{\"type\":\"event\",\"event\":\"e\",\"data\":1e", i -> "9", "}"),
                frame("a long group", "{\"type\":\"joinGroup\",\"group\":\"", i -> "x", "\"}"),
                frame("a long name", "{\"type\":\"ping\",\"", i -> "x", "\":1}"),
                frame(
                        "a long text",
                        "{\"type\":\"event\",\"event\":\"e\",\"dataType\":\"text\",\"data\":\"",
                        i -> "x",
                        "\"}"),
                frame(
                        "escapes",
                        "{\"type\":\"event\",\"event\":\"e\",\"dataType\":\"text\",\"data\":\"",
                        i -> "\\n",
                        "\"}"),
                frame(
                        "binary",
                        "{\"type\":\"event\",\"event\":\"e\",\"dataType\":\"binary\",\"data\":\"",
                        i -> "AAAA",
                        "\"}"),
                frame("an array", "{\"type\":\"event\",\"event\":\"e\",\"data\":[1", i -> ",1", "]}"),
                frame("arrays in arrays", "{\"type\":\"event\",\"event\":\"e\",\"data\":", i -> "[", ""),
                frame("objects in objects", "{\"type\":\"event\",\"event\":\"e\",\"data\":", i -> "{\"a\":", ""),
                frame("errors in errors", "{\"type\":\"ping\",\"error\":", i -> "{\"error\":", ""),
                frame("unknown names", "{\"type\":\"ping\"", i -> ",\"" + i + "\":1", "}"),
                frame("the same name", "{\"type\":\"ping\"", i -> ",\"type\":\"ping\"", "}"),
                frame("data again and again", "{\"type\":\"ping\"", i -> ",\"data\":\"\"", "}"),
                frame("errors again and again", "{\"type\":\"ping\"", i -> ",\"error\":{}", "}"),
                frame("streams again and again", "{\"type\":\"ping\"", i -> ",\"stream\":{}", "}"),
                frame("items", "{\"type\":\"ping\",\"items\":[{}", i -> ",{}", "]}"),
                frame("items again and again", "{\"type\":\"ping\"", i -> ",\"items\":[]", "}"),
                frame("metadata", "{\"type\":\"ping\",\"metadata\":{\"\":\"\"", i -> ",\"" + i + "\":\"\"", "}}"),
                frame("state", "{\"type\":\"ping\",\"state\":{\"\":\"\"", i -> ",\"" + i + "\":\"\"", "}}"));
    }

    private static Arguments frame(String name, String head, IntFunction<String> part, String tail) {
        int parts = WireLimits.MAX_MESSAGE_BYTES / (part.apply(100_000).length() + 1);
        String body = IntStream.range(0, parts).mapToObj(part).collect(Collectors.joining());
        return Arguments.argumentSet(name, (Object) (head + body + tail).getBytes(StandardCharsets.UTF_8));
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
