package dev.groundwave.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Delays between attempts. Source: client-sdk.md, section 1.2. */
final class BackoffTest {
    private static final double GREATEST = Math.nextDown(1.0);
    private static final RetryOptions DOUBLING =
            RetryOptions.exponential(RetryOptions.UNLIMITED, Duration.ofMillis(800), Duration.ofSeconds(30));

    @Test
    void doubleUpToTheLongestHoweverOftenItIsTried() {
        assertThat(Backoff.nominal(DOUBLING, 1)).isEqualTo(Duration.ofMillis(800));
        assertThat(Backoff.nominal(DOUBLING, 2)).isEqualTo(Duration.ofMillis(1_600));
        assertThat(Backoff.nominal(DOUBLING, 3)).isEqualTo(Duration.ofMillis(3_200));
        assertThat(Backoff.nominal(DOUBLING, 7)).isEqualTo(Duration.ofSeconds(30));
        assertThat(Backoff.nominal(DOUBLING, RetryOptions.UNLIMITED)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void ofMessagesAreAFifthMoreOrLess() { // 9
        assertThat(Backoff.slightJitter(DOUBLING, 1, 0)).isEqualTo(Duration.ofMillis(640));
        assertThat(Backoff.slightJitter(DOUBLING, 1, GREATEST))
                .isBetween(Duration.ofMillis(959), Duration.ofMillis(960));
        assertThat(Backoff.slightJitter(DOUBLING, 3, 0)).isEqualTo(Duration.ofMillis(2_560));
    }

    @Test
    void ofConnectionsAreAnythingUpToTheWhole() {
        assertThat(Backoff.fullJitter(DOUBLING, 2, 0)).isZero();
        assertThat(Backoff.fullJitter(DOUBLING, 2, GREATEST))
                .isBetween(Duration.ofMillis(1_599), Duration.ofMillis(1_600));
    }
}
