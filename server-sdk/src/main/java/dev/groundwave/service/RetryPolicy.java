package dev.groundwave.service;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Which failed calls are repeated, how often, and after what pause.
 *
 * <p>Repeated are calls that certainly had no effect: never sent, or answered 408, 429, or 503 with
 * {@code Retry-After}. Calls by GET, HEAD, PUT and DELETE, which may happen twice without harm, are repeated after a
 * connection broken meanwhile and after other 5xx as well, but for 501 and 505. A function without state. Source:
 * rest-api.md, section 11.
 *
 * @param maxRetries repeats after the first try; 0 for none
 * @param firstDelay the pause before the first repeat; doubled for each next one
 * @param maxDelay the longest pause; a service that asks for more is not called again
 * @param repeatSends treats sends and the other POST calls like PUT: a message may then arrive twice
 */
public record RetryPolicy(int maxRetries, Duration firstDelay, Duration maxDelay, boolean repeatSends) {
    private static final Set<String> REPEATABLE = Set.of("GET", "HEAD", "PUT", "DELETE");
    private static final int MAX_DOUBLINGS = 20;

    /** Checks the ranges. */
    public RetryPolicy {
        if (maxRetries < 0) {
            throw new IllegalArgumentException("retries are 0 or more, not " + maxRetries);
        }
        if (firstDelay.isNegative() || maxDelay.compareTo(firstDelay) < 0) {
            throw new IllegalArgumentException(
                    "the first delay is 0 or more and at most the longest: " + firstDelay + ", " + maxDelay);
        }
    }

    /** How a try ended without success. */
    sealed interface Failure {
        /** The request did not leave: no connection. */
        record NotSent() implements Failure {}

        /** The request may have arrived; no answer did. */
        record Broken() implements Failure {}

        /** The service said no. */
        record Refused(int status, Optional<Duration> retryAfter) implements Failure {}
    }

    /** Three repeats after about 0.8, 1.6 and 3.2 seconds, sends only when they had no effect. */
    public static RetryPolicy standard() {
        return new RetryPolicy(3, Duration.ofMillis(800), Duration.ofSeconds(30), false);
    }

    /** Every call once. */
    public static RetryPolicy none() {
        return new RetryPolicy(0, Duration.ZERO, Duration.ZERO, false);
    }

    /** The same, but sends are repeated like calls without side effects: a message may arrive twice. */
    public RetryPolicy withRepeatedSends() {
        return new RetryPolicy(maxRetries, firstDelay, maxDelay, true);
    }

    /**
     * The pause before the next try, or empty when the failure is final.
     *
     * @param retries repeats made so far
     * @param jitter from 0 to 1: spreads callers that failed together by a fifth to both sides
     */
    Optional<Duration> delayAfter(Failure failure, String method, int retries, double jitter) {
        if (retries >= maxRetries || !mayRepeat(failure, repeatSends || REPEATABLE.contains(method))) {
            return Optional.empty();
        }
        Optional<Duration> asked = failure instanceof Failure.Refused refused ? refused.retryAfter() : Optional.empty();
        return asked.isPresent()
                ? asked.filter(delay -> delay.compareTo(maxDelay) <= 0)
                : Optional.of(backoff(retries, jitter));
    }

    private static boolean mayRepeat(Failure failure, boolean harmless) {
        if (failure instanceof Failure.Refused refused) {
            return switch (refused.status()) {
                case 408, 429 -> true;
                case 501, 505 -> false;
                case 503 -> harmless || refused.retryAfter().isPresent();
                default -> harmless && refused.status() >= 500;
            };
        }
        return harmless || failure instanceof Failure.NotSent;
    }

    private Duration backoff(int retries, double jitter) {
        double factor = (1L << Math.min(retries, MAX_DOUBLINGS)) * (0.8 + 0.4 * jitter);
        Duration delay = Duration.ofMillis(Math.round(firstDelay.toMillis() * factor));
        return delay.compareTo(maxDelay) < 0 ? delay : maxDelay;
    }
}
