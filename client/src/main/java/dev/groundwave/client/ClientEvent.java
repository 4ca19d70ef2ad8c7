package dev.groundwave.client;

import dev.groundwave.wire.Payload;
import dev.groundwave.wire.StreamInfo;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What listeners are told, in this order over one life: connected, messages, any number of times recovering and
 * recovered, disconnected, then reconnecting and
 * connected again, or stopped. Source: client-sdk.md, section 1.7.
 */
public sealed interface ClientEvent {
    /**
     * A new connection stands; groups are not rejoined yet.
     *
     * @param userId absent for a client without one
     * @param generation rises with every attempt to connect
     */
    record ConnectedEvent(String connectionId, Optional<String> userId, long generation) implements ClientEvent {}

    /**
     * The connection is lost for good. Exactly once for each {@link ConnectedEvent}. Code and reason are those of the
     * transport that was lost; when recovering it failed, the cause says how that ended.
     *
     * @param message of the service's farewell; absent without one
     * @param closeCode of the WebSocket; 1006 for a broken one
     * @param closeReason may be empty
     * @param cause the network's fault, if it was one
     * @param willReconnect whether a new connection is being sought
     */
    record DisconnectedEvent(
            String connectionId,
            Optional<String> message,
            int closeCode,
            String closeReason,
            Optional<Throwable> cause,
            boolean willReconnect)
            implements ClientEvent {}

    /**
     * No more attempts will be made. Exactly once for each successful start.
     *
     * @param cause of the last failure, if one led here
     */
    record StoppedEvent(StopReason reason, Optional<Throwable> cause) implements ClientEvent {}

    /**
     * A message from the application.
     *
     * @param sequenceId absent on a protocol without recovery
     */
    record ServerMessageEvent(Payload data, OptionalLong sequenceId, Map<String, String> metadata)
            implements ClientEvent {}

    /**
     * A message published to a group.
     *
     * @param fromUserId absent when the sender has none
     * @param sequenceId absent on a protocol without recovery
     * @param stream present for a fragment of a stream, which listeners get only when the builder was told so
     */
    record GroupMessageEvent(
            String group,
            Payload data,
            Optional<String> fromUserId,
            OptionalLong sequenceId,
            Map<String, String> metadata,
            Optional<StreamInfo> stream)
            implements ClientEvent {}

    /** What members of a group have set as their state has changed, or is not known any more. */
    record GroupStatesChangedEvent(String group) implements ClientEvent {}

    /**
     * The transport is lost and the connection may yet be saved; {@link RecoveredEvent} or {@link DisconnectedEvent}
     * follows.
     *
     * @param closeCode of the WebSocket; 1006 for a broken one
     * @param closeReason may be empty
     * @param cause the network's fault, if it was one
     */
    record RecoveringEvent(String connectionId, int closeCode, String closeReason, Optional<Throwable> cause)
            implements ClientEvent {}

    /**
     * The connection goes on; nothing was lost.
     *
     * @param downtime from the loss of the transport to now
     */
    record RecoveredEvent(String connectionId, Duration downtime) implements ClientEvent {}

    /** One group could not be joined again; it stays wanted and is tried on the next new connection. */
    record RejoinGroupFailedEvent(String group, WebPubSubException error) implements ClientEvent {}

    /** Joining again has ended, also when there was nothing to join: the place to ask for missed history. */
    record GroupsRejoinedEvent(List<String> joined, List<String> failed) implements ClientEvent {
        /** Copies the lists. */
        public GroupsRejoinedEvent {
            joined = List.copyOf(joined);
            failed = List.copyOf(failed);
        }
    }

    /**
     * An attempt to reconnect failed and another follows.
     *
     * @param attempt the number of the next one, from 2
     * @param delay until then
     * @param cause of the failure
     */
    record ReconnectingEvent(int attempt, Duration delay, Optional<Throwable> cause) implements ClientEvent {}

    /**
     * Listeners are so slow that the queue before them is four fifths full. Told ahead of what waits, and again when it
     * was half empty in between.
     *
     * @param queueLength events that wait
     * @param oldestAge how long the oldest message has waited
     */
    record SlowConsumerEvent(int queueLength, Duration oldestAge) implements ClientEvent {}

    /** The client went from one state to another. */
    record StateChangedEvent(SessionState from, SessionState to) implements ClientEvent {}
}
