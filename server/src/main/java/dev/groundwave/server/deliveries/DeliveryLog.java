package dev.groundwave.server.deliveries;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The last events of one handler, and how many there were.
 *
 * <p>Safe for all threads. A fixed ring; its lock is held for the time of one store or one copy. Event names and connection
 * ids are short by their own rules, so the ring is bounded in bytes, too: about 50 KB when it is full.
 */
public final class DeliveryLog {
    /** How many events are remembered. Our choice. */
    public static final int ENTRIES = 100;

    private final InstantSource clock;
    private final LongSupplier nanoClock;
    private final LongAdder delivered = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder retried = new LongAdder();
    private final LongAdder dropped = new LongAdder();

    // Guarded by this.
    private final @Nullable Delivery[] ring = new Delivery[ENTRIES];
    /** How many there were in all; the next one goes to this number's place in the ring. */
    private long added;
    /** Apart from the events, so that those do not push it out; null before the first. */
    private @Nullable Delivery validation;

    /**
     * An empty log.
     *
     * @param nanoClock for durations
     */
    public DeliveryLog(InstantSource clock, LongSupplier nanoClock) {
        this.clock = clock;
        this.nanoClock = nanoClock;
    }

    /** An event begins. */
    public DeliveryUnderWay begin(Delivery.Kind kind, String event, String connectionId) {
        return new DeliveryUnderWay(this, kind, event, connectionId);
    }

    /** The question for the handler's consent begins. */
    public DeliveryUnderWay beginValidation() {
        return new DeliveryUnderWay(this, Delivery.Kind.VALIDATION, "validate", "");
    }

    /** An event is lost before it began; counted, and not remembered: they come in floods. */
    public void countDropped() {
        dropped.increment();
    }

    /** An event is lost before it began. */
    public void drop(Delivery.Kind kind, String event, String connectionId, Delivery.Failure why) {
        add(new Delivery(
                now(), kind, event, connectionId, Delivery.Outcome.DROPPED, 0, Optional.of(why), 0, Duration.ZERO));
    }

    void countRetry() {
        retried.increment();
    }

    void add(Delivery delivery) {
        if (delivery.kind() == Delivery.Kind.VALIDATION) {
            synchronized (this) {
                validation = delivery;
            }
            return;
        }
        switch (delivery.outcome()) {
            case DELIVERED -> delivered.increment();
            case FAILED -> failed.increment();
            case DROPPED -> dropped.increment();
        }
        synchronized (this) {
            ring[(int) (added++ % ENTRIES)] = delivery;
        }
    }

    Instant now() {
        return clock.instant();
    }

    long nanoTime() {
        return nanoClock.getAsLong();
    }

    /**
     * What the log holds now.
     *
     * @param hub whose handler it is
     * @param urlTemplate where the handler is, without its query
     */
    public HandlerDeliveries show(String hub, String urlTemplate) {
        return new HandlerDeliveries(
                hub,
                urlTemplate,
                new HandlerDeliveries.Counts(delivered.sum(), failed.sum(), retried.sum(), dropped.sum()),
                validation(),
                newestFirst());
    }

    private synchronized Optional<Delivery> validation() {
        return Optional.ofNullable(validation);
    }

    private synchronized List<Delivery> newestFirst() {
        List<Delivery> last = new ArrayList<>();
        for (long i = added - 1; i >= Math.max(0, added - ENTRIES); i--) {
            Delivery each = ring[(int) (i % ENTRIES)];
            if (each != null) {
                last.add(each);
            }
        }
        return last;
    }
}
