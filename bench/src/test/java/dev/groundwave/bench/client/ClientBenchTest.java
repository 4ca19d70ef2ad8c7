package dev.groundwave.bench.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The benchmark itself, so small that its figures mean nothing. */
final class ClientBenchTest {
    @Test
    void measuresAllClientsThatItHas() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            List<String> few = List.of("--messages", "1200", "--rounds", "2", "--warm-ups", "1");
            new ClientBench(ClientBenchOptions.parse(few), out).run();
        }

        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains("the official JavaScript client is left out")
                .contains("  bare ")
                .contains("  ours ")
                .contains("  ours-reliable ");
    }

    @Test
    void refusesUnknownOptions() {
        assertThatIllegalArgumentException().isThrownBy(() -> ClientBenchOptions.parse(List.of("--laps", "3")));
        assertThatIllegalArgumentException().isThrownBy(() -> ClientBenchOptions.parse(List.of("--rounds")));
    }
}
