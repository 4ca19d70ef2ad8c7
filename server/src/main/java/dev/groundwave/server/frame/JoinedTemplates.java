package dev.groundwave.server.frame;

import dev.groundwave.wire.codec.FrameTemplate;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Numbered messages that follow each other, as one thing to keep and to queue: a receiver costs one reference and one
 * slot for all of them.
 *
 * <p>Never changed once shared. Holds one reference of each part until its own last one is given up.
 */
public final class JoinedTemplates implements NumberedFrame {
    private final PooledTemplate[] parts;
    private final int bytes;
    private final boolean allShort;
    private final AtomicInteger references = new AtomicInteger(1);

    /**
     * The size last worked out, and behind it how long the heads were: nearly all receivers have numbers of the same
     * length. One value, so that lanes may overwrite each other's; 0 before the first.
     */
    private volatile long knownSize;

    JoinedTemplates(List<PooledTemplate> parts) {
        this.parts = parts.toArray(new PooledTemplate[0]);
        int sum = 0;
        boolean allAreShort = true;
        for (PooledTemplate part : this.parts) {
            part.retain();
            sum += part.bytes();
            allAreShort &= part.isShort();
        }
        this.bytes = sum;
        this.allShort = allAreShort;
    }

    @Override
    public int bytes() {
        return bytes;
    }

    @Override
    public int bytes(long firstSequenceId) {
        int headBytes = parts[0].headBytes(firstSequenceId);
        boolean allAlike = headBytes == parts[0].headBytes(firstSequenceId + parts.length - 1);
        long known = knownSize;
        if (allAlike && (int) known == headBytes) {
            return (int) (known >>> Integer.SIZE);
        }
        int sum = 0;
        for (int i = 0; i < parts.length; i++) {
            sum += parts[i].bytes(firstSequenceId + i);
        }
        if (allAlike) {
            knownSize = ((long) sum << Integer.SIZE) | headBytes;
        }
        return sum;
    }

    @Override
    public int frames() {
        return parts.length;
    }

    @Override
    public PooledTemplate part(int index) {
        return parts[index];
    }

    @Override
    public boolean isShort() {
        return allShort;
    }

    @Override
    public void appendTo(ByteBuf target, long firstSequenceId) {
        byte[] scratch = new byte[FrameTemplate.MAX_PREFIX_BYTES];
        for (int i = 0; i < parts.length; i++) {
            parts[i].appendTo(target, firstSequenceId + i, scratch);
        }
    }

    @Override
    public void expireAt(long deadlineNanos) {
        throw new UnsupportedOperationException("what expires is not joined: it could not be dropped alone");
    }

    @Override
    public boolean isExpired(LongSupplier nanoClock) {
        return false;
    }

    @Override
    public void retain() {
        references.incrementAndGet();
    }

    @Override
    public void release() {
        if (references.decrementAndGet() == 0) {
            for (PooledTemplate part : parts) {
                part.release();
            }
        }
    }
}
