package dev.groundwave.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class ManualClockTest {
    @Test
    void timeMovesOnlyWhenItIsAdvanced() {
        ManualClock clock = new ManualClock(Instant.EPOCH);

        assertThat(clock.instant()).isEqualTo(Instant.EPOCH);
        clock.advance(Duration.ofMillis(1500));
        assertThat(clock.millis()).isEqualTo(1500);
    }
}
