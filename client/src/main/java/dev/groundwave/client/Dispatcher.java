package dev.groundwave.client;

import dev.groundwave.client.schedule.SerialExecutor;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The one way to the listeners: events in order, one at a time, on a serial view of the handler executor.
 *
 * <p>Counts what waits; it never refuses. Whoever feeds it stops reading the transport while it is full and is told
 * when there is room again ({@code BLOCK}, client-sdk.md, section 2.5). Safe for all threads.
 */
final class Dispatcher {
    /** Reading may go on up to so many times the bound while an operation waits for its ack. */
    private static final int STRETCH = 4;

    private final SerialExecutor serial;
    private final Listeners listeners;
    private final HandlerQueue bound;
    private final Consumer<Throwable> onHandlerError;

    private final AtomicInteger messages = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    // Of the event that is being told; on the serial executor.
    private int currentSize;
    private Runnable currentAfterwards = () -> {};

    Dispatcher(Executor threads, Listeners listeners, HandlerQueue bound, Consumer<Throwable> onHandlerError) {
        this.serial = new SerialExecutor(threads);
        this.listeners = listeners;
        this.bound = bound;
        this.onHandlerError = onHandlerError;
    }

    /** Queues an event that stands for {@code size} bytes and runs {@code afterwards} behind its last listener. */
    void deliver(ClientEvent event, int size, Runnable afterwards) {
        messages.incrementAndGet();
        bytes.addAndGet(size);
        serial.execute(() -> {
            currentSize = size;
            currentAfterwards = afterwards;
            listeners.callsFor(event).forEach(call -> callGuarded(call, event));
            messages.decrementAndGet();
            bytes.addAndGet(-size);
            afterwards.run();
        });
    }

    /**
     * Keeps the event that is being told on the books, for a listener that puts it aside. Called within that listener;
     * the result is to be run once, on any thread, when the event is dealt with.
     */
    Runnable hold() {
        int size = currentSize;
        Runnable afterwards = currentAfterwards;
        messages.incrementAndGet();
        bytes.addAndGet(size);
        return () -> {
            messages.decrementAndGet();
            bytes.addAndGet(-size);
            afterwards.run();
        };
    }

    /** Runs behind everything that was told so far. */
    void execute(Runnable task) {
        serial.execute(task);
    }

    /** Whether the bound is reached. */
    boolean isFull() {
        return messages.get() >= bound.messages() || bytes.get() >= bound.bytes();
    }

    /** Whether even the stretched bound is reached. */
    boolean isOverstretched() {
        return messages.get() / STRETCH >= bound.messages() || bytes.get() / STRETCH >= bound.bytes();
    }

    /** Whether so little waits that a full queue may count as emptied. */
    boolean hasRoom() {
        return messages.get() <= bound.messages() / 2 && bytes.get() <= bound.bytes() / 2;
    }

    /** Whether the caller is a listener at work. */
    boolean isCurrentThread() {
        return serial.isCurrentThread();
    }

    /** A fault of one listener, of whatever kind, must reach neither the next listener nor the queue. */
    private void callGuarded(Consumer<ClientEvent> call, ClientEvent event) {
        FutureTask<Void> guarded = new FutureTask<>(() -> call.accept(event), null);
        guarded.run();
        try {
            guarded.get();
        } catch (ExecutionException e) {
            report(e.getCause() == null ? e : e.getCause());
        } catch (CancellationException e) {
            report(e);
        } catch (InterruptedException e) {
            // The task has ended, so this is a listener's own interrupt, which is not for the next one.
            report(e);
        }
    }

    private void report(Throwable fault) {
        FutureTask<Void> guarded = new FutureTask<>(() -> onHandlerError.accept(fault), null);
        guarded.run();
    }
}
