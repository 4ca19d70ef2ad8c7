package dev.groundwave.client;

import java.time.Duration;

/**
 * How often and how patiently to try again. Source: client-sdk.md, sections 1.2 and 2.7.
 *
 * @param maxRetries attempts after the first failure; {@link #UNLIMITED} for no end
 * @param mode how delays grow
 * @param delay the first
 * @param maxDelay the longest
 */
public record RetryOptions(int maxRetries, Mode mode, Duration delay, Duration maxDelay) {
    /** Never give up. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    /** How delays grow. */
    public enum Mode {
        /** Always the first delay. */
        FIXED,
        /** Each twice the one before. */
        EXPONENTIAL
    }

    /** Checks the ranges. */
    public RetryOptions {
        if (maxRetries < 0) {
            throw new IllegalArgumentException("maxRetries is " + maxRetries + ", at least 0 is allowed");
        }
        Spans.notNegative("delay", delay);
        Spans.notNegative("maxDelay", maxDelay);
        if (maxDelay.compareTo(delay) < 0) {
            throw new IllegalArgumentException(
                    "delay is " + delay + " and maxDelay " + maxDelay + ", which must not be less");
        }
    }

    /** Growing delays. */
    public static RetryOptions exponential(int maxRetries, Duration delay, Duration maxDelay) {
        return new RetryOptions(maxRetries, Mode.EXPONENTIAL, delay, maxDelay);
    }

    /** Equal delays. */
    public static RetryOptions fixed(int maxRetries, Duration delay) {
        return new RetryOptions(maxRetries, Mode.FIXED, delay, delay);
    }

    /** No second attempt after an error answer or a missing ack; keeps strict order of operations. */
    public static RetryOptions none() {
        return new RetryOptions(0, Mode.FIXED, Duration.ZERO, Duration.ZERO);
    }
}
