package dev.groundwave.hub.delivery;

import dev.groundwave.wire.Dialect;
import dev.groundwave.wire.ServiceMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one lane sends within one turn of its loop.
 *
 * <p>Lives on its lane; one for each lane of the node, for all hubs.
 *
 * <h2>Why it collects</h2>
 *
 * The write call is the cost of a delivery, not the encoding. So nothing is flushed before the turn ends, and messages
 * for the same receivers that follow each other within the turn are kept in one <em>batch</em>: at its end their frames
 * are joined, and each receiver's queue gets one slot for all of them. Large messages are not
 * copied together.
 *
 * <h2>Why the order holds</h2>
 *
 * At most one batch is open. It closes, that is its frames go to the receivers' queues, before anything else goes to one
 * of these receivers, before its slice of members changes, and at the end of the turn. So each receiver gets everything
 * in the order in which it reached the lane.
 *
 * <h2>Why nothing foreign runs in between</h2>
 *
 * The end of a delivery may run a continuation of its publisher, which may publish, join or close again. So the shares of
 * what was delivered are given up at the end of the turn, when no batch is open and nobody is in the middle of a change.
 */
// Recipients are identities, not values; arrays by dialect spare the hot path a look-up.
@SuppressWarnings({"ReferenceEquality", "EnumOrdinal"})
public final class Turn {
    /** What the frames of one batch may have together, in the dialect of its first receiver; a larger one goes alone. */
    private static final int BATCH_BYTES = 16_384;

    /** Most messages of a batch: more gain nothing, may be far larger in another dialect, and fill an outbox at once. */
    private static final int BATCH_MESSAGES = 64;

    private final Lane lane;
    private final FrameEncoder encoder;
    private final List<Recipient> touched = new ArrayList<>();
    private final @Nullable EncodedFrame[] joined = new @Nullable EncodedFrame[Dialect.values().length];

    /** The open batch: its deliveries in order, whom they are for, and whom they pass over. Empty when none is open. */
    private final List<Delivery> batch = new ArrayList<>();

    private @Nullable Members<?> batchMembers;
    private @Nullable Recipient batchExcept;
    private int batchBytes;

    /** What is delivered but still holds this lane's share; given up at the end of the turn. */
    private final List<Delivery> delivered = new ArrayList<>();

    private boolean endScheduled;
    private long lastMark;

    /** A lane's turns. */
    public Turn(Lane lane, FrameEncoder encoder) {
        this.lane = lane;
        this.encoder = encoder;
    }

    /** The lane that this belongs to. */
    public Lane lane() {
        return lane;
    }

    /** Sends a message to one recipient of this lane, whether or not it still is in any group. */
    public void send(Recipient recipient, ServiceMessage message) {
        send(recipient, message, 0);
    }

    /**
     * Sends a message that becomes worthless to one recipient of this lane.
     *
     * @param deadlineNanos from when on; 0 = never
     */
    public void send(Recipient recipient, ServiceMessage message, long deadlineNanos) {
        scheduleEnd();
        closeBatchFor(recipient);
        EncodedFrame frame = encoder.encode(message, recipient.dialect());
        if (deadlineNanos != 0) {
            frame.expireAt(deadlineNanos);
        }
        offer(recipient, frame);
        frame.release();
    }

    /**
     * Sends a delivery to all members but one, and gives this lane's share of it up.
     *
     * @param except who gets no copy, usually the publisher itself; null for nobody
     */
    public void deliver(Delivery delivery, Members<?> members, @Nullable Recipient except) {
        Recipient first = firstBut(except, members);
        if (first == null) {
            delivery.release();
            return;
        }
        scheduleEnd();
        boolean batched = false;
        try {
            int bytes = delivery.frame(first.dialect()).bytes();
            boolean joins = members == batchMembers && except == batchExcept && !delivery.expires();
            if (!joins || !fits(bytes)) {
                closeBatch();
                batchMembers = members;
                batchExcept = except;
            }
            batchBytes += bytes;
            batched = batch.add(delivery);
            if (delivery.expires()) {
                // Joined with others it could not be dropped alone.
                closeBatch();
            }
        } finally {
            if (!batched) {
                delivered.add(delivery);
            }
        }
    }

    /** Sends a delivery to all members but some, and gives this lane's share of it up. */
    public void deliver(Delivery delivery, Members<?> members, Iterable<? extends Recipient> except) {
        deliver(delivery, members, except, _ -> true);
    }

    /**
     * Sends a delivery to some members, and gives this lane's share of it up.
     *
     * @param except who gets no copy in any case
     * @param chosen who of the others gets one; asked once for each
     */
    public <R extends Recipient> void deliver(
            Delivery delivery, Members<R> members, Iterable<? extends Recipient> except, Predicate<? super R> chosen) {
        scheduleEnd();
        delivered.add(delivery);
        closeBatch();
        long mark = mark();
        for (Recipient recipient : except) {
            recipient.passOver(mark);
        }
        for (int i = 0; i < members.size(); i++) {
            R recipient = members.get(i);
            if (!recipient.isPassedOver(mark) && chosen.test(recipient)) {
                offer(recipient, delivery.frame(recipient.dialect()));
            }
        }
    }

    /** Queues the flush of a recipient whose outbox was given something without this turn's doing. */
    public void touch(Recipient recipient) {
        closeBatchFor(recipient);
        if (recipient.touch()) {
            touched.add(recipient);
        }
        scheduleEnd();
    }

    private static @Nullable Recipient firstBut(@Nullable Recipient except, Members<?> members) {
        for (int i = 0; i < members.size(); i++) {
            Recipient recipient = members.get(i);
            if (recipient != except) {
                return recipient;
            }
        }
        return null;
    }

    private boolean fits(int bytes) {
        return batch.size() < BATCH_MESSAGES && batchBytes + bytes <= BATCH_BYTES;
    }

    void beforeChange(Members<?> members) {
        if (members == batchMembers) {
            closeBatch();
        }
    }

    private long mark() {
        return ++lastMark;
    }

    private void offer(Recipient recipient, EncodedFrame frame) {
        if (frame.bytes() > 0 && recipient.outbox().offer(frame) != OfferResult.CLOSED && recipient.touch()) {
            touched.add(recipient);
        }
    }

    private void scheduleEnd() {
        if (!endScheduled) {
            endScheduled = true;
            lane.execute(this::end);
        }
    }

    private void end() {
        endScheduled = false;
        try {
            closeBatch();
        } finally {
            flushAndGiveUp();
        }
    }

    private void flushAndGiveUp() {
        try {
            flushTouched();
        } finally {
            giveUpDelivered();
        }
    }

    private void flushTouched() {
        for (int i = 0; i < touched.size(); i++) {
            touched.get(i).flush();
        }
        touched.clear();
    }

    private void giveUpDelivered() {
        List<Delivery> ended = List.copyOf(delivered);
        delivered.clear();
        for (Delivery delivery : ended) {
            delivery.release();
        }
    }

    /** Closes the batch if it holds something for the recipient. */
    private void closeBatchFor(Recipient recipient) {
        if (batchMembers != null && recipient != batchExcept && recipient.isAmong(batchMembers)) {
            closeBatch();
        }
    }

    private void closeBatch() {
        Members<?> members = batchMembers;
        if (members == null) {
            return;
        }
        try {
            for (int i = 0; i < members.size(); i++) {
                Recipient recipient = members.get(i);
                if (recipient != batchExcept) {
                    offer(recipient, batchFrame(recipient.dialect()));
                }
            }
        } finally {
            // Also when there is no memory for a frame: this batch must not reach the members of the next one.
            forgetBatch();
        }
    }

    private void forgetBatch() {
        batchMembers = null;
        batchExcept = null;
        batchBytes = 0;
        delivered.addAll(batch);
        batch.clear();
        for (int i = 0; i < joined.length; i++) {
            EncodedFrame frame = joined[i];
            if (frame != null) {
                joined[i] = null;
                frame.release();
            }
        }
    }

    private EncodedFrame batchFrame(Dialect dialect) {
        if (batch.size() == 1) {
            return batch.getFirst().frame(dialect);
        }
        EncodedFrame frame = joined[dialect.ordinal()];
        if (frame == null) {
            List<EncodedFrame> parts = new ArrayList<>(batch.size());
            for (Delivery delivery : batch) {
                parts.add(delivery.frame(dialect));
            }
            frame = encoder.join(parts);
            joined[dialect.ordinal()] = frame;
        }
        return frame;
    }
}
