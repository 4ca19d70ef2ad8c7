package dev.groundwave.hub.delivery;

import dev.groundwave.wire.Dialect;
import dev.groundwave.wire.ServiceMessage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * One message under way to several lanes.
 *
 * <p>Its frame in a dialect is made by the first lane that has a receiver of that dialect, before that lane's fan-out,
 * and at most once: lanes that need it meanwhile wait for it. Dialects that nobody speaks are never encoded. Every lane
 * holds one share; when the last one is given up the frames are released and {@code whenDone} runs on that lane.
 */
// Arrays by dialect spare the hot path a look-up.
@SuppressWarnings("EnumOrdinal")
public final class Delivery {
    private static final int DIALECTS = Dialect.values().length;

    private final ServiceMessage message;
    private final FrameEncoder encoder;
    private final AtomicReferenceArray<@Nullable EncodedFrame> frames = new AtomicReferenceArray<>(DIALECTS);
    private final AtomicInteger shares;
    private final @Nullable Runnable whenDone;

    /** When the message becomes worthless; 0 = never. */
    private final long deadlineNanos;

    /** A delivery with one share for each of {@code lanes}. */
    public Delivery(ServiceMessage message, FrameEncoder encoder, int lanes, @Nullable Runnable whenDone) {
        this(message, encoder, lanes, whenDone, 0);
    }

    /**
     * A delivery that becomes worthless.
     *
     * @param deadlineNanos from when on; 0 = never
     */
    public Delivery(
            ServiceMessage message, FrameEncoder encoder, int lanes, @Nullable Runnable whenDone, long deadlineNanos) {
        this.deadlineNanos = deadlineNanos;
        this.message = message;
        this.encoder = encoder;
        this.shares = new AtomicInteger(lanes);
        this.whenDone = whenDone;
    }

    /** The finished frame; it stays the delivery's. */
    EncodedFrame frame(Dialect dialect) {
        EncodedFrame frame = frames.get(dialect.ordinal());
        return frame != null ? frame : encodeOnce(dialect);
    }

    private synchronized EncodedFrame encodeOnce(Dialect dialect) {
        EncodedFrame frame = frames.get(dialect.ordinal());
        if (frame == null) {
            frame = encoder.encode(message, dialect);
            if (expires()) {
                frame.expireAt(deadlineNanos);
            }
            frames.set(dialect.ordinal(), frame);
        }
        return frame;
    }

    /** Whether the message becomes worthless. */
    boolean expires() {
        return deadlineNanos != 0;
    }

    /** Gives one lane's share up. */
    void release() {
        if (shares.decrementAndGet() > 0) {
            return;
        }
        for (int i = 0; i < DIALECTS; i++) {
            EncodedFrame frame = frames.get(i);
            if (frame != null) {
                frame.release();
            }
        }
        if (whenDone != null) {
            whenDone.run();
        }
    }
}
