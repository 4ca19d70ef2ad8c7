package dev.groundwave.client;

import dev.groundwave.client.ClientEvent.ConnectedEvent;
import dev.groundwave.client.ClientEvent.DisconnectedEvent;
import dev.groundwave.client.ClientEvent.GroupMessageEvent;
import dev.groundwave.client.ClientEvent.GroupStatesChangedEvent;
import dev.groundwave.client.ClientEvent.GroupsRejoinedEvent;
import dev.groundwave.client.ClientEvent.ReconnectingEvent;
import dev.groundwave.client.ClientEvent.RecoveredEvent;
import dev.groundwave.client.ClientEvent.RecoveringEvent;
import dev.groundwave.client.ClientEvent.RejoinGroupFailedEvent;
import dev.groundwave.client.ClientEvent.ServerMessageEvent;
import dev.groundwave.client.ClientEvent.SlowConsumerEvent;
import dev.groundwave.client.ClientEvent.StateChangedEvent;
import dev.groundwave.client.ClientEvent.StoppedEvent;
import dev.groundwave.wire.PayloadCodec;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The listening half of a {@link WebPubSubClient}: who is told of what.
 *
 * <p>Listeners of one event are called in the order they were added, those of a {@link GroupView} among the others. Safe
 * for all threads. Source: client-sdk.md, section 1.7.
 */
abstract sealed class ClientListening permits WebPubSubClient {
    private final Listeners listeners;
    private final Supplier<PayloadCodec> payloadCodec;

    ClientListening(Listeners listeners, Supplier<PayloadCodec> payloadCodec) {
        this.listeners = listeners;
        this.payloadCodec = payloadCodec;
    }

    Listeners listeners() {
        return listeners;
    }

    /** Adds a listener behind those there are; counts from the next event on. Never blocks. */
    public <E extends ClientEvent> Subscription on(EventType<E> type, Consumer<? super E> listener) {
        return listeners.add(type, listener);
    }

    /** Takes a listener away, if it is there; counts from the next event on. Never blocks. */
    public <E extends ClientEvent> void off(EventType<E> type, Consumer<? super E> listener) {
        listeners.remove(type, listener);
    }

    /** Listens for new connections. */
    public Subscription onConnected(Consumer<? super ConnectedEvent> listener) {
        return on(EventType.CONNECTED, listener);
    }

    /** Listens for connections lost for good. */
    public Subscription onDisconnected(Consumer<? super DisconnectedEvent> listener) {
        return on(EventType.DISCONNECTED, listener);
    }

    /** Listens for the end of all attempts. */
    public Subscription onStopped(Consumer<? super StoppedEvent> listener) {
        return on(EventType.STOPPED, listener);
    }

    /** Listens for messages of the application. */
    public Subscription onServerMessage(Consumer<? super ServerMessageEvent> listener) {
        return on(EventType.SERVER_MESSAGE, listener);
    }

    /**
     * As {@link #onServerMessage(Consumer)}, for messages of a type: JSON is read by this client's {@code payloadCodec}, text
     * is a {@code String}. What is of another type goes to {@code onHandlerError} as an {@link UnexpectedMessageException}
     * instead, and the listener goes on.
     */
    public <T> Subscription onServerMessage(Class<T> type, BiConsumer<? super T, ? super ServerMessageEvent> listener) {
        TypedPayloads payloads = new TypedPayloads(payloadCodec.get());
        return onServerMessage(event -> listener.accept(
                payloads.readGuarded(event.data(), type, why -> UnexpectedMessageException.of(type, event, why)),
                event));
    }

    /** Listens for messages of all groups. */
    public Subscription onGroupMessage(Consumer<? super GroupMessageEvent> listener) {
        return on(EventType.GROUP_MESSAGE, listener);
    }

    /** As {@link #onGroupMessage(Consumer)}, for messages of a type, with the rules of {@link #onServerMessage(Class, BiConsumer)}. */
    public <T> Subscription onGroupMessage(Class<T> type, BiConsumer<? super T, ? super GroupMessageEvent> listener) {
        return onGroupMessage(typed(type, listener));
    }

    /** A listener that is called with messages of a type and fails for others. */
    <T> Consumer<GroupMessageEvent> typed(Class<T> type, BiConsumer<? super T, ? super GroupMessageEvent> listener) {
        TypedPayloads payloads = new TypedPayloads(payloadCodec.get());
        return event -> listener.accept(
                payloads.readGuarded(event.data(), type, why -> UnexpectedMessageException.of(type, event, why)),
                event);
    }

    /** Listens for changes in the states of groups' members. Preview. */
    public Subscription onGroupStatesChanged(Consumer<? super GroupStatesChangedEvent> listener) {
        return on(EventType.GROUP_STATES_CHANGED, listener);
    }

    /** Listens for groups that could not be joined again. */
    public Subscription onRejoinGroupFailed(Consumer<? super RejoinGroupFailedEvent> listener) {
        return on(EventType.REJOIN_GROUP_FAILED, listener);
    }

    /** Listens for transports that were lost while the connection may yet be saved. */
    public Subscription onRecovering(Consumer<? super RecoveringEvent> listener) {
        return on(EventType.RECOVERING, listener);
    }

    /** Listens for connections that go on after their transport was lost. */
    public Subscription onRecovered(Consumer<? super RecoveredEvent> listener) {
        return on(EventType.RECOVERED, listener);
    }

    /** Listens for failed attempts to reconnect that are followed by another. */
    public Subscription onReconnecting(Consumer<? super ReconnectingEvent> listener) {
        return on(EventType.RECONNECTING, listener);
    }

    /** Listens for the end of joining groups again: the place to ask for what was missed. */
    public Subscription onGroupsRejoined(Consumer<? super GroupsRejoinedEvent> listener) {
        return on(EventType.GROUPS_REJOINED, listener);
    }

    /** Listens for every change of state. */
    public Subscription onStateChanged(Consumer<? super StateChangedEvent> listener) {
        return on(EventType.STATE_CHANGED, listener);
    }

    /** Listens for the warning that listeners are too slow. */
    public Subscription onSlowConsumer(Consumer<? super SlowConsumerEvent> listener) {
        return on(EventType.SLOW_CONSUMER, listener);
    }
}
