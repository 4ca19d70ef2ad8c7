package dev.groundwave.wire;

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

    /** A message published to a group. */
    record GroupData(
            String group,
            Optional<String> fromUserId,
            Payload data,
            Map<String, String> metadata,
            OptionalLong sequenceId)
            implements ServiceMessage {
        /** Copies the metadata. */
        public GroupData {
            metadata = Metadata.copy(metadata);
        }
    }

    /** A message from the application. */
    record ServerData(Payload data, Map<String, String> metadata, OptionalLong sequenceId) implements ServiceMessage {
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
}
