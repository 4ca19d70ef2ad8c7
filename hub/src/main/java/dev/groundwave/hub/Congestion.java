package dev.groundwave.hub;

import dev.groundwave.hub.delivery.Lane;
import dev.groundwave.hub.delivery.Outbox;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much of a client's publications other lanes still have before them.
 *
 * <p>A client that publishes faster than the lanes carry would grow their task queues without end. Above the high mark
 * its socket is not read; below the low mark it is again. Counted from any thread; paused and resumed on the client's
 * lane.
 */
final class Congestion {
    private static final long HIGH_BYTES = 4 << 20;
    private static final long LOW_BYTES = 1 << 20;
    /** What a small message counts at least, for its task and objects. */
    private static final int LEAST_BYTES = 4096;

    private final Lane lane;
    private final Outbox outbox;
    private final AtomicLong underWay = new AtomicLong();
    private volatile boolean paused;

    Congestion(Lane lane, Outbox outbox) {
        this.lane = lane;
        this.outbox = outbox;
    }

    static int weight(int payloadBytes) {
        return Math.max(LEAST_BYTES, payloadBytes);
    }

    boolean isPaused() {
        return paused;
    }

    /** A publication sets out. On the lane. */
    void start(int weight) {
        if (underWay.addAndGet(weight) > HIGH_BYTES) {
            paused = true;
            // The others may have caught up before they could see the flag.
            resumeIfCaughtUp();
        }
    }

    /** The last lane is done with a publication. Any thread. */
    void end(int weight) {
        underWay.addAndGet(-weight);
        if (paused) {
            resumeIfCaughtUp();
        }
    }

    private void resumeIfCaughtUp() {
        if (underWay.get() <= LOW_BYTES) {
            lane.execute(this::resume);
        }
    }

    private void resume() {
        if (paused && underWay.get() <= LOW_BYTES) {
            paused = false;
            outbox.resumeReading();
        }
    }
}
