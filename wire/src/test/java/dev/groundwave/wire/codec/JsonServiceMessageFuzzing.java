package dev.groundwave.wire.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes in place of a service's JSON message, for as long as one likes: see CONTRIBUTING.md.
 *
 * <p>Not part of the build, where {@link JsonMutationTest} asks the same. What is found goes into the folder of inputs
 * named after this class. Source: client-protocol.md, section 13.6.
 */
final class JsonServiceMessageFuzzing {
    static Stream<byte[]> seeds() {
        return JsonSamples.serviceFrames().stream();
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "60m", maxExecutions = 5_000_000)
    void anyBytesAreReadOrRefused(byte[] input) {
        JsonSamples.RULES.checkServiceMessage(input);
    }
}
