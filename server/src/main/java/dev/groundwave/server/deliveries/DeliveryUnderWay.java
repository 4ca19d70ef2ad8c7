package dev.groundwave.server.deliveries;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One delivery until it ends, by {@link #delivered()} or {@link #failed}; one that is given up leaves no trace.
 *
 * <p>For one thread after the other, as the steps of a call are.
 */
public final class DeliveryUnderWay {
    private final DeliveryLog log;
    private final Delivery.Kind kind;
    private final String event;
    private final String connectionId;
    private final Instant time;
    private final long sinceNanos;
    private int attempts;
    private int status;

    DeliveryUnderWay(DeliveryLog log, Delivery.Kind kind, String event, String connectionId) {
        this.log = log;
        this.kind = kind;
        this.event = event;
        this.connectionId = connectionId;
        this.time = log.now();
        this.sinceNanos = log.nanoTime();
    }

    /** It is sent, for the first time or once more. */
    public void attempted() {
        if (attempts++ > 0 && kind != Delivery.Kind.VALIDATION) {
            log.countRetry();
        }
    }

    /** The handler answered; what that means is still to be said. */
    public void answered(int withStatus) {
        status = withStatus;
    }

    /** It ended well. */
    public void delivered() {
        log.add(ended(Delivery.Outcome.DELIVERED, Optional.empty()));
    }

    /** It ended badly; {@code why} is empty when the status says it. */
    public void failed(Optional<Delivery.Failure> why) {
        log.add(ended(Delivery.Outcome.FAILED, why));
    }

    private Delivery ended(Delivery.Outcome outcome, Optional<Delivery.Failure> why) {
        Duration took = Duration.ofNanos(log.nanoTime() - sinceNanos);
        return new Delivery(time, kind, event, connectionId, outcome, status, why, attempts, took);
    }
}
