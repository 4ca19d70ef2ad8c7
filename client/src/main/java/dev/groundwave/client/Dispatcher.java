package dev.groundwave.client;

import dev.groundwave.client.schedule.SerialExecutor;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The one way to the listeners: events in order, one at a time, on a serial view of the handler executor; with
 * {@link HandlerOrder#PER_GROUP} one more view for each group that has messages.
 *
 * <p>Counts what waits and does what {@link Overflow} says when that is too much. For {@code BLOCK} that is nothing:
 * whoever feeds it stops reading the transport while it is full and is told when there is room again. Safe for all
 * threads; nothing foreign is called while the lock is held. Source: client-sdk.md, section 2.5.
 */
final class Dispatcher {
    /** Reading may go on up to so many times the bound while an operation waits for its ack. */
    private static final int STRETCH = 4;
    /** Listeners are warned when the queue is this full. */
    private static final double WARNING = 0.8;
    /** The size of what takes no place in the queue. */
    private static final int NOT_COUNTED = -1;

    /** One event on its way, or without one only what runs afterwards; identity counts. */
    private static final class Entry {
        private final @Nullable ClientEvent event;
        private final int size;
        private final long sinceNanos;
        private final Runnable afterwards;

        Entry(@Nullable ClientEvent event, int size, long sinceNanos, Runnable afterwards) {
            this.event = event;
            this.size = size;
            this.sinceNanos = sinceNanos;
            this.afterwards = afterwards;
        }

        String group() {
            return event instanceof ClientEvent.GroupMessageEvent message ? message.group() : "";
        }
    }

    /** Events that are told one after the other. */
    private static final class Lane {
        private final SerialExecutor serial;
        private final Deque<Entry> waiting = new ArrayDeque<>();
        /** Turns that the executor owes; as many as have ever waited at a time, though entries may be dropped. */
        private int turns;
        /** Empty for the one of all events. */
        private final String group;

        Lane(Executor threads, String group) {
            this.group = group;
            serial = new SerialExecutor(threads);
        }
    }

    private final Executor threads;
    private final Listeners listeners;
    private final HandlerQueue bound;
    private final Consumer<Throwable> onHandlerError;
    private final ClientObserver observer;
    private final LongSupplier nanoTime;

    private final AtomicLong handlerErrors = new AtomicLong();
    /** What each thread tells listeners at the moment. */
    private final Map<Thread, Entry> atWork = new ConcurrentHashMap<>();

    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock.
    private final Lane all;
    private final Map<String, Lane> groups = new HashMap<>();
    /** Messages that no listener was told of yet, the oldest first. */
    private final Set<Entry> droppable = new LinkedHashSet<>();
    /** Waiting and at work. */
    private int messages;

    private long bytes;
    private long dropped;
    private boolean warned;
    /** Lanes that are owed a turn, to be given when the lock is free: an executor may run it in the calling thread. */
    private final Deque<Lane> owed = new ArrayDeque<>();

    Dispatcher(Executor threads, Listeners listeners, ClientSettings settings, LongSupplier nanoTime) {
        this.threads = threads;
        this.listeners = listeners;
        this.bound = settings.handlerQueue();
        this.onHandlerError = settings.onHandlerError();
        this.observer = settings.observer();
        this.nanoTime = nanoTime;
        this.all = new Lane(threads, "");
    }

    /** Queues an event whatever waits, and runs {@code afterwards} behind its last listener. */
    void deliver(ClientEvent event, Runnable afterwards) {
        lock.lock();
        try {
            enqueue(all, counted(new Entry(event, 0, nanoTime.getAsLong(), afterwards)), false);
        } finally {
            lock.unlock();
        }
        giveTurns();
    }

    /** As {@link #deliver} for a message of so many bytes; false when it has no place and the connection is to end. */
    boolean offer(ClientEvent message, int size, Runnable afterwards) {
        boolean taken = take(message, size, afterwards);
        giveTurns();
        return taken;
    }

    private boolean take(ClientEvent message, int size, Runnable afterwards) {
        lock.lock();
        try {
            if (isFull() && bound.overflow() == Overflow.FAIL) {
                return false;
            }
            if (isFull() && bound.overflow() == Overflow.DROP_NEWEST) {
                dropped++;
                return true;
            }
            while (isFull() && bound.overflow() == Overflow.DROP_OLDEST && !droppable.isEmpty()) {
                dropOldest();
            }
            Entry entry = counted(new Entry(message, size, nanoTime.getAsLong(), afterwards));
            droppable.add(entry);
            enqueue(all, entry, false);
            warnIfCrowded();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Runs behind all events so far, in the order of those that are no messages. */
    void execute(Runnable task) {
        lock.lock();
        try {
            enqueue(all, new Entry(null, NOT_COUNTED, nanoTime.getAsLong(), task), false);
        } finally {
            lock.unlock();
        }
        giveTurns();
    }

    /**
     * Keeps the event that is being told in the count, for a listener that puts it aside. To be called within that
     * listener; the result is to be run once, on any thread, when the event is dealt with.
     */
    Runnable hold() {
        Entry entry = atWork.get(Thread.currentThread());
        if (entry == null) {
            throw new IllegalStateException("only a listener at work can hold its event");
        }
        lock.lock();
        try {
            Entry unused = counted(entry);
        } finally {
            lock.unlock();
        }
        return () -> release(entry);
    }

    /** The listeners that hear this group alone hear nothing any more, not even what waits. */
    void groupLeft(String group) {
        listeners.removeGroup(group);
    }

    /** How many messages were dropped because the queue was full. */
    long dropped() {
        lock.lock();
        try {
            return dropped;
        } finally {
            lock.unlock();
        }
    }

    /** How many events wait or are at work. */
    int length() {
        lock.lock();
        try {
            return messages;
        } finally {
            lock.unlock();
        }
    }

    /** How often a listener threw. */
    long handlerErrors() {
        return handlerErrors.get();
    }

    /** Whether reading is to stop while the queue is full. */
    boolean blocks() {
        return bound.overflow() == Overflow.BLOCK;
    }

    /** Whether the bound is reached. */
    boolean isFull() {
        return holds(bound.messages(), bound.bytes());
    }

    /** Whether even the stretched bound is reached. */
    boolean isOverstretched() {
        return holds((long) bound.messages() * STRETCH, bound.bytes() * STRETCH);
    }

    /** Whether so little waits that a full queue may count as emptied. */
    boolean hasRoom() {
        return !holds(bound.messages() / 2 + 1L, bound.bytes() / 2 + 1);
    }

    /** Whether the caller is a listener at work. */
    boolean isCurrentThread() {
        return atWork.containsKey(Thread.currentThread());
    }

    private boolean holds(long limitMessages, long limitBytes) {
        lock.lock();
        try {
            return messages >= limitMessages || bytes >= limitBytes;
        } finally {
            lock.unlock();
        }
    }

    // With the lock held, down to the next such remark.

    private Entry counted(Entry entry) {
        if (entry.size != NOT_COUNTED) {
            messages++;
            bytes += entry.size;
        }
        return entry;
    }

    private void enqueue(Lane lane, Entry entry, boolean first) {
        if (first) {
            lane.waiting.addFirst(entry);
        } else {
            lane.waiting.add(entry);
        }
        if (lane.turns < lane.waiting.size()) {
            lane.turns++;
            owed.add(lane);
        }
    }

    private void dropOldest() {
        Iterator<Entry> oldest = droppable.iterator();
        Entry entry = oldest.next();
        oldest.remove();
        boolean unused = all.waiting.remove(entry) || groupLane(entry).waiting.remove(entry);
        uncount(entry);
        dropped++;
    }

    private void uncount(Entry entry) {
        if (entry.size == NOT_COUNTED) {
            return;
        }
        messages--;
        bytes -= entry.size;
        if (hasRoom()) {
            warned = false;
        }
    }

    /** Told ahead of all that wait: behind them it would come when it is no use any more. */
    private void warnIfCrowded() {
        if (!warned && holds((long) (bound.messages() * WARNING) + 1, (long) (bound.bytes() * WARNING) + 1)) {
            warned = true;
            long now = nanoTime.getAsLong();
            Duration age = Duration.ofNanos(now - droppable.iterator().next().sinceNanos);
            ClientEvent warning = new ClientEvent.SlowConsumerEvent(messages, age);
            enqueue(all, new Entry(warning, NOT_COUNTED, now, () -> {}), true);
        }
    }

    private Lane groupLane(Entry entry) {
        return groups.computeIfAbsent(entry.group(), group -> new Lane(threads, group));
    }

    private boolean belongsElsewhere(Lane lane, Entry entry) {
        return lane.equals(all)
                && bound.order() == HandlerOrder.PER_GROUP
                && entry.event instanceof ClientEvent.GroupMessageEvent;
    }

    // Without the lock from here on.

    private void giveTurns() {
        for (Lane next = nextOwed(); next != null; next = nextOwed()) {
            Lane lane = next;
            lane.serial.execute(() -> turn(lane));
        }
    }

    private @Nullable Lane nextOwed() {
        lock.lock();
        try {
            return owed.poll();
        } finally {
            lock.unlock();
        }
    }

    private void turn(Lane lane) {
        Entry entry = next(lane);
        giveTurns();
        if (entry != null && entry.event != null) {
            ClientEvent event = entry.event;
            atWork.put(Thread.currentThread(), entry);
            long began = nanoTime.getAsLong();
            listeners.callsFor(event).forEach(call -> callGuarded(call, event));
            atWork.remove(Thread.currentThread());
            observer.onHandled(
                    Duration.ofNanos(began - entry.sinceNanos), Duration.ofNanos(nanoTime.getAsLong() - began));
        }
        done(lane, entry);
        if (entry != null) {
            entry.afterwards.run();
        }
    }

    /** Null when what this turn was for has been dropped, or goes on in the lane of its group. */
    private @Nullable Entry next(Lane lane) {
        lock.lock();
        try {
            lane.turns--;
            Entry entry = lane.waiting.poll();
            if (entry == null) {
                return null;
            }
            if (belongsElsewhere(lane, entry)) {
                enqueue(groupLane(entry), entry, false);
                return null;
            }
            droppable.remove(entry);
            return entry;
        } finally {
            lock.unlock();
        }
    }

    private void release(Entry held) {
        lock.lock();
        try {
            uncount(held);
        } finally {
            lock.unlock();
        }
        held.afterwards.run();
    }

    private void done(Lane lane, @Nullable Entry entry) {
        lock.lock();
        try {
            if (entry != null) {
                uncount(entry);
            }
            if (!lane.equals(all) && lane.turns == 0 && lane.waiting.isEmpty()) {
                groups.remove(lane.group, lane);
            }
        } finally {
            lock.unlock();
        }
    }

    /** A fault of one listener, of whatever kind, must reach neither the next listener nor the queue. */
    private void callGuarded(Consumer<ClientEvent> call, ClientEvent event) {
        ForeignCode.faultOf(() -> call.accept(event)).ifPresent(this::report);
    }

    private void report(Throwable fault) {
        handlerErrors.incrementAndGet();
        // A fault of the one who is told of faults has nobody to go to.
        Optional<Throwable> unused = ForeignCode.faultOf(() -> onHandlerError.accept(fault));
    }
}
