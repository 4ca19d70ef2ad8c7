package dev.groundwave.client;

import java.time.Duration;

/** Delays between attempts, as pure functions; {@code random} is in [0, 1). Source: client-sdk.md, section 1.2. */
final class Backoff {
    private static final int MAX_DOUBLINGS = 30;
    private static final double SPREAD = 0.2;

    private Backoff() {}

    /** The delay before retry {@code retry}, counted from 1, without any chance in it. */
    static Duration nominal(RetryOptions options, int retry) {
        if (options.mode() == RetryOptions.Mode.FIXED) {
            return options.delay();
        }
        int doublings = Math.min(retry - 1, MAX_DOUBLINGS);
        Duration grown = options.delay().multipliedBy(1L << doublings);
        return grown.compareTo(options.maxDelay()) < 0 ? grown : options.maxDelay();
    }

    /** Anything from zero to the nominal delay, so that clients that lost one server do not return as one. */
    static Duration fullJitter(RetryOptions options, int retry, double random) {
        return scaled(nominal(options, retry), random);
    }

    /** The nominal delay, a fifth more or less. */
    static Duration slightJitter(RetryOptions options, int retry, double random) {
        return scaled(nominal(options, retry), 1 - SPREAD + 2 * SPREAD * random);
    }

    private static Duration scaled(Duration duration, double factor) {
        return Duration.ofNanos((long) (duration.toNanos() * factor));
    }
}
