package dev.groundwave.client;

import dev.groundwave.wire.Bytes;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.MalformedMessageException;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.codec.MessageCodec;
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
        return build(Operation.Kind.JOIN_GROUP, group, new ClientMessage.JoinGroup(group, ackId), options);
    }

    Operation rejoin(String group) {
        Operation operation = join(group, OperationOptions.defaults());
        operation.isRejoin = true;
        return operation;
    }

    Operation leave(String group, OperationOptions options) {
        OptionalLong ackId = ackId(options);
        return build(Operation.Kind.LEAVE_GROUP, group, new ClientMessage.LeaveGroup(group, ackId), options);
    }

    Operation sendToGroup(String group, Payload payload, SendToGroupOptions options) {
        SendEventOptions common = options.common();
        ClientMessage message = new ClientMessage.SendToGroup(
                group,
                trimmed(payload),
                options.isNoEcho(),
                ackId(common),
                common.metadata(),
                Math.toIntExact(options.ttl().toSeconds()));
        return build(Operation.Kind.SEND_TO_GROUP, group, message, common.operation());
    }

    Operation sendEvent(String event, Payload payload, SendEventOptions options) {
        ClientMessage message =
                new ClientMessage.SendEvent(event, trimmed(payload), ackId(options), options.metadata());
        return build(Operation.Kind.SEND_EVENT, event, message, options.operation());
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

    private Operation build(Operation.Kind kind, String target, ClientMessage message, OperationOptions options) {
        byte[] frame = codec.encode(message);
        if (settings.maxMessageSize() > 0 && frame.length > settings.maxMessageSize()) {
            throw new IllegalArgumentException("the message has " + frame.length
                    + " bytes with its envelope, allowed are " + settings.maxMessageSize());
        }
        OptionalLong ackId = OptionalLong.empty();
        if (message instanceof ClientMessage.JoinGroup join) {
            ackId = join.ackId();
        } else if (message instanceof ClientMessage.LeaveGroup leave) {
            ackId = leave.ackId();
        } else if (message instanceof ClientMessage.SendToGroup send) {
            ackId = send.ackId();
            checkJson(send.data(), message, frame);
        } else if (message instanceof ClientMessage.SendEvent send) {
            ackId = send.ackId();
            checkJson(send.data(), message, frame);
        }
        OperationPatience patience = new OperationPatience(
                options.timeout().orElse(settings.timeouts().operation()),
                options.retry().orElse(settings.messageRetry()));
        return new Operation(new Operation.Subject(kind, target, ackId), frame, patience);
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
