package dev.groundwave.hub.delivery;

import dev.groundwave.wire.Dialect;

/**
 * One connection as deliveries see it: its dialect and its way out.
 *
 * <p>Belongs to one lane, on which alone its fields change.
 */
public abstract class Recipient {
    private final Turn turn;
    private final Dialect dialect;
    private final Outbox outbox;

    /** Whether the outbox waits for the flush at the end of the turn. */
    private boolean touched;

    /** The mark of the last delivery that passed this recipient over; see {@link Turn#mark()}. */
    private long passedOver;

    /** A recipient on the turn's lane. */
    protected Recipient(Turn turn, Dialect dialect, Outbox outbox) {
        this.turn = turn;
        this.dialect = dialect;
        this.outbox = outbox;
    }

    /** What the lane of this recipient sends. */
    public final Turn turn() {
        return turn;
    }

    /** The language of its frames. */
    public final Dialect dialect() {
        return dialect;
    }

    /** Its way out. */
    public final Outbox outbox() {
        return outbox;
    }

    /** Whether it would get what is sent to these members. On its lane. */
    protected abstract boolean isAmong(Members<?> members);

    /** Notes that the outbox has something to flush; false when that was known. */
    final boolean touch() {
        boolean first = !touched;
        touched = true;
        return first;
    }

    final void flush() {
        touched = false;
        outbox.flush();
    }

    final void passOver(long mark) {
        passedOver = mark;
    }

    final boolean isPassedOver(long mark) {
        return passedOver == mark;
    }
}
