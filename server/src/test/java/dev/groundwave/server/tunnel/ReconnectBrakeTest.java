package dev.groundwave.server.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("events-and-operations 3.1, a back end that reconnects in a tight loop")
final class ReconnectBrakeTest {
    private final ReconnectBrake brake = new ReconnectBrake();
    private long nanos = -5;

    private Duration wait(String backEnd) {
        return brake.waitOf(backEnd, nanos);
    }

    private void comeFreely(String backEnd) {
        for (int i = 0; i < ReconnectBrake.FREE; i++) {
            assertThat(wait(backEnd)).isZero();
        }
    }

    @Test
    void waitsFromTheSixthTimeOn() {
        comeFreely("a");

        assertThat(wait("a")).isEqualTo(ReconnectBrake.WAIT);
        assertThat(wait("a")).isEqualTo(ReconnectBrake.WAIT);
        assertThat(wait("b")).isZero();
    }

    @Test
    void isFreeAgainWhenTheWindowIsOver() {
        comeFreely("a");
        nanos += ReconnectBrake.WINDOW.toNanos() - 1;
        assertThat(wait("a")).isPositive();
        nanos += 1;
        assertThat(wait("a")).isZero();
    }

    @Test
    void isForgottenAfterManyOthers() {
        comeFreely("a");
        for (int i = 0; i < 1024; i++) {
            assertThat(wait("other" + i)).isZero();
        }

        assertThat(wait("a")).isZero();
    }
}
