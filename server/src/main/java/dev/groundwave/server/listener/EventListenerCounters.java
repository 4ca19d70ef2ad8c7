package dev.groundwave.server.listener;

import java.util.concurrent.atomic.LongAdder;

/**
 * What has become of events for listeners, summed over all of them. Safe for all threads.
 *
 * <p>Source: events-and-operations.md, section 2.2.
 */
public final class EventListenerCounters {
    private final LongAdder delivered = new LongAdder();
    private final LongAdder dropped = new LongAdder();

    EventListenerCounters() {}

    /** Events that a broker has confirmed, once for each listener. */
    public long delivered() {
        return delivered.sum();
    }

    /** Events that a listener wanted and did not get, whatever the reason. */
    public long dropped() {
        return dropped.sum();
    }

    void countDelivered() {
        delivered.increment();
    }

    void countDropped(int events) {
        dropped.add(events);
    }
}
