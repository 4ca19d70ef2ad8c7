package dev.groundwave.hub.delivery;

import dev.groundwave.wire.Dialect;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes {@link CountingFrame}s and remembers those that are not released yet. Safe for all threads.
 *
 * <p>A frame's size is its payload's plus an overhead that differs by dialect, as on the wire: 2 bytes for simple
 * clients, 100 for the others. For reliable clients numbered messages become {@link NumberedFrame}s.
 */
public final class PlainFrameEncoder implements FrameEncoder {
    private static final int SIMPLE_OVERHEAD = 2;
    private static final int ENVELOPE_OVERHEAD = 100;

    private final Map<Dialect, AtomicInteger> encodes = new ConcurrentHashMap<>();
    private final AtomicInteger joins = new AtomicInteger();
    private final Set<CountingFrame> alive = ConcurrentHashMap.newKeySet();
    private volatile boolean outOfMemory;

    @Override
    public CountingFrame encode(ServiceMessage message, Dialect dialect) {
        failIfOutOfMemory();
        encodes.computeIfAbsent(dialect, _ -> new AtomicInteger()).incrementAndGet();
        int overhead = dialect == Dialect.SIMPLE ? SIMPLE_OVERHEAD : ENVELOPE_OVERHEAD;
        int bytes = overhead + payloadBytes(message);
        return remember(
                dialect.reliable() && message instanceof ServiceMessage.Sequenced
                        ? new NumberedFrame(dialect, message, bytes, alive::remove)
                        : new CountingFrame(dialect, List.of(message), bytes, alive::remove));
    }

    @Override
    public CountingFrame join(List<EncodedFrame> frames) {
        failIfOutOfMemory();
        joins.incrementAndGet();
        List<ServiceMessage> messages = new ArrayList<>();
        int bytes = 0;
        for (EncodedFrame frame : frames) {
            CountingFrame part = (CountingFrame) frame;
            if (part.references() <= 0) {
                throw new IllegalStateException("joined after its last release: " + part);
            }
            messages.addAll(part.messages());
            bytes += part.bytes();
        }
        if (frames.getFirst() instanceof NumberedFrame) {
            List<NumberedFrame> parts =
                    frames.stream().map(NumberedFrame.class::cast).toList();
            return remember(new NumberedFrame(parts, alive::remove));
        }
        Dialect dialect = ((CountingFrame) frames.getFirst()).dialect();
        return remember(new CountingFrame(dialect, messages, bytes, alive::remove));
    }

    /** How many messages were encoded in the dialect. */
    public int encodes(Dialect dialect) {
        AtomicInteger count = encodes.get(dialect);
        return count == null ? 0 : count.get();
    }

    /** How often frames were joined. */
    public int joins() {
        return joins.get();
    }

    /** The frames that still have references: must be none at the end of a test. */
    public Collection<CountingFrame> unreleased() {
        return List.copyOf(alive);
    }

    /** From now on there is no memory for frames, or there is again. */
    public void outOfMemory(boolean now) {
        outOfMemory = now;
    }

    private void failIfOutOfMemory() {
        if (outOfMemory) {
            throw new OutOfMemoryError("as the test wants it");
        }
    }

    private CountingFrame remember(CountingFrame frame) {
        alive.add(frame);
        return frame;
    }

    private static int payloadBytes(ServiceMessage message) {
        return switch (message) {
            case ServiceMessage.GroupData data -> payloadBytes(data.data());
            case ServiceMessage.ServerData data -> payloadBytes(data.data());
            default -> 0;
        };
    }

    private static int payloadBytes(Payload data) {
        return data.asBytes().size();
    }
}
