package dev.groundwave.wire;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a client sends to the service.
 *
 * <p>Immutable and valid by construction: names, metadata and time to live are checked, and a violation is an
 * {@link IllegalArgumentException}. Ids are unsigned 64-bit numbers held in a {@code long}. Source: client-protocol.md,
 * section 6.2.
 */
public sealed interface ClientMessage {
    /** The feature that must be offered for this message to be understood; empty when every service does. */
    default Optional<Feature> feature() {
        return Optional.empty();
    }

    /** The id that the message is to be acknowledged by; empty when it asks for no ack. */
    default OptionalLong ackId() {
        return OptionalLong.empty();
    }

    /** Everything that concerns a stream. Source: client-protocol.md, section 11. */
    sealed interface StreamRequest extends ClientMessage {
        /** The stream, by the name that its publisher gave it. */
        String streamId();

        @Override
        default Optional<Feature> feature() {
            return Optional.of(Feature.STREAM);
        }
    }

    /** Everything that concerns the state of a group's members. Source: client-protocol.md, section 12. */
    sealed interface GroupStateRequest extends ClientMessage {
        /** The group. */
        String group();

        @Override
        default Optional<Feature> feature() {
            return Optional.of(Feature.GROUP_STATE);
        }
    }

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
            TimeToLive.check(ttlSeconds);
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

    /**
     * Raise a user event and wait for its answer, {@link ServiceMessage.InvokeResponse}.
     *
     * @param data may be absent
     */
    record Invoke(String invocationId, String event, Optional<Payload> data, Map<String, String> metadata)
            implements ClientMessage {
        /** Checks the id, the event's name and the metadata. */
        public Invoke {
            InvocationId.check(invocationId);
            EventName.check(event);
            metadata = Metadata.checkedCopy(metadata);
        }

        @Override
        public Optional<Feature> feature() {
            return Optional.of(Feature.INVOKE);
        }
    }

    /** Stop waiting for an answer. */
    record CancelInvocation(String invocationId) implements ClientMessage {
        /** Checks the id. */
        public CancelInvocation {
            InvocationId.check(invocationId);
        }

        @Override
        public Optional<Feature> feature() {
            return Optional.of(Feature.INVOKE);
        }
    }

    /**
     * Open a stream to a group; on the wire a {@code sendToGroup} with {@code stream} and without data.
     *
     * @param idleTimeout how long the stream may be silent; more than zero
     * @param noEcho counts for every fragment, as do metadata and time to live
     */
    record StreamStart(
            String group,
            String streamId,
            Duration idleTimeout,
            boolean noEcho,
            Map<String, String> metadata,
            int ttlSeconds)
            implements StreamRequest {
        /** Checks names, metadata and times. */
        public StreamStart {
            GroupName.check(group);
            StreamId.check(streamId);
            metadata = Metadata.checkedCopy(metadata);
            TimeToLive.check(ttlSeconds);
            if (idleTimeout.isZero() || idleTimeout.isNegative()) {
                throw new IllegalArgumentException("the idle timeout of a stream is more than zero: " + idleTimeout);
            }
        }
    }

    /**
     * One fragment of a stream.
     *
     * @param streamSequenceId unsigned, from 1
     */
    record StreamData(String streamId, long streamSequenceId, Payload data) implements StreamRequest {
        /** Checks the ids. */
        public StreamData {
            StreamId.check(streamId);
            if (streamSequenceId == 0) {
                throw new IllegalArgumentException("fragments of a stream are numbered from 1");
            }
        }
    }

    /** The stream is silent but alive; on the wire a {@code streamData} with nothing but the stream's id. */
    record StreamKeepAlive(String streamId) implements StreamRequest {
        /** Checks the id. */
        public StreamKeepAlive {
            StreamId.check(streamId);
        }
    }

    /**
     * A well-formed frame that breaks the rules of its stream and ends it. It is only read, never written.
     *
     * @param reason what the publisher is told, as a {@link AckError#BAD_REQUEST}
     */
    record StreamMisuse(String streamId, String reason) implements StreamRequest {
        /** Checks the id. */
        public StreamMisuse {
            StreamId.check(streamId);
        }
    }

    /**
     * The stream is complete, or was given up.
     *
     * @param error named {@link StreamError#USER_ERROR}
     */
    record StreamEnd(String streamId, Optional<StreamError> error) implements StreamRequest {
        /** Checks the id. */
        public StreamEnd {
            StreamId.check(streamId);
        }
    }

    /**
     * Replace one's own state in a group.
     *
     * @param state absent to clear it; its size is judged by the service
     */
    record SetGroupState(String group, Optional<Map<String, String>> state, OptionalLong ackId)
            implements GroupStateRequest {
        /** Checks the group's name and copies the state. */
        public SetGroupState {
            GroupName.check(group);
            state = state.map(Metadata::copy);
        }

        @Override
        public String toString() {
            return "SetGroupState[group=" + group + ", ackId=" + ackId + "]";
        }
    }

    /** Ask for the state of a group's members, now and whenever it changes. */
    record SubscribeGroupState(String group, OptionalLong ackId) implements GroupStateRequest {
        /** Checks the group's name. */
        public SubscribeGroupState {
            GroupName.check(group);
        }
    }

    /** Undo {@link SubscribeGroupState}. */
    record UnsubscribeGroupState(String group, OptionalLong ackId) implements GroupStateRequest {
        /** Checks the group's name. */
        public UnsubscribeGroupState {
            GroupName.check(group);
        }
    }

    /**
     * A well-formed request that no service can honour: it has no effect but its answer. It is only read, never written.
     *
     * <p>Source: client-protocol.md, sections 10 and 11.1.
     *
     * @param neededFeature what must be offered for the request to be understood at all
     * @param answer absent when the request asked for none
     */
    record Unacceptable(Feature neededFeature, Optional<ServiceMessage> answer) implements ClientMessage {
        @Override
        public Optional<Feature> feature() {
            return Optional.of(neededFeature);
        }
    }
}
