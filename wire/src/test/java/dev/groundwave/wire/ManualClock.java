package dev.groundwave.wire;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until a test moves it. Safe for all threads. */
public final class ManualClock extends Clock {
    private final AtomicReference<Instant> now;

    /** Starts at a fixed time, so that tests may show it. */
    public ManualClock() {
        this(Instant.parse("2026-01-01T00:00:00Z"));
    }

    /** Starts at the given time. */
    public ManualClock(Instant start) {
        now = new AtomicReference<>(start);
    }

    /** Moves the time on, or back with a negative duration. */
    public void advance(Duration duration) {
        now.updateAndGet(time -> time.plus(duration));
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /** Not needed by anything that is tested: time zones are a matter of display. */
    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("a manual clock is always at UTC");
    }
}
