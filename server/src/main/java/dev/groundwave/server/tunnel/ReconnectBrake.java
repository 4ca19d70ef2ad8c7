package dev.groundwave.server.tunnel;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down a back end that opens one tunnel after the other: the official tool comes back at once after any end, however
 * often.
 *
 * <p>Safe for all threads. Who comes more than {@link #FREE} times in {@link #WINDOW} waits {@link #WAIT} each time. Source:
 * events-and-operations.md, section 3.1; the numbers are our choice.
 */
final class ReconnectBrake {
    static final int FREE = 5;
    static final Duration WINDOW = Duration.ofSeconds(10);
    static final Duration WAIT = Duration.ofSeconds(1);

    /** Who was here longest ago is forgotten first. */
    private static final int REMEMBERED = 1024;

    private final Map<String, Arrivals> byBackEnd = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Arrivals> eldest) {
            return size() > REMEMBERED;
        }
    };

    private record Arrivals(long sinceNanos, int count) {}

    /** How long a back end that wants a tunnel now has to wait for it. */
    synchronized Duration waitOf(String backEnd, long nowNanos) {
        Arrivals before = byBackEnd.get(backEnd);
        Arrivals now = before == null || nowNanos - before.sinceNanos() >= WINDOW.toNanos()
                ? new Arrivals(nowNanos, 1)
                : new Arrivals(before.sinceNanos(), before.count() + 1);
        byBackEnd.put(backEnd, now);
        return now.count() > FREE ? WAIT : Duration.ZERO;
    }
}
