package dev.groundwave.client;

import java.time.Duration;

/** Checks of durations that users give. */
final class Spans {
    /** Longer ones could not be counted in nanoseconds; nobody means them. */
    private static final Duration LONGEST = Duration.ofDays(3650);

    private Spans() {}

    /** The value, if it is more than zero. */
    static Duration positive(String name, Duration value) {
        if (value.isZero()) {
            throw new IllegalArgumentException(name + " is " + value + ", more than 0 is allowed");
        }
        return notNegative(name, value);
    }

    /** The value, if it is zero or more. */
    static Duration notNegative(String name, Duration value) {
        if (value.isNegative() || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " is " + value + ", allowed are 0 to " + LONGEST);
        }
        return value;
    }
}
