package dev.groundwave.hub.session;

import dev.groundwave.hub.delivery.SequencedFrame;
import java.util.ArrayDeque;
import java.util.function.ObjLongConsumer;

/**
 * The numbered frames that a client has not acknowledged, ascending and without gaps.
 *
 * <p>Touched on the connection's lane only; holds one reference of each frame. Source: client-protocol.md, sections 8.1
 * and 8.2.
 */
final class ReplayBuffer {
    private final int maxMessages;
    private final long maxBytes;
    private final ArrayDeque<SequencedFrame> frames = new ArrayDeque<>(4);

    /** The size of what is not acknowledged. */
    private long bytes;

    /** The number of the last message added; 0 before the first. */
    private long last;

    /** The number up to which everything is acknowledged. */
    private long acknowledged;

    /** The first number of the first frame, of which a part may be acknowledged. */
    private long first = 1;

    ReplayBuffer(ReplayLimits limits) {
        this.maxMessages = limits.messages();
        this.maxBytes = limits.bytes();
    }

    /** Keeps a frame under the next numbers and returns the first of them; 0 without room, and then nothing changed. */
    long add(SequencedFrame frame) {
        long next = last + 1;
        int size = frame.bytes(next);
        if (size() + frame.frames() > maxMessages || bytes + size > maxBytes) {
            return 0;
        }
        frame.retain();
        frames.add(frame);
        bytes += size;
        last += frame.frames();
        return next;
    }

    /** Releases everything up to this number; one that was released before, or never used, is no error. */
    void acknowledge(long sequenceId) {
        long upTo = Long.compareUnsigned(sequenceId, last) < 0 ? sequenceId : last;
        while (Long.compareUnsigned(acknowledged, upTo) < 0) {
            SequencedFrame frame = frames.element();
            long end = first + frame.frames() - 1;
            if (acknowledged < first && end <= upTo) {
                bytes -= frame.bytes(first);
                acknowledged = end;
            } else {
                acknowledged++;
                bytes -= frame.part((int) (acknowledged - first)).bytes(acknowledged);
            }
            if (acknowledged == end) {
                frames.remove();
                frame.release();
                first = end + 1;
            }
        }
    }

    /** Visits all that is not acknowledged with its first number, ascending. */
    void forEach(ObjLongConsumer<SequencedFrame> visitor) {
        long next = first;
        for (SequencedFrame frame : frames) {
            if (next > acknowledged) {
                visitor.accept(frame, next);
            } else {
                for (long id = acknowledged + 1; id < next + frame.frames(); id++) {
                    visitor.accept(frame.part((int) (id - next)), id);
                }
            }
            next += frame.frames();
        }
    }

    /** Releases everything. */
    void clear() {
        acknowledge(last);
    }

    /** How many messages are not acknowledged. */
    int size() {
        return (int) (last - acknowledged);
    }
}
