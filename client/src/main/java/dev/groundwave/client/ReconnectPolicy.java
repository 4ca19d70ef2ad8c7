package dev.groundwave.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.DoubleSupplier;

/**
 * Counts attempts and says when the next one is due, or that there is none. No clock, no threads.
 *
 * <p>Source: client-sdk.md, sections 1.3 and 2.7.
 */
final class ReconnectPolicy {
    /** A connection that lived so long proves that the server is well. */
    private static final Duration LONG_LIFE = Duration.ofSeconds(30);
    /** Clients of a server that says goodbye spread their return over this time. */
    private static final Duration GOING_AWAY_SPREAD = Duration.ofSeconds(2);

    private static final int GOING_AWAY = 1001;
    private static final int MAX_REFUSALS = 3;

    /**
     * What follows.
     *
     * @param attempt the number of the next attempt, from 1
     * @param stop present when there is none
     */
    record Next(int attempt, Duration delay, Optional<StopReason> stop) {}

    private final RetryOptions options;
    private final boolean hasFixedUrl;
    private final DoubleSupplier random;

    /** Failed attempts since the last connection. */
    private int failures;
    /** Refusals with 401 or 403 in a row. */
    private int refusals;
    /** Where the backoff stands; short-lived connections do not reset it. */
    private int step;

    ReconnectPolicy(RetryOptions options, boolean hasFixedUrl, DoubleSupplier random) {
        this.options = options;
        this.hasFixedUrl = hasFixedUrl;
        this.random = random;
    }

    /** A connection stands. */
    void connected() {
        failures = 0;
        refusals = 0;
    }

    /** A connection that lived so long was lost. */
    Next afterLoss(Duration lived, int closeCode) {
        if (options.maxRetries() == 0) {
            return stop(StopReason.RETRIES_EXHAUSTED);
        }
        if (lived.compareTo(LONG_LIFE) < 0) {
            step++;
            return go(Backoff.fullJitter(options, step, random.getAsDouble()));
        }
        step = 0;
        return go(spread(closeCode, random));
    }

    /** How long to wait before the first attempt after a close with this code. */
    static Duration spread(int closeCode, DoubleSupplier random) {
        double part = closeCode == GOING_AWAY ? random.getAsDouble() : 0;
        return Duration.ofNanos((long) (GOING_AWAY_SPREAD.toNanos() * part));
    }

    /** An attempt failed. */
    Next afterFailure(ConnectFailedException failure) {
        failures++;
        countRefusal(failure.httpStatus());
        if (hasFixedUrl && refusals >= MAX_REFUSALS) {
            return stop(StopReason.CREDENTIAL_REJECTED);
        }
        if (failures >= options.maxRetries()) {
            return stop(StopReason.RETRIES_EXHAUSTED);
        }
        step++;
        Duration delay = Backoff.fullJitter(options, step, random.getAsDouble());
        Duration asked = retryAfter(failure);
        return go(asked.compareTo(delay) > 0 ? asked : delay);
    }

    private void countRefusal(OptionalInt status) {
        if (status.isEmpty()) {
            return;
        }
        boolean refused = status.getAsInt() == 401 || status.getAsInt() == 403;
        refusals = refused ? refusals + 1 : 0;
    }

    /** What the server asked for in whole seconds, up to the longest delay; else zero. */
    private Duration retryAfter(ConnectFailedException failure) {
        int status = failure.httpStatus().orElse(0);
        if (status != 429 && status != 503) {
            return Duration.ZERO;
        }
        for (Map.Entry<String, List<String>> header : failure.responseHeaders().entrySet()) {
            if (header.getKey().equalsIgnoreCase("Retry-After")
                    && header.getValue().get(0).matches("\\d{1,6}")) {
                Duration asked =
                        Duration.ofSeconds(Long.parseLong(header.getValue().get(0)));
                return asked.compareTo(options.maxDelay()) < 0 ? asked : options.maxDelay();
            }
        }
        return Duration.ZERO;
    }

    private Next go(Duration delay) {
        return new Next(failures + 1, delay, Optional.empty());
    }

    private static Next stop(StopReason reason) {
        return new Next(0, Duration.ZERO, Optional.of(reason));
    }
}
