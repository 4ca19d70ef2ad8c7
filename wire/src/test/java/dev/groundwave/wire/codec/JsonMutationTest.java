package dev.groundwave.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Frames that are nearly right, always the same ones. Source: client-protocol.md, section 13.6. */
final class JsonMutationTest {
    private static final int FRAMES = 30_000;

    private static void mutate(List<byte[]> samples, Predicate<byte[]> isRead) {
        Mutations mutations = new Mutations(1, samples);
        int read = 0;
        for (int i = 0; i < FRAMES; i++) {
            read += isRead.test(mutations.next()) ? 1 : 0;
        }
        // Both outcomes must be met, or the mutations try nothing.
        assertThat(read).isBetween(FRAMES / 100, FRAMES - FRAMES / 100);
    }

    @Nested
    final class FromClients {
        @Test
        void samplesAreRead() {
            assertThat(JsonSamples.clientFrames().stream().map(JsonSamples.RULES::checkClientMessage))
                    .hasSizeGreaterThan(40)
                    .containsOnly(true);
        }

        @Test
        void changedSamplesAreReadOrRefused() {
            mutate(JsonSamples.clientFrames(), JsonSamples.RULES::checkClientMessage);
        }

        @Test
        void whatAFuzzerFoundIsReadOrRefused() throws Exception {
            assertThat(JsonSamples.RULES.findings(JsonClientMessageFuzzing.class))
                    .isNotEmpty()
                    .allSatisfy(JsonSamples.RULES::checkClientMessage);
        }
    }

    @Nested
    final class FromTheService {
        @Test
        void samplesAreRead() {
            assertThat(JsonSamples.serviceFrames().stream().map(JsonSamples.RULES::checkServiceMessage))
                    .hasSizeGreaterThan(40)
                    .containsOnly(true);
        }

        @Test
        void changedSamplesAreReadOrRefused() {
            mutate(JsonSamples.serviceFrames(), JsonSamples.RULES::checkServiceMessage);
        }

        @Test
        void whatAFuzzerFoundIsReadOrRefused() throws Exception {
            assertThat(JsonSamples.RULES.findings(JsonServiceMessageFuzzing.class))
                    .isNotEmpty()
                    .allSatisfy(JsonSamples.RULES::checkServiceMessage);
        }
    }
}
