package dev.groundwave.wire;

import java.util.Map;
import java.util.OptionalLong;

/**
 * What a client sends to the service.
 *
 * <p>Immutable and valid by construction: names, metadata and time to live are checked, and a violation is an
 * {@link IllegalArgumentException}. Ids are unsigned 64-bit numbers held in a {@code long}. Source: client-protocol.md,
 * section 6.2.
 */
public sealed interface ClientMessage {
    /** Enter a group. */
    record JoinGroup(String group, OptionalLong ackId) implements ClientMessage {
        /** Checks the group's name. */
        public JoinGroup {
            GroupName.check(group);
        }
    }

    /** Leave a group. */
    record LeaveGroup(String group, OptionalLong ackId) implements ClientMessage {
        /** Checks the group's name. */
        public LeaveGroup {
            GroupName.check(group);
        }
    }

    /**
     * Publish to a group.
     *
     * @param noEcho the publishing connection itself gets no copy
     * @param metadata may be empty
     * @param ttlSeconds 0 to 300; 0 means no expiry
     */
    record SendToGroup(
            String group,
            Payload data,
            boolean noEcho,
            OptionalLong ackId,
            Map<String, String> metadata,
            int ttlSeconds)
            implements ClientMessage {
        /** Checks names, metadata and time to live. */
        public SendToGroup {
            GroupName.check(group);
            metadata = Metadata.checkedCopy(metadata);
            if (ttlSeconds < 0 || ttlSeconds > WireLimits.MAX_TTL_SECONDS) {
                throw new IllegalArgumentException(
                        "ttlSeconds is " + ttlSeconds + ", allowed are 0 to " + WireLimits.MAX_TTL_SECONDS);
            }
        }
    }

    /** Raise a user event at the application. */
    record SendEvent(String event, Payload data, OptionalLong ackId, Map<String, String> metadata)
            implements ClientMessage {
        /** Checks the event's name and the metadata. */
        public SendEvent {
            EventName.check(event);
            metadata = Metadata.checkedCopy(metadata);
        }
    }

    /** Everything up to this sequence id has arrived. */
    record SequenceAck(long sequenceId) implements ClientMessage {}

    /** Asks for a {@link ServiceMessage.Pong}. */
    record Ping() implements ClientMessage {}
}
