package dev.groundwave.client.transport;

import dev.groundwave.client.port.WriteResult;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Messages on their way out, bounded in bytes, written one at a time as the JDK's WebSocket demands.
 *
 * <p>Safe for all threads. Nothing foreign is called while the lock is held.
 */
final class SendQueue {
    /** What the queue needs of its link. */
    interface Outlet {
        /** Writes one message; the future ends when the next may follow. */
        CompletableFuture<?> write(byte[] message);

        /** There is room again after a refusal. */
        void writable();

        /** A write failed; the link is to end. */
        void failed(Throwable cause);
    }

    private final int maxBytes;
    private final Outlet outlet;
    /** Takes what became of messages; filled with the lock held, so that nothing of it comes behind the end. */
    private final CallOrder calls;

    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock.
    private final Deque<Entry> urgent = new ArrayDeque<>();
    private final Deque<Entry> waiting = new ArrayDeque<>();
    private int bytes;
    private boolean open;
    private boolean writing;
    private boolean refused;
    private boolean closed;
    private @Nullable Entry underWay;

    SendQueue(int maxBytes, Outlet outlet, CallOrder calls) {
        this.maxBytes = maxBytes;
        this.outlet = outlet;
        this.calls = calls;
    }

    /** Lets writing begin: the handshake is done. */
    void open() {
        if (locked(() -> {
            open = true;
            return beginTurn();
        })) {
            writeAll();
        }
    }

    /** False when full or closed; a message larger than the whole bound is taken when the queue is empty. */
    boolean offer(byte[] message, Consumer<WriteResult> whenDone) {
        Entry entry = new Entry(message, whenDone);
        return begun(locked(() -> take(entry)));
    }

    /** Takes a message ahead of all others but those taken here before, even when full; false when closed. */
    boolean offerFirst(byte[] message, Consumer<WriteResult> whenDone) {
        Entry entry = new Entry(message, whenDone);
        return begun(locked(() -> closed ? Taken.REFUSED : add(entry, urgent)));
    }

    private boolean begun(Taken taken) {
        if (taken == Taken.START) {
            writeAll();
        }
        return taken != Taken.REFUSED;
    }

    /** Settles what is left; later offers are refused. */
    void close() {
        boolean unused = locked(() -> {
            if (underWay != null) {
                settle(underWay, WriteResult.UNCERTAIN);
            }
            urgent.forEach(entry -> settle(entry, WriteResult.NEVER_STARTED));
            waiting.forEach(entry -> settle(entry, WriteResult.NEVER_STARTED));
            urgent.clear();
            waiting.clear();
            bytes = 0;
            closed = true;
            return true;
        });
        calls.run();
    }

    /** With the lock held: the first result counts. */
    private void settle(Entry entry, WriteResult result) {
        if (!entry.settled) {
            entry.settled = true;
            calls.add(() -> entry.whenDone.accept(result));
        }
    }

    private Taken take(Entry entry) {
        if (closed) {
            return Taken.REFUSED;
        }
        if (bytes > 0 && bytes + entry.message.length > maxBytes) {
            refused = true;
            return Taken.REFUSED;
        }
        return add(entry, waiting);
    }

    private Taken add(Entry entry, Deque<Entry> to) {
        to.add(entry);
        bytes += entry.message.length;
        return beginTurn() ? Taken.START : Taken.QUEUED;
    }

    /** With the lock held: whether the caller is the one who is to write now. */
    private boolean beginTurn() {
        if (!open || writing || (urgent.isEmpty() && waiting.isEmpty())) {
            return false;
        }
        writing = true;
        return true;
    }

    /** A loop, because most writes end at once and a recursion would be as deep as the queue is long. */
    private void writeAll() {
        for (Entry entry = next(); entry != null; entry = next()) {
            Entry current = entry;
            CompletableFuture<?> written = outlet.write(current.message);
            if (!written.isDone()) {
                CompletableFuture<?> unused = written.whenComplete((ignored, failure) -> {
                    finished(current, failure);
                    writeAll();
                });
                return;
            }
            finished(current, failureOf(written));
        }
    }

    private static @Nullable Throwable failureOf(CompletableFuture<?> done) {
        return done.<@Nullable Throwable>handle((ignored, failure) -> failure).join();
    }

    private @Nullable Entry next() {
        return locked(() -> {
            underWay = urgent.isEmpty() ? waiting.poll() : urgent.poll();
            writing = underWay != null;
            return underWay;
        });
    }

    private void finished(Entry entry, @Nullable Throwable failure) {
        boolean roomAgain = locked(() -> {
            underWay = null;
            settle(entry, failure == null ? WriteResult.WRITTEN : WriteResult.UNCERTAIN);
            bytes = closed ? 0 : bytes - entry.message.length;
            boolean tell = refused && !closed && bytes <= maxBytes / 2;
            refused = refused && !tell;
            return tell;
        });
        calls.run();
        if (failure != null) {
            outlet.failed(failure);
        } else if (roomAgain) {
            outlet.writable();
        }
    }

    private <T extends @Nullable Object> T locked(Guarded<T> work) {
        lock.lock();
        try {
            return work.run();
        } finally {
            lock.unlock();
        }
    }

    /** What happened to an offered message. */
    private enum Taken {
        START,
        QUEUED,
        REFUSED
    }

    @FunctionalInterface
    private interface Guarded<T extends @Nullable Object> {
        T run();
    }

    /** One message. */
    private static final class Entry {
        private final byte[] message;
        private final Consumer<WriteResult> whenDone;
        /** Guarded by the lock. */
        private boolean settled;

        Entry(byte[] message, Consumer<WriteResult> whenDone) {
            this.message = message;
            this.whenDone = whenDone;
        }
    }
}
