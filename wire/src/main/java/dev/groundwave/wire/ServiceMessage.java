package dev.groundwave.wire;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the service sends to a client.
 *
 * <p>Immutable. Ids are unsigned 64-bit numbers held in a {@code long}. A sequence id is present on reliable
 * connections only. Source: client-protocol.md, section 6.3.
 */
public sealed interface ServiceMessage {
    /**
     * A message that is numbered on reliable connections and sent again after a recovery; all others are not.
     *
     * <p>Source: client-protocol.md, section 8.1.
     */
    sealed interface Sequenced extends ServiceMessage {
        /** The number on this connection, unsigned, from 1; absent on a connection without recovery. */
        OptionalLong sequenceId();
    }

    /** The answer to a request that carried an ack id; without an error it succeeded. */
    record Ack(long ackId, Optional<AckError> error) implements ServiceMessage {
        /** A success. */
        public static Ack success(long ackId) {
            return new Ack(ackId, Optional.empty());
        }

        /** A refusal. */
        public static Ack failure(long ackId, AckError error) {
            return new Ack(ackId, Optional.of(error));
        }
    }

    /**
     * A message published to a group.
     *
     * @param stream present for a fragment of a stream
     */
    record GroupData(
            String group,
            Optional<String> fromUserId,
            Payload data,
            Map<String, String> metadata,
            Optional<StreamInfo> stream,
            OptionalLong sequenceId)
            implements Sequenced {
        /** Copies the metadata. */
        public GroupData {
            metadata = Metadata.copy(metadata);
        }

        /** A message outside any stream. */
        public GroupData(
                String group,
                Optional<String> fromUserId,
                Payload data,
                Map<String, String> metadata,
                OptionalLong sequenceId) {
            this(group, fromUserId, data, metadata, Optional.empty(), sequenceId);
        }
    }

    /** A message from the application. */
    record ServerData(Payload data, Map<String, String> metadata, OptionalLong sequenceId) implements Sequenced {
        /** Copies the metadata. */
        public ServerData {
            metadata = Metadata.copy(metadata);
        }
    }

    /** The first message of a connection. */
    record Connected(Optional<String> userId, String connectionId, Optional<String> reconnectionToken)
            implements ServiceMessage {
        @Override
        public String toString() {
            return "Connected[connectionId=" + connectionId + "]";
        }
    }

    /** Why the service is about to close the connection. */
    record Disconnected(String message) implements ServiceMessage {}

    /** The answer to {@link ClientMessage.Ping}. */
    record Pong() implements ServiceMessage {}

    /**
     * The answer to {@link ClientMessage.Invoke}; without an error it succeeded.
     *
     * @param data absent when the application answered with nothing
     */
    record InvokeResponse(
            String invocationId, Optional<Payload> data, Map<String, String> metadata, Optional<AckError> error)
            implements ServiceMessage {
        /** Copies the metadata. */
        public InvokeResponse {
            metadata = Metadata.copy(metadata);
        }

        /** A refusal. */
        public static InvokeResponse failure(String invocationId, AckError error) {
            return new InvokeResponse(invocationId, Optional.empty(), Map.of(), Optional.of(error));
        }
    }

    /** Every fragment below this number has been accepted. */
    record StreamAck(String streamId, long expectedSequenceId) implements ServiceMessage {}

    /** A fragment was not accepted; the stream goes on at this number. */
    record StreamNack(String streamId, long expectedSequenceId, AckError error) implements ServiceMessage {}

    /** The stream is over; without an error because its publisher ended it. */
    record StreamClosed(String streamId, Optional<AckError> error) implements ServiceMessage {}

    /** The state of a group's members that have any, ordered by connection. */
    record GroupStateSnapshot(String group, List<GroupStateItem> items, OptionalLong sequenceId) implements Sequenced {
        /** Copies the items. */
        public GroupStateSnapshot {
            items = List.copyOf(items);
        }
    }

    /** A change of state in a group. */
    record GroupStateUpdate(String group, List<GroupStateItem> items, OptionalLong sequenceId) implements Sequenced {
        /** Copies the items. */
        public GroupStateUpdate {
            items = List.copyOf(items);
        }
    }
}
