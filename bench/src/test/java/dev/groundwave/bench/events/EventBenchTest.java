package dev.groundwave.bench.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The benchmark itself, so small that its figures mean nothing. */
final class EventBenchTest {
    @Test
    void measuresTheHandlerAndTheService() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            List<String> few = List.of("--connections", "3", "--echoes", "100", "--rounds", "2", "--warm-ups", "1");
            new EventBench(EventBenchOptions.parse(few), out).run();
        }

        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains("echo-3: 100 echoes")
                .contains("  direct ")
                .contains("  groundwave ")
                .contains(" p99 ");
    }

    @Test
    void refusesUnknownOptions() {
        assertThatIllegalArgumentException().isThrownBy(() -> EventBenchOptions.parse(List.of("--laps", "3")));
        assertThatIllegalArgumentException().isThrownBy(() -> EventBenchOptions.parse(List.of("--rounds")));
    }
}
