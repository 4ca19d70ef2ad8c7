package dev.groundwave.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwave.service.RetryPolicy.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The rule as a function. Source: rest-api.md, section 11. */
class RetryPolicyTest {
    private static final RetryPolicy POLICY = RetryPolicy.standard();
    private static final List<String> HARMLESS = List.of("GET", "HEAD", "PUT", "DELETE");

    private static boolean repeats(RetryPolicy policy, Failure failure, String method) {
        return policy.delayAfter(failure, method, 0, 0.5).isPresent();
    }

    private static Failure refused(int status) {
        return new Failure.Refused(status, Optional.empty());
    }

    @Test
    void whatNeverLeftIsRepeatedForEveryMethod() {
        assertThat(repeats(POLICY, new Failure.NotSent(), "POST")).isTrue();
        assertThat(HARMLESS).allMatch(method -> repeats(POLICY, new Failure.NotSent(), method));
    }

    @Test
    void whatMayHaveArrivedIsRepeatedOnlyWhenThatIsHarmless() {
        assertThat(repeats(POLICY, new Failure.Broken(), "POST")).isFalse();
        assertThat(HARMLESS).allMatch(method -> repeats(POLICY, new Failure.Broken(), method));
    }

    @Test
    void statusesThatMeanNothingHappenedAreRepeatedForEveryMethod() {
        assertThat(List.of(408, 429)).allMatch(status -> repeats(POLICY, refused(status), "POST"));
        assertThat(repeats(POLICY, new Failure.Refused(503, Optional.of(Duration.ofSeconds(1))), "POST"))
                .isTrue();
    }

    @Test
    void otherServerErrorsAreRepeatedOnlyWhenThatIsHarmless() {
        assertThat(List.of(500, 502, 503, 504, 599))
                .noneMatch(status -> repeats(POLICY, refused(status), "POST"))
                .allMatch(status -> repeats(POLICY, refused(status), "PUT"))
                .allMatch(status -> repeats(POLICY.withRepeatedSends(), refused(status), "POST"));
    }

    @Test
    void whatWillNeverWorkIsNotRepeated() {
        assertThat(List.of(300, 400, 401, 403, 404, 409, 415, 501, 505))
                .noneMatch(status -> repeats(POLICY.withRepeatedSends(), refused(status), "GET"));
    }

    @Test
    void pausesDoubleUpToTheLongestAndSpreadByAFifth() {
        RetryPolicy policy = new RetryPolicy(100, Duration.ofSeconds(1), Duration.ofSeconds(10), false);
        Failure failure = new Failure.NotSent();

        assertThat(policy.delayAfter(failure, "GET", 0, 0)).contains(Duration.ofMillis(800));
        assertThat(policy.delayAfter(failure, "GET", 0, 1)).contains(Duration.ofMillis(1200));
        assertThat(policy.delayAfter(failure, "GET", 2, 0.5)).contains(Duration.ofSeconds(4));
        assertThat(policy.delayAfter(failure, "GET", 4, 0.5)).contains(Duration.ofSeconds(10));
        assertThat(policy.delayAfter(failure, "GET", 99, 0.5)).contains(Duration.ofSeconds(10));
    }

    @Test
    void noneMeansEveryCallOnce() {
        assertThat(repeats(RetryPolicy.none(), new Failure.NotSent(), "GET")).isFalse();
    }

    @Test
    void valuesOutOfRangeAreRefused() {
        Duration second = Duration.ofSeconds(1);

        assertThatThrownBy(() -> new RetryPolicy(-1, second, second, false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RetryPolicy(1, second, Duration.ZERO, false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RetryPolicy(1, second.negated(), second, false))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
