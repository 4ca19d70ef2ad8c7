package dev.groundwave.bench.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.groundwave.bench.run.Spread;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The benchmark itself, so small that its figures mean nothing. */
final class RestBenchTest {
    @Nested
    final class ARun {
        @ParameterizedTest
        @ValueSource(strings = {"user-http1", "user-http2", "group-http1"})
        void measuresTheFloorAndTheServiceInEachRound(String scenario) throws IOException, InterruptedException {
            String printed = run("--only", scenario, "--sends", "100", "--rounds", "1", "--warm-ups", "1");

            assertThat(printed).contains(scenario + ":").contains("  floor ").contains("  groundwave ");
        }

        @Test
        void ofAnUnknownScenarioIsRefused() {
            assertThatIllegalArgumentException().isThrownBy(() -> run("--only", "user-http3"));
        }

        private static String run(String... arguments) throws IOException, InterruptedException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
                new RestBench(BenchOptions.parse(List.of(arguments)), out).run();
            }
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }

    @Nested
    final class Options {
        @Test
        void withoutAValueAreRefused() {
            assertThatIllegalArgumentException().isThrownBy(() -> BenchOptions.parse(List.of("--rounds")));
        }

        @Test
        void thatAreUnknownAreRefused() {
            assertThatIllegalArgumentException().isThrownBy(() -> BenchOptions.parse(List.of("--laps", "3")));
        }
    }

    @Nested
    final class Spreads {
        @Test
        void haveTheMiddleOfAnOddNumberOfFigures() {
            assertThat(Spread.of(List.of(9.0, 1.0, 2.0))).isEqualTo(new Spread(1.0, 2.0, 9.0));
        }

        @Test
        void haveTheMeanOfTheTwoInTheMiddleOfAnEvenNumber() {
            assertThat(Spread.of(List.of(9.0, 1.0, 2.0, 4.0))).isEqualTo(new Spread(1.0, 3.0, 9.0));
        }
    }
}
