package dev.groundwave.wire.protobuf;

import dev.groundwave.wire.AckError;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.EventName;
import dev.groundwave.wire.Feature;
import dev.groundwave.wire.MalformedMessageException;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage;
import dev.groundwave.wire.StreamError;
import dev.groundwave.wire.WireLimits;
import dev.groundwave.wire.protobuf.frame.EventMessage;
import dev.groundwave.wire.protobuf.frame.InvokeEventMessage;
import dev.groundwave.wire.protobuf.frame.SendToGroupMessage;
import dev.groundwave.wire.protobuf.frame.SetGroupStateMessage;
import dev.groundwave.wire.protobuf.frame.StreamDataMessage;
import dev.groundwave.wire.protobuf.frame.StreamEndError;
import dev.groundwave.wire.protobuf.frame.StreamEndMessage;
import dev.groundwave.wire.protobuf.frame.UpstreamMessage;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Makes a client's message of its frame, strictly. Records check names and limits and throw
 * {@link IllegalArgumentException}.
 *
 * <p>Source: client-protocol.md, sections 9 to 12 and 13.6.
 */
final class UpstreamReader {
    /** Stands in for an event's name while the rest of an invocation is checked; it is never handed out. */
    private static final String PLACEHOLDER_EVENT = "event";

    private final PayloadFrames payloads;

    UpstreamReader(PayloadFrames payloads) {
        this.payloads = payloads;
    }

    ClientMessage read(UpstreamMessage frame) throws MalformedMessageException {
        return switch (frame.getMessageCase()) {
            case SEND_TO_GROUP_MESSAGE -> sendToGroup(frame.getSendToGroupMessage());
            case EVENT_MESSAGE -> event(frame.getEventMessage());
            case JOIN_GROUP_MESSAGE -> {
                var join = frame.getJoinGroupMessage();
                yield new ClientMessage.JoinGroup(join.getGroup(), ackId(join.hasAckId(), join.getAckId()));
            }
            case LEAVE_GROUP_MESSAGE -> {
                var leave = frame.getLeaveGroupMessage();
                yield new ClientMessage.LeaveGroup(leave.getGroup(), ackId(leave.hasAckId(), leave.getAckId()));
            }
            case SEQUENCE_ACK_MESSAGE ->
                new ClientMessage.SequenceAck(frame.getSequenceAckMessage().getSequenceId());
            case PING_MESSAGE -> new ClientMessage.Ping();
            case INVOKE_EVENT_MESSAGE -> invoke(frame.getInvokeEventMessage());
            case CANCEL_INVOCATION_MESSAGE ->
                new ClientMessage.CancelInvocation(
                        frame.getCancelInvocationMessage().getInvocationId());
            case STREAM_DATA_MESSAGE -> streamData(frame.getStreamDataMessage());
            case STREAM_END_MESSAGE -> streamEnd(frame.getStreamEndMessage());
            case SET_GROUP_STATE_MESSAGE -> setGroupState(frame.getSetGroupStateMessage());
            case SUBSCRIBE_GROUP_STATE_MESSAGE -> {
                var subscribe = frame.getSubscribeGroupStateMessage();
                yield new ClientMessage.SubscribeGroupState(
                        subscribe.getGroup(), ackId(subscribe.hasAckId(), subscribe.getAckId()));
            }
            case UNSUBSCRIBE_GROUP_STATE_MESSAGE -> {
                var unsubscribe = frame.getUnsubscribeGroupStateMessage();
                yield new ClientMessage.UnsubscribeGroupState(
                        unsubscribe.getGroup(), ackId(unsubscribe.hasAckId(), unsubscribe.getAckId()));
            }
            case MESSAGE_NOT_SET -> throw ProtobufCodec.malformed("a frame has one of the known messages");
        };
    }

    private ClientMessage sendToGroup(SendToGroupMessage send) throws MalformedMessageException {
        // Above 2^31 the value is negative here, and just as wrong.
        int ttlSeconds = send.getTtlSeconds();
        if (send.hasStream()) {
            return streamStart(send, ttlSeconds);
        }
        Map<String, String> metadata = send.getMetadataMap();
        return new ClientMessage.SendToGroup(
                send.getGroup(),
                payloads.required(send.getData(), metadata),
                send.getNoEcho(),
                ackId(send.hasAckId(), send.getAckId()),
                metadata,
                ttlSeconds);
    }

    private ClientMessage streamStart(SendToGroupMessage send, int ttlSeconds) throws MalformedMessageException {
        var stream = send.getStream();
        boolean zero = stream.hasIdleTimeoutMs() && stream.getIdleTimeoutMs() == 0;
        long idleTimeoutMs = stream.hasIdleTimeoutMs()
                ? Math.max(1, Integer.toUnsignedLong(stream.getIdleTimeoutMs()))
                : WireLimits.DEFAULT_STREAM_IDLE_TIMEOUT_MS;
        boolean withData = payloads.checked(send.getData()).isPresent();
        // A start that must be refused is checked like any other before that.
        ClientMessage start = new ClientMessage.StreamStart(
                send.getGroup(),
                stream.getStreamId(),
                Duration.ofMillis(idleTimeoutMs),
                send.getNoEcho(),
                send.getMetadataMap(),
                ttlSeconds);
        if (withData) {
            return refusedStream(stream.getStreamId(), "The start of a stream has no data.");
        }
        return zero ? refusedStream(stream.getStreamId(), "The idle timeout of a stream is more than zero.") : start;
    }

    private static ClientMessage refusedStream(String streamId, String message) {
        return new ClientMessage.Unacceptable(
                Feature.STREAM,
                Optional.of(new ServiceMessage.StreamClosed(streamId, Optional.of(AckError.badRequest(message)))));
    }

    private ClientMessage event(EventMessage event) throws MalformedMessageException {
        OptionalLong ackId = ackId(event.hasAckId(), event.getAckId());
        if (event.hasStream()) {
            EventName.check(event.getEvent());
            AckError error = AckError.badRequest("An event cannot be streamed.");
            return new ClientMessage.Unacceptable(
                    Feature.STREAM,
                    ackId.isPresent()
                            ? Optional.of(ServiceMessage.Ack.failure(ackId.getAsLong(), error))
                            : Optional.empty());
        }
        Map<String, String> metadata = event.getMetadataMap();
        return new ClientMessage.SendEvent(
                event.getEvent(), payloads.required(event.getData(), metadata), ackId, metadata);
    }

    private ClientMessage invoke(InvokeEventMessage invoke) throws MalformedMessageException {
        boolean validEvent = EventName.isValid(invoke.getEvent());
        // Made in any case, so that an invalid id, payload or metadata is found first.
        ClientMessage.Invoke message = new ClientMessage.Invoke(
                invoke.getInvocationId(),
                validEvent ? invoke.getEvent() : PLACEHOLDER_EVENT,
                payloads.checked(invoke.getData()),
                invoke.getMetadataMap());
        if (!validEvent) {
            return refusedInvoke(message, "The event of an invocation is missing or invalid.");
        }
        return invoke.hasStream() ? refusedInvoke(message, "An invocation cannot be streamed.") : message;
    }

    private static ClientMessage refusedInvoke(ClientMessage.Invoke invoke, String message) {
        return new ClientMessage.Unacceptable(
                Feature.INVOKE,
                Optional.of(
                        ServiceMessage.InvokeResponse.failure(invoke.invocationId(), AckError.badRequest(message))));
    }

    private ClientMessage streamData(StreamDataMessage data) throws MalformedMessageException {
        String streamId = data.getStreamId();
        Optional<Payload> payload = payloads.checked(data.getData());
        if (!data.hasStreamSequenceId() && !data.hasData()) {
            return new ClientMessage.StreamKeepAlive(streamId);
        }
        if (!data.hasStreamSequenceId() || payload.isEmpty()) {
            return new ClientMessage.StreamMisuse(
                    streamId, "A fragment has stream_sequence_id and data, or none of them.");
        }
        return data.getStreamSequenceId() == 0
                ? new ClientMessage.StreamMisuse(streamId, "Fragments are numbered from 1.")
                : new ClientMessage.StreamData(streamId, data.getStreamSequenceId(), payload.get());
    }

    private static ClientMessage streamEnd(StreamEndMessage end) {
        if (!end.hasError()) {
            return new ClientMessage.StreamEnd(end.getStreamId(), Optional.empty());
        }
        StreamEndError error = end.getError();
        return new ClientMessage.StreamEnd(
                end.getStreamId(),
                Optional.of(StreamError.ofUser(
                        error.hasMessage() ? Optional.of(error.getMessage()) : Optional.empty(),
                        error.hasUserErrorCode() ? Optional.of(error.getUserErrorCode()) : Optional.empty())));
    }

    private static ClientMessage setGroupState(SetGroupStateMessage set) {
        return new ClientMessage.SetGroupState(
                set.getGroup(),
                set.hasState() ? Optional.of(set.getState().getEntriesMap()) : Optional.empty(),
                ackId(set.hasAckId(), set.getAckId()));
    }

    private static OptionalLong ackId(boolean present, long ackId) {
        return present ? OptionalLong.of(ackId) : OptionalLong.empty();
    }
}
