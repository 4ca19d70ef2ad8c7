package dev.groundwave.hub.delivery;

import dev.groundwave.wire.Dialect;
import dev.groundwave.wire.ServiceMessage;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** A frame that is just its messages, and that minds its references: using it after the last release fails. */
public sealed class CountingFrame implements EncodedFrame permits NumberedFrame {
    private final Dialect dialect;
    private final List<ServiceMessage> messages;
    private final int bytes;
    private final Consumer<CountingFrame> whenGone;
    private final AtomicInteger references = new AtomicInteger(1);

    /** When it becomes worthless; 0 = never. */
    private long deadlineNanos;

    CountingFrame(
            Dialect dialect, List<? extends ServiceMessage> messages, int bytes, Consumer<CountingFrame> whenGone) {
        this.dialect = dialect;
        this.messages = List.copyOf(messages);
        this.bytes = bytes;
        this.whenGone = whenGone;
    }

    /** The language that it was encoded in. */
    public final Dialect dialect() {
        return dialect;
    }

    /** What it holds, in order. */
    public final List<ServiceMessage> messages() {
        return messages;
    }

    /** The references now. */
    public final int references() {
        return references.get();
    }

    @Override
    public final int bytes() {
        return bytes;
    }

    @Override
    public final int frames() {
        return messages.size();
    }

    @Override
    public final void expireAt(long deadline) {
        deadlineNanos = deadline;
    }

    @Override
    public final boolean isExpired(LongSupplier nanoClock) {
        return deadlineNanos != 0 && nanoClock.getAsLong() - deadlineNanos >= 0;
    }

    /** When it becomes worthless; 0 = never. */
    public final long deadlineNanos() {
        return deadlineNanos;
    }

    @Override
    public final void retain() {
        if (references.getAndIncrement() <= 0) {
            throw new IllegalStateException("retained after its last release: " + this);
        }
    }

    @Override
    public final void release() {
        int left = references.decrementAndGet();
        if (left < 0) {
            throw new IllegalStateException("released once too often: " + this);
        }
        if (left == 0) {
            whenGone.accept(this);
        }
    }

    @Override
    public String toString() {
        return "CountingFrame[" + dialect + ", " + messages + ", references=" + references + "]";
    }
}
