package dev.groundwave.server.socket;

import dev.groundwave.hub.Connection;
import dev.groundwave.hub.ConnectionObserver;
import dev.groundwave.hub.delivery.Lane;
import dev.groundwave.server.upstream.EventResult;
import dev.groundwave.server.upstream.EventSession;
import dev.groundwave.wire.Payload;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one event of a connection that its application is dealing with, and what waits behind it.
 *
 * <p>Lives as long as the connection, across recoveries, on its lane. A little is read ahead; then the client's socket is
 * not read until there is room again. Source: client-protocol.md, section 7.3.
 */
final class EventLine implements ConnectionObserver {
    static final int MAX_WAITING = 64;
    static final int MAX_WAITING_BYTES = 1_048_576;

    private final EventSession session;
    private final Lane lane;
    private final Consumer<EventLine> whenOver;
    private final Queue<Waiting> waiting = new ArrayDeque<>(0);
    private int waitingBytes;

    /** Whose socket is not read because too much waits; null while it is. */
    private @Nullable Connection paused;

    /** The event under way; null when none is. */
    private @Nullable CompletableFuture<EventResult> underWay;

    /** Whether the event under way ends with its connection. */
    private boolean endsWithConnection;

    private boolean ended;

    /** A user event of a client; that of a simple one ends with its connection. */
    record Event(String name, Payload data, Map<String, String> metadata, boolean simple) {}

    /** Something that the client sent: an event, or anything else that must keep its place. */
    private record Waiting(@Nullable Event event, Runnable task, int bytes) {}

    /** @param whenOver told when the connection is over */
    EventLine(EventSession session, Lane lane, Consumer<EventLine> whenOver) {
        this.session = session;
        this.lane = lane;
        this.whenOver = whenOver;
    }

    EventSession session() {
        return session;
    }

    /** Whether what comes must wait. */
    boolean isBusy() {
        return underWay != null;
    }

    /** Whether the socket should not be read for now. */
    boolean isFull() {
        return paused != null;
    }

    /**
     * Lets something wait for the end of what is under way.
     *
     * @param event what the task is about, where it is an event; null for everything else
     */
    void await(Connection connection, @Nullable Event event, Runnable task, int bytes) {
        waiting.add(new Waiting(event, task, bytes));
        waitingBytes += bytes;
        if (!hasRoom()) {
            paused = connection;
        }
    }

    private boolean hasRoom() {
        return waiting.size() < MAX_WAITING && waitingBytes < MAX_WAITING_BYTES;
    }

    /**
     * Brings an event to the application, while nothing else is under way.
     *
     * @param then takes the result on the lane; not called when the connection ended before
     */
    void raise(Event event, Consumer<EventResult> then) {
        CompletableFuture<EventResult> result = send(event);
        if (result.isDone()) {
            then.accept(result.join());
            return;
        }
        underWay = result;
        endsWithConnection = event.simple();
        result.thenAccept(value -> lane.execute(() -> conclude(() -> then.accept(value))));
    }

    private CompletableFuture<EventResult> send(Event event) {
        return session.userEvent(event.name(), event.data(), event.metadata(), event.simple());
    }

    private void conclude(Runnable then) {
        underWay = null;
        if (ended) {
            return;
        }
        try {
            then.run();
        } finally {
            proceed();
        }
    }

    private void proceed() {
        while (underWay == null && !waiting.isEmpty()) {
            Waiting next = waiting.remove();
            waitingBytes -= next.bytes();
            next.task().run();
        }
        if (hasRoom()) {
            resumeReading();
        }
    }

    private void resumeReading() {
        Connection connection = paused;
        paused = null;
        if (connection != null) {
            connection.outbox().resumeReading();
        }
    }

    @Override
    public void attached() {
        session.connected();
    }

    @Override
    public void joined(String group) {
        session.joined(group);
    }

    @Override
    public void left(String group) {
        session.left(group);
    }

    /**
     * The event of a simple client ends with its connection. What another client said before it left still reaches the
     * application, in order and before the end; everything else that waits has lost its sense.
     *
     * <p>Source: events-and-operations.md, section 1.14; that events which wait are sent is our choice.
     */
    @Override
    public void ended(String reason) {
        ended = true;
        whenOver.accept(this);
        Queue<Event> left = new ArrayDeque<>();
        for (Waiting each : waiting) {
            if (each.event() != null) {
                left.add(each.event());
            }
        }
        waiting.clear();
        waitingBytes = 0;
        resumeReading();
        CompletableFuture<EventResult> pending = underWay;
        if (pending != null && endsWithConnection) {
            pending.cancel(true);
        }
        if (pending == null || endsWithConnection || left.isEmpty()) {
            session.noteLost(names(left));
            session.disconnected(reason);
            return;
        }
        Runnable done = session.keepBusy();
        pending.thenAccept(_ -> lane.execute(() -> sendLeft(left, reason, done)));
    }

    private static List<String> names(Queue<Event> events) {
        return events.stream().map(Event::name).toList();
    }

    /** An application that does not take one event does not get the others: it would only take longer. */
    private void sendLeft(Queue<Event> left, String reason, Runnable done) {
        Event next = left.poll();
        if (next == null) {
            session.disconnected(reason);
            done.run();
            return;
        }
        send(next)
                .thenAccept(result -> lane.execute(() -> {
                    if (result instanceof EventResult.Failure) {
                        session.noteLost(names(left));
                        left.clear();
                    }
                    sendLeft(left, reason, done);
                }));
    }
}
