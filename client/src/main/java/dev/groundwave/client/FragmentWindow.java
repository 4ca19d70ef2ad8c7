package dev.groundwave.client;

import dev.groundwave.wire.Payload;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The fragments of one stream between the writer's call and the service's acceptance.
 *
 * <p>A fragment first waits; when the window has room it gets its number and its frame and is kept until the service
 * has accepted it, so that it can be sent again. Numbers are given on admission: what is withdrawn while it waits leaves
 * no gap. Lives on the control loop. Source: client-sdk.md, section 3.1.
 */
final class FragmentWindow {
    /** Unaccepted fragments, and their bytes, that a writer may have under way. */
    static final int MAX_FRAGMENTS = 256;

    static final long MAX_BYTES = 4L << 20;

    /** Makes the frame of a numbered fragment. */
    interface Encoder {
        byte[] encode(long number, Payload payload);
    }

    /** A fragment that has no number yet; the future ends when it gets one. */
    record Waiting(Payload payload, int size, CompletableFuture<Void> admitted) {}

    private final Encoder encoder;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private final TreeMap<Long, byte[]> kept = new TreeMap<>();
    private long keptBytes;
    private long lastNumber;
    /** The number of the fragment to send next; at most one above the last number. */
    private long next = 1;
    /** The highest number that was ever sent. */
    private long highestSent;

    FragmentWindow(Encoder encoder) {
        this.encoder = encoder;
    }

    void add(Waiting fragment) {
        waiting.add(fragment);
        waitingBytes += fragment.size;
    }

    /** Numbers what there is room for, and returns it. */
    List<Waiting> admit() {
        List<Waiting> admitted = new ArrayList<>();
        for (Waiting head = waiting.peek(); head != null && hasRoom(head); head = waiting.peek()) {
            waiting.remove();
            waitingBytes -= head.size;
            if (!head.admitted.isCancelled()) {
                byte[] frame = encoder.encode(++lastNumber, head.payload);
                kept.put(lastNumber, frame);
                keptBytes += frame.length;
                admitted.add(head);
            }
        }
        return admitted;
    }

    private boolean hasRoom(Waiting fragment) {
        return kept.isEmpty() || (kept.size() < MAX_FRAGMENTS && keptBytes + fragment.size <= MAX_BYTES);
    }

    /** The frame to send next; null when all were sent. */
    byte @Nullable [] peek() {
        return kept.get(next);
    }

    /** What {@link #peek} gave is on its way. */
    void sent() {
        highestSent = Math.max(highestSent, next);
        next++;
    }

    /** The service expects this number: all below it are accepted. False when it cannot expect it. */
    boolean accepted(long expected) {
        if (expected < 1 || expected > highestSent + 1) {
            return false;
        }
        kept.headMap(expected).values().forEach(frame -> keptBytes -= frame.length);
        kept.headMap(expected).clear();
        next = Math.max(next, expected);
        return true;
    }

    /** Sends again from this number on. False when that fragment is not there any more, or never was. */
    boolean rewind(long expected) {
        if (!accepted(expected) || expected < firstKept()) {
            return false;
        }
        next = expected;
        return true;
    }

    /** Sends everything again that was not accepted. */
    void rewind() {
        next = firstKept();
    }

    private long firstKept() {
        return kept.isEmpty() ? lastNumber + 1 : kept.firstKey();
    }

    /** How many were sent from this number on; the service may refuse each of them for the same gap. */
    int sentFrom(long number) {
        return (int) Math.max(0, next - number);
    }

    /** How many fragments wait for room. */
    int waitingCount() {
        return waiting.size();
    }

    long waitingBytes() {
        return waitingBytes;
    }

    /** Whether any was admitted and is not accepted. */
    boolean hasUnaccepted() {
        return !kept.isEmpty();
    }

    /** Whether any was sent, since the last rewind, and is not accepted. */
    boolean hasSentUnaccepted() {
        return !kept.isEmpty() && kept.firstKey() < next;
    }

    /** Whether every fragment given was accepted. */
    boolean isEmpty() {
        return kept.isEmpty() && waiting.isEmpty();
    }

    /** Forgets everything; returns what waited. */
    List<Waiting> clear() {
        List<Waiting> left = List.copyOf(waiting);
        waiting.clear();
        waitingBytes = 0;
        kept.clear();
        keptBytes = 0;
        next = lastNumber + 1;
        return left;
    }
}
