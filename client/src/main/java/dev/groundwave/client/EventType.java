package dev.groundwave.client;

import java.util.List;

/**
 * A kind of event that listeners can ask for, by the name that other clients know it by. Source: client-sdk.md, section
 * 1.7.
 *
 * @param <E> what its listeners get
 */
public final class EventType<E extends ClientEvent> {
    /** {@code connected} */
    public static final EventType<ClientEvent.ConnectedEvent> CONNECTED =
            new EventType<>("connected", ClientEvent.ConnectedEvent.class);
    /** {@code disconnected} */
    public static final EventType<ClientEvent.DisconnectedEvent> DISCONNECTED =
            new EventType<>("disconnected", ClientEvent.DisconnectedEvent.class);
    /** {@code stopped} */
    public static final EventType<ClientEvent.StoppedEvent> STOPPED =
            new EventType<>("stopped", ClientEvent.StoppedEvent.class);
    /** {@code server-message} */
    public static final EventType<ClientEvent.ServerMessageEvent> SERVER_MESSAGE =
            new EventType<>("server-message", ClientEvent.ServerMessageEvent.class);
    /** {@code group-message} */
    public static final EventType<ClientEvent.GroupMessageEvent> GROUP_MESSAGE =
            new EventType<>("group-message", ClientEvent.GroupMessageEvent.class);
    /** {@code recovering} */
    public static final EventType<ClientEvent.RecoveringEvent> RECOVERING =
            new EventType<>("recovering", ClientEvent.RecoveringEvent.class);
    /** {@code recovered} */
    public static final EventType<ClientEvent.RecoveredEvent> RECOVERED =
            new EventType<>("recovered", ClientEvent.RecoveredEvent.class);
    /** {@code rejoin-group-failed} */
    public static final EventType<ClientEvent.RejoinGroupFailedEvent> REJOIN_GROUP_FAILED =
            new EventType<>("rejoin-group-failed", ClientEvent.RejoinGroupFailedEvent.class);
    /** {@code groups-rejoined} */
    public static final EventType<ClientEvent.GroupsRejoinedEvent> GROUPS_REJOINED =
            new EventType<>("groups-rejoined", ClientEvent.GroupsRejoinedEvent.class);
    /** {@code group-states-changed} */
    public static final EventType<ClientEvent.GroupStatesChangedEvent> GROUP_STATES_CHANGED =
            new EventType<>("group-states-changed", ClientEvent.GroupStatesChangedEvent.class);
    /** {@code reconnecting} */
    public static final EventType<ClientEvent.ReconnectingEvent> RECONNECTING =
            new EventType<>("reconnecting", ClientEvent.ReconnectingEvent.class);
    /** {@code slow-consumer} */
    public static final EventType<ClientEvent.SlowConsumerEvent> SLOW_CONSUMER =
            new EventType<>("slow-consumer", ClientEvent.SlowConsumerEvent.class);
    /** {@code state-changed} */
    public static final EventType<ClientEvent.StateChangedEvent> STATE_CHANGED =
            new EventType<>("state-changed", ClientEvent.StateChangedEvent.class);

    private static final List<EventType<?>> ALL = List.of(
            CONNECTED,
            DISCONNECTED,
            STOPPED,
            SERVER_MESSAGE,
            GROUP_MESSAGE,
            RECOVERING,
            RECOVERED,
            REJOIN_GROUP_FAILED,
            GROUPS_REJOINED,
            GROUP_STATES_CHANGED,
            RECONNECTING,
            SLOW_CONSUMER,
            STATE_CHANGED);

    private final String name;
    private final Class<E> eventClass;

    private EventType(String name, Class<E> eventClass) {
        this.name = name;
        this.eventClass = eventClass;
    }

    /**
     * The constant of this name, for example {@code EventType<GroupMessageEvent> type = EventType.of("group-message")}. The
     * caller vouches for the type, as a name cannot: where it is the wrong one, listeners fail when they are called.
     *
     * @throws IllegalArgumentException when there is none
     */
    // Only the caller knows what the name stands for; the constants are the way that the compiler checks.
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public static <E extends ClientEvent> EventType<E> of(String name) {
        for (EventType<?> type : ALL) {
            if (type.name.equals(name)) {
                return (EventType<E>) type;
            }
        }
        throw new IllegalArgumentException("no event is called '" + name + "'; there are " + ALL);
    }

    /** All types there are. */
    public static List<EventType<?>> all() {
        return ALL;
    }

    /** The name as other clients know it. */
    public String name() {
        return name;
    }

    Class<E> eventClass() {
        return eventClass;
    }

    @Override
    public String toString() {
        return name;
    }
}
