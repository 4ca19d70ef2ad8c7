package dev.groundwave.server.listener;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what one listener loses, and says so in the log: the first loss at once, and what follows in one line for each
 * {@link #QUIET}.
 *
 * <p>Safe for all threads. No line tells anything of an event.
 */
final class LossReport {
    /** Between two lines about the same listener. */
    static final Duration QUIET = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(LossReport.class);

    private final String listener;
    private final EventListenerCounters counters;
    private final LongSupplier nanoTime;
    private final AtomicLong lastLine;

    /** Events dropped since the last line. */
    private final AtomicLong untold = new AtomicLong();

    /** @param listener for the log: its hub and its topic */
    LossReport(String listener, EventListenerCounters counters, LongSupplier nanoTime) {
        this.listener = listener;
        this.counters = counters;
        this.nanoTime = nanoTime;
        this.lastLine = new AtomicLong(nanoTime.getAsLong() - QUIET.toNanos());
    }

    /** Events are gone. */
    void dropped(int events, String reason) {
        if (events > 0) {
            counters.countDropped(events);
            untold.addAndGet(events);
            if (isDue()) {
                tell(reason);
            }
        }
    }

    /** Nothing is lost yet, but nothing can be sent either. */
    void stuck(String reason) {
        if (isDue()) {
            LOG.warn("EventListenerUnavailable: nothing can be sent, tried again. {} reason={}", listener, reason);
        }
    }

    /** There will be no more: what was not told yet is told now. */
    void end() {
        if (untold.get() > 0) {
            tell("it has ended");
        }
    }

    private boolean isDue() {
        long now = nanoTime.getAsLong();
        long last = lastLine.get();
        return now - last >= QUIET.toNanos() && lastLine.compareAndSet(last, now);
    }

    private void tell(String reason) {
        LOG.warn(
                "EventListenerDropped: {} events for a listener are dropped. {} reason={}",
                untold.getAndSet(0),
                listener,
                reason);
    }
}
