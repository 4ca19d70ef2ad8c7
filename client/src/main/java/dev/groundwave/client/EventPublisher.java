package dev.groundwave.client;

import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Events of one type for subscribers with demand.
 *
 * <p>What a subscriber did not ask for yet stays on the books of the handler queue, so that a slow one holds the service
 * back like a slow listener, without keeping other listeners waiting. Source: client-sdk.md, sections 2.5 and 5.
 */
final class EventPublisher<E extends ClientEvent> implements Flow.Publisher<E> {
    private final EventType<E> type;
    private final Listeners listeners;
    private final Dispatcher dispatcher;
    private final ClientSession session;
    private final Executor threads;

    EventPublisher(
            EventType<E> type, Listeners listeners, Dispatcher dispatcher, ClientSession session, Executor threads) {
        this.type = type;
        this.listeners = listeners;
        this.dispatcher = dispatcher;
        this.session = session;
        this.threads = threads;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super E> subscriber) {
        Buffer buffer = new Buffer();
        Emission<E> emission = new Emission<>(threads, subscriber, buffer);
        buffer.fill(emission);
        emission.begin();
    }

    /** What one subscriber has not asked for yet. */
    private final class Buffer implements Emission.Source<E> {
        private final Queue<Held<E>> waiting = new ConcurrentLinkedQueue<>();
        private volatile boolean over;
        private volatile boolean released;
        private @Nullable Subscription events;
        private @Nullable Subscription states;

        void fill(Emission<E> emission) {
            events = listeners.add(type, event -> {
                waiting.add(new Held<>(event, dispatcher.hold()));
                if (released) {
                    discard();
                }
                emission.pulse();
            });
            Runnable end = () -> {
                over = true;
                emission.pulse();
            };
            Consumer<ClientEvent.StateChangedEvent> watch = change -> {
                if (change.to() == SessionState.CLOSED) {
                    // The last events of a life are told behind this one.
                    session.afterEvents(end);
                }
            };
            states = listeners.add(EventType.STATE_CHANGED, watch);
            if (session.snapshot().state() == SessionState.CLOSED) {
                session.afterEvents(end);
            }
        }

        @Override
        public @Nullable E poll() {
            Held<E> next = waiting.poll();
            if (next == null) {
                return null;
            }
            next.release.run();
            return next.event;
        }

        @Override
        public boolean isOver() {
            return over && waiting.isEmpty();
        }

        @Override
        public Optional<Throwable> failure() {
            return Optional.empty();
        }

        @Override
        public void released() {
            released = true;
            if (events != null) {
                events.close();
            }
            if (states != null) {
                states.close();
            }
            discard();
        }

        private void discard() {
            for (Held<E> left = waiting.poll(); left != null; left = waiting.poll()) {
                left.release.run();
            }
        }
    }

    /** An event that was put aside and how to take it off the books. */
    private record Held<E>(E event, Runnable release) {}
}
