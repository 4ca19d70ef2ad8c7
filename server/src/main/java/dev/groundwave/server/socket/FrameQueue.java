package dev.groundwave.server.socket;

import dev.groundwave.hub.delivery.EncodedFrame;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Frames with their numbers, first in first out, in two arrays so that a queued frame costs no object.
 *
 * <p>Touched on one event loop only. Knows nothing of references.
 */
final class FrameQueue {
    private static final int FIRST_CAPACITY = 4;

    private @Nullable EncodedFrame[] frames = new @Nullable EncodedFrame[FIRST_CAPACITY];
    private long[] sequenceIds = new long[FIRST_CAPACITY];
    private int head;
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    /** Adds a frame; 0 stands for no number. */
    void add(EncodedFrame frame, long sequenceId) {
        if (size == frames.length) {
            resize(2 * size);
        }
        int tail = (head + size) & (frames.length - 1);
        frames[tail] = frame;
        sequenceIds[tail] = sequenceId;
        size++;
    }

    /** The first frame; null when there is none. */
    @Nullable
    EncodedFrame peek() {
        return size == 0 ? null : frames[head];
    }

    /** The number of the first frame. */
    long peekSequenceId() {
        return sequenceIds[head];
    }

    /** Drops the first frame. */
    void remove() {
        frames[head] = null;
        head = (head + 1) & (frames.length - 1);
        size--;
    }

    /** Gives back the memory of a burst that is over. */
    void shrink() {
        if (size == 0 && frames.length > FIRST_CAPACITY) {
            resize(FIRST_CAPACITY);
        }
    }

    /** @param capacity a power of two that has room for all */
    private void resize(int capacity) {
        int upToEnd = Math.min(size, frames.length - head);
        @Nullable EncodedFrame[] nextFrames = Arrays.copyOfRange(frames, head, head + capacity);
        long[] nextIds = Arrays.copyOfRange(sequenceIds, head, head + capacity);
        System.arraycopy(frames, 0, nextFrames, upToEnd, size - upToEnd);
        System.arraycopy(sequenceIds, 0, nextIds, upToEnd, size - upToEnd);
        frames = nextFrames;
        sequenceIds = nextIds;
        head = 0;
    }
}
