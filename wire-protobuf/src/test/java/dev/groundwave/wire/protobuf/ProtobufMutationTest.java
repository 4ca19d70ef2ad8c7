package dev.groundwave.wire.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.wire.codec.Mutations;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Frames that are nearly right, always the same ones. Source: client-protocol.md, section 13.6. */
final class ProtobufMutationTest {
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
            assertThat(ProtobufSamples.clientFrames().stream().map(ProtobufSamples.RULES::checkClientMessage))
                    .hasSizeGreaterThan(40)
                    .containsOnly(true);
        }

        @Test
        void changedSamplesAreReadOrRefused() {
            mutate(ProtobufSamples.clientFrames(), ProtobufSamples.RULES::checkClientMessage);
        }

        @Test
        void whatAFuzzerFoundIsReadOrRefused() throws Exception {
            assertThat(ProtobufSamples.RULES.findings(ProtobufClientMessageFuzzing.class))
                    .isNotEmpty()
                    .allSatisfy(ProtobufSamples.RULES::checkClientMessage);
        }
    }

    @Nested
    final class FromTheService {
        @Test
        void samplesAreRead() {
            assertThat(ProtobufSamples.serviceFrames().stream().map(ProtobufSamples.RULES::checkServiceMessage))
                    .hasSizeGreaterThan(40)
                    .containsOnly(true);
        }

        @Test
        void changedSamplesAreReadOrRefused() {
            mutate(ProtobufSamples.serviceFrames(), ProtobufSamples.RULES::checkServiceMessage);
        }

        @Test
        void whatAFuzzerFoundIsReadOrRefused() throws Exception {
            assertThat(ProtobufSamples.RULES.findings(ProtobufServiceMessageFuzzing.class))
                    .isNotEmpty()
                    .allSatisfy(ProtobufSamples.RULES::checkServiceMessage);
        }
    }
}
