package dev.groundwave.client;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The reading end of a stream: its fragments in order, each once. Preview.
 *
 * <p>Given to the handler of {@link WebPubSubClient#onGroupStream}. Read it in one of three ways, and only once: by
 * iterating, which blocks and throws a {@link StreamException} behind the last fragment of a stream that failed; by
 * {@link #subscribe}; or by {@link #consume}. Up to 256 fragments wait for the reader; one more fails it, and nothing
 * else. What the handler leaves unread when it returns is discarded.
 *
 * <p>Safe for all threads. Source: client-sdk.md, section 3.1.
 */
public final class GroupStreamReader
        implements Iterable<GroupStreamFragment>, Flow.Publisher<GroupStreamFragment>, AutoCloseable {
    static final int MAX_WAITING = 256;

    private final String group;
    private final String streamId;
    private final Optional<String> fromUserId;
    private final Executor threads;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // Guarded by the lock.
    private final Queue<GroupStreamFragment> waiting = new ArrayDeque<>();
    private boolean over;
    private @Nullable RuntimeException failure;
    private boolean taken;
    private boolean closed;
    /** Null unless a subscriber reads. */
    private @Nullable Emission<GroupStreamFragment> emission;

    GroupStreamReader(String group, String streamId, Optional<String> fromUserId, Executor threads) {
        this.group = group;
        this.streamId = streamId;
        this.fromUserId = fromUserId;
        this.threads = threads;
    }

    /** The group it came to. */
    public String group() {
        return group;
    }

    /** The id its publisher gave it. */
    public String streamId() {
        return streamId;
    }

    /** The publisher's user; empty when it has none. */
    public Optional<String> fromUserId() {
        return fromUserId;
    }

    /**
     * The fragments; its methods block until there is one or the stream has ended. An interrupted thread gets a
     * {@link WebPubSubException} with the flag set again.
     *
     * @throws IllegalStateException when the stream is read already
     */
    @Override
    public Iterator<GroupStreamFragment> iterator() {
        take();
        return new Fragments();
    }

    /**
     * Reads by demand; the subscriber is called on a worker thread, one call at a time. A second subscriber gets an
     * {@link IllegalStateException}.
     */
    @Override
    public void subscribe(Flow.Subscriber<? super GroupStreamFragment> subscriber) {
        boolean first = locked(() -> {
            boolean free = !taken;
            taken = true;
            return free;
        });
        Emission<GroupStreamFragment> created =
                new Emission<>(threads, subscriber, first ? new Waiting() : new AlreadyRead());
        if (first) {
            locked(() -> emission = created);
        }
        created.begin();
    }

    /**
     * Hands every fragment to the callback, on a worker thread, one call at a time. The future ends with the stream;
     * it fails with the stream, or with what the callback throws, which also ends the reading.
     */
    public CompletableFuture<Void> consume(Consumer<? super GroupStreamFragment> callback) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        subscribe(new CallbackSubscriber<>(callback, end));
        return end;
    }

    /** Stops reading; what waits and what still comes is discarded. Any thread, any number of times; does not block. */
    @Override
    public void close() {
        Emission<GroupStreamFragment> reading = locked(() -> {
            closed = true;
            over = true;
            waiting.clear();
            changed.signalAll();
            return emission;
        });
        if (reading != null) {
            reading.pulse();
        }
    }

    /** The handler has returned: what nobody reads now nobody will. */
    void handlerReturned() {
        boolean unread = locked(() -> emission == null);
        if (unread) {
            close();
        }
    }

    /** False when the buffer is full, which ends the reading behind what waits. */
    boolean push(GroupStreamFragment fragment) {
        boolean full = locked(() -> {
            if (over) {
                return false;
            }
            if (waiting.size() >= MAX_WAITING) {
                return true;
            }
            waiting.add(fragment);
            changed.signalAll();
            return false;
        });
        if (full) {
            end(new StreamException(streamId, StreamException.OVERFLOW, "the reader did not follow"));
        } else {
            pulse();
        }
        return !full;
    }

    /** Nothing follows what waits; null for a good end. The first end counts. */
    void end(@Nullable RuntimeException why) {
        locked(() -> {
            if (!over) {
                over = true;
                failure = why;
                changed.signalAll();
            }
            return over;
        });
        pulse();
    }

    private void pulse() {
        Emission<GroupStreamFragment> reading = locked(() -> emission);
        if (reading != null) {
            reading.pulse();
        }
    }

    private void take() {
        locked(() -> {
            if (taken) {
                throw new IllegalStateException("this stream is read already");
            }
            taken = true;
            return taken;
        });
    }

    private <R> R locked(Supplier<R> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return "GroupStreamReader[group=" + group + " streamId=" + streamId + "]";
    }

    /** For a thread that blocks. */
    private final class Fragments implements Iterator<GroupStreamFragment> {
        @Override
        public boolean hasNext() {
            lock.lock();
            try {
                while (waiting.isEmpty() && !over) {
                    changed.await();
                }
                if (waiting.isEmpty() && failure != null && !closed) {
                    throw failure;
                }
                return !waiting.isEmpty();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new WebPubSubException("interrupted while reading a stream", e);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public GroupStreamFragment next() {
            if (!hasNext()) {
                throw new NoSuchElementException("the stream has ended");
            }
            return locked(waiting::remove);
        }
    }

    /** For a subscriber. */
    private final class Waiting implements Emission.Source<GroupStreamFragment> {
        @Override
        public @Nullable GroupStreamFragment poll() {
            lock.lock();
            try {
                return waiting.poll();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public boolean isOver() {
            return locked(() -> over && waiting.isEmpty());
        }

        @Override
        public Optional<Throwable> failure() {
            return locked(() -> closed ? Optional.empty() : Optional.ofNullable(failure));
        }

        @Override
        public void released() {
            close();
        }
    }

    /** For a subscriber that comes too late. */
    private static final class AlreadyRead implements Emission.Source<GroupStreamFragment> {
        @Override
        public @Nullable GroupStreamFragment poll() {
            return null;
        }

        @Override
        public boolean isOver() {
            return true;
        }

        @Override
        public Optional<Throwable> failure() {
            return Optional.of(new IllegalStateException("this stream is read already"));
        }

        @Override
        public void released() {
            // It held nothing.
        }
    }
}
