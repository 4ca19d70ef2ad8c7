package dev.groundwave.hub.session;

import dev.groundwave.hub.delivery.EncodedFrame;
import dev.groundwave.hub.delivery.OfferResult;
import dev.groundwave.hub.delivery.Outbox;
import dev.groundwave.hub.delivery.SequencedFrame;
import dev.groundwave.hub.delivery.Transport;
import dev.groundwave.wire.CloseReason;
import org.jspecify.annotations.Nullable;

/**
 * An outbox that numbers frames and keeps them until the client acknowledges, across any number of transports.
 *
 * <p>Touched on the connection's lane only. Frames without a number go to the present transport or nowhere: they are
 * never sent again. Source: client-protocol.md, section 8.
 */
// Transports are identities, not values.
@SuppressWarnings("ReferenceEquality")
public final class ReliableOutbox implements Outbox {
    private final ReplayBuffer unacknowledged;
    private final Runnable whenFull;

    /** The present WebSocket; null while the client is away. */
    private @Nullable Transport transport;

    /** Whether the connection is over, for good. */
    private boolean ended;

    /**
     * An outbox before its first transport.
     *
     * @param whenFull called in the middle of an offer, once, when the client leaves too much unacknowledged
     */
    public ReliableOutbox(ReplayLimits limits, Runnable whenFull) {
        this.unacknowledged = new ReplayBuffer(limits);
        this.whenFull = whenFull;
    }

    /** Takes a transport into use; one that still is in use is aborted. */
    public void attach(Transport next) {
        Transport old = transport;
        transport = next;
        if (old != null) {
            old.abort();
        }
    }

    /** Puts everything unacknowledged into the transport's queue again, under the same numbers. */
    public void replay() {
        Transport to = transport;
        if (to != null) {
            unacknowledged.forEach(to::offer);
        }
    }

    /** The transport is gone; false when it was not in use any more, and then nothing changed. */
    public boolean detach(Transport gone) {
        if (transport != gone) {
            return false;
        }
        transport = null;
        return true;
    }

    /** Whether the client is away. */
    public boolean isDetached() {
        return transport == null;
    }

    /** Forgets what the client has received. */
    public void acknowledge(long sequenceId) {
        unacknowledged.acknowledge(sequenceId);
    }

    /** The connection is over: nothing is kept and nothing more is taken. */
    public void end() {
        ended = true;
        unacknowledged.clear();
    }

    @Override
    public OfferResult offer(EncodedFrame frame) {
        if (ended) {
            // A farewell still goes out.
            return frame instanceof SequencedFrame || transport == null ? OfferResult.CLOSED : transport.offer(frame);
        }
        if (!(frame instanceof SequencedFrame numbered)) {
            return transport == null ? OfferResult.CLOSED : transport.offer(frame);
        }
        return offerNumbered(numbered);
    }

    private OfferResult offerNumbered(SequencedFrame frame) {
        long sequenceId = unacknowledged.add(frame);
        if (sequenceId == 0) {
            return frame.frames() > 1 ? offerEach(frame) : endFull();
        }
        return transport == null ? OfferResult.BACK_PRESSURED : transport.offer(frame, sequenceId);
    }

    /** What there is room for still goes out. */
    private OfferResult offerEach(SequencedFrame joined) {
        OfferResult result = OfferResult.SENT;
        for (int i = 0; i < joined.frames() && result != OfferResult.CLOSED; i++) {
            result = offerNumbered(joined.part(i));
        }
        return result;
    }

    private OfferResult endFull() {
        end();
        whenFull.run();
        return OfferResult.CLOSED;
    }

    @Override
    public void flush() {
        if (transport != null) {
            transport.flush();
        }
    }

    @Override
    public void close(CloseReason reason) {
        if (transport != null) {
            transport.close(reason);
        }
    }

    @Override
    public void resumeReading() {
        if (transport != null) {
            transport.resumeReading();
        }
    }
}
