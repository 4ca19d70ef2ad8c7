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
    private final int maxFrames;
    private final long maxBytes;
    private final ArrayDeque<SequencedFrame> frames = new ArrayDeque<>(4);
    private long bytes;

    /** The number of the last frame added; 0 before the first. */
    private long last;

    ReplayBuffer(ReplayLimits limits) {
        this.maxFrames = limits.messages();
        this.maxBytes = limits.bytes();
    }

    /** Keeps a frame under the next number and returns that; 0 when there is no room, and then nothing changed. */
    long add(SequencedFrame frame) {
        long next = last + 1;
        int size = frame.bytes(next);
        if (frames.size() == maxFrames || bytes + size > maxBytes) {
            return 0;
        }
        frame.retain();
        frames.add(frame);
        bytes += size;
        last = next;
        return next;
    }

    /** Releases all frames up to this number; one that was released before, or never used, is no error. */
    void acknowledge(long sequenceId) {
        while (!frames.isEmpty() && Long.compareUnsigned(first(), sequenceId) <= 0) {
            long first = first();
            SequencedFrame frame = frames.remove();
            bytes -= frame.bytes(first);
            frame.release();
        }
    }

    /** Visits all frames with their numbers, ascending. */
    void forEach(ObjLongConsumer<SequencedFrame> visitor) {
        long sequenceId = first();
        for (SequencedFrame frame : frames) {
            visitor.accept(frame, sequenceId++);
        }
    }

    /** Releases everything. */
    void clear() {
        acknowledge(last);
    }

    int size() {
        return frames.size();
    }

    private long first() {
        return last - frames.size() + 1;
    }
}
