package dev.groundwave.client;

import dev.groundwave.wire.Bytes;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.MalformedMessageException;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.codec.MessageCodec;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Turns calls into operations: takes an ack id, checks, builds the frame once.
 *
 * <p>Safe for all threads. What breaks a rule of the protocol is refused here with an
 * {@link IllegalArgumentException}, because the service would close the whole connection over it. Source:
 * client-sdk.md, section 1.5.
 */
final class Requests {
    private final MessageCodec codec;
    private final ClientSettings settings;
    private final AckIds ackIds = new AckIds();

    Requests(MessageCodec codec, ClientSettings settings) {
        this.codec = codec;
        this.settings = settings;
    }

    Operation join(String group, OperationOptions options) {
        OptionalLong ackId = ackId(options);
        return operation(
                new Operation.Subject(Operation.Kind.JOIN_GROUP, group, ackId),
                frame(new ClientMessage.JoinGroup(group, ackId)),
                options);
    }

    Operation rejoin(String group) {
        Operation operation = join(group, OperationOptions.defaults());
        operation.isRejoin = true;
        return operation;
    }

    Operation leave(String group, OperationOptions options) {
        OptionalLong ackId = ackId(options);
        return operation(
                new Operation.Subject(Operation.Kind.LEAVE_GROUP, group, ackId),
                frame(new ClientMessage.LeaveGroup(group, ackId)),
                options);
    }

    Operation sendToGroup(String group, Payload payload, SendToGroupOptions options) {
        SendEventOptions common = options.common();
        OptionalLong ackId = ackId(common);
        ClientMessage message = new ClientMessage.SendToGroup(
                group,
                trimmed(payload),
                options.isNoEcho(),
                ackId,
                common.metadata(),
                Math.toIntExact(options.ttl().toSeconds()));
        return operation(
                new Operation.Subject(Operation.Kind.SEND_TO_GROUP, group, ackId),
                frame(message, payload),
                common.operation());
    }

    Operation sendEvent(String event, Payload payload, SendEventOptions options) {
        OptionalLong ackId = ackId(options);
        ClientMessage message = new ClientMessage.SendEvent(event, trimmed(payload), ackId, options.metadata());
        return operation(
                new Operation.Subject(Operation.Kind.SEND_EVENT, event, ackId),
                frame(message, payload),
                options.operation());
    }

    /** Done when written; its answer is the {@link Invocations}' to await. */
    Operation invoke(String id, String event, Payload payload, InvokeOptions options) {
        ClientMessage message = new ClientMessage.Invoke(id, event, Optional.of(trimmed(payload)), options.metadata());
        return unacknowledged(Operation.Kind.INVOKE_EVENT, event, frame(message, payload), options.timeout());
    }

    /** Done when written; its answer is the {@link OutgoingStreams}' to await. */
    Operation openStream(ClientMessage.StreamStart message, Optional<Duration> timeout) {
        return unacknowledged(Operation.Kind.OPEN_GROUP_STREAM, message.group(), frame(message), timeout);
    }

    Operation setGroupState(String group, Optional<Map<String, String>> state, OperationOptions options) {
        OptionalLong ackId = ackId(options);
        return operation(
                new Operation.Subject(Operation.Kind.SET_GROUP_STATE, group, ackId),
                frame(new ClientMessage.SetGroupState(group, state, ackId)),
                options);
    }

    Operation subscribeGroupStates(String group, OperationOptions options) {
        OptionalLong ackId = ackId(options);
        return operation(
                new Operation.Subject(Operation.Kind.SUBSCRIBE_GROUP_STATES, group, ackId),
                frame(new ClientMessage.SubscribeGroupState(group, ackId)),
                options);
    }

    Operation unsubscribeGroupStates(String group, OperationOptions options) {
        OptionalLong ackId = ackId(options);
        return operation(
                new Operation.Subject(Operation.Kind.UNSUBSCRIBE_GROUP_STATES, group, ackId),
                frame(new ClientMessage.UnsubscribeGroupState(group, ackId)),
                options);
    }

    /** A frame of a stream, with the payload checked. */
    byte[] streamData(String streamId, long number, Payload payload) {
        ClientMessage message = new ClientMessage.StreamData(streamId, number, trimmed(payload));
        return frame(message, payload);
    }

    private Operation unacknowledged(Operation.Kind kind, String target, byte[] frame, Optional<Duration> timeout) {
        OperationOptions options = new OperationOptions(OptionalLong.empty(), timeout, Optional.empty());
        return operation(new Operation.Subject(kind, target, OptionalLong.empty()), frame, options);
    }

    private OptionalLong ackId(SendEventOptions options) {
        return options.isFireAndForget() ? OptionalLong.empty() : ackId(options.operation());
    }

    private OptionalLong ackId(OperationOptions options) {
        options.ackId().ifPresent(ackIds::passBy);
        return options.ackId().isPresent() ? options.ackId() : OptionalLong.of(ackIds.next());
    }

    /** JSON without white space around it, so that it can be compared with what a reader would see. */
    private static Payload trimmed(Payload payload) {
        return payload instanceof Payload.Json json
                ? new Payload.Json(Bytes.utf8(json.raw().asUtf8().strip()))
                : payload;
    }

    /** The encoded message, if it is not too large. */
    byte[] frame(ClientMessage message) {
        byte[] frame = codec.encode(message);
        if (settings.maxMessageSize() > 0 && frame.length > settings.maxMessageSize()) {
            throw new IllegalArgumentException("the message has " + frame.length
                    + " bytes with its envelope, allowed are " + settings.maxMessageSize());
        }
        return frame;
    }

    /** As {@link #frame(ClientMessage)}, with a check of the payload that the message carries. */
    private byte[] frame(ClientMessage message, Payload payload) {
        byte[] frame = frame(message);
        checkJson(payload, message, frame);
        return frame;
    }

    private Operation operation(Operation.Subject subject, byte[] frame, OperationOptions options) {
        OperationPatience patience = new OperationPatience(
                options.timeout().orElse(settings.timeouts().operation()),
                options.retry().orElse(settings.messageRetry()));
        return new Operation(subject, frame, patience);
    }

    /** Raw JSON is the user's word; a reader must find exactly this value in the frame and nothing beside it. */
    private void checkJson(Payload data, ClientMessage message, byte[] frame) {
        if (!(data instanceof Payload.Json)) {
            return;
        }
        try {
            if (codec.decodeClientMessage(frame, 0, frame.length).equals(message)) {
                return;
            }
        } catch (MalformedMessageException e) {
            throw new IllegalArgumentException("the payload is not one JSON value other than null", e);
        }
        throw new IllegalArgumentException("the payload is more than one JSON value");
    }
}
