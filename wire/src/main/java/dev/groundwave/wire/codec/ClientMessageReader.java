package dev.groundwave.wire.codec;

import dev.groundwave.wire.AckError;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.EventName;
import dev.groundwave.wire.Feature;
import dev.groundwave.wire.MalformedMessageException;
import dev.groundwave.wire.ServiceMessage;
import dev.groundwave.wire.WireLimits;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Makes a client's message of the properties of its JSON object, strictly.
 *
 * <p>Source: client-protocol.md, sections 6.2, 10 and 13.6.
 */
final class ClientMessageReader {
    private enum Type {
        JOIN_GROUP("joinGroup"),
        LEAVE_GROUP("leaveGroup"),
        SEND_TO_GROUP("sendToGroup"),
        EVENT("event"),
        SEQUENCE_ACK("sequenceAck"),
        PING("ping"),
        INVOKE("invoke"),
        CANCEL_INVOCATION("cancelInvocation"),
        STREAM_DATA("streamData"),
        STREAM_END("streamEnd"),
        SET_GROUP_STATE("setGroupState"),
        SUBSCRIBE_GROUP_STATE("subscribeGroupState"),
        UNSUBSCRIBE_GROUP_STATE("unsubscribeGroupState");

        private final String wireName;

        Type(String wireName) {
            this.wireName = wireName;
        }

        static Type of(String name) throws MalformedMessageException {
            for (Type type : values()) {
                if (AsciiCase.equal(type.wireName, name)) {
                    return type;
                }
            }
            throw JsonFields.malformed("the type is unknown");
        }
    }

    /** Stands in for an event's name while the rest of an invocation is checked; it is never handed out. */
    private static final String PLACEHOLDER_EVENT = "event";

    private ClientMessageReader() {}

    /**
     * Reads the message.
     *
     * @throws MalformedMessageException when a property that the type needs is missing or has the wrong shape
     * @throws IllegalArgumentException when a value breaks a rule of the message's record
     */
    static ClientMessage read(JsonFields fields) throws MalformedMessageException {
        return switch (Type.of(fields.requiredString(JsonProperty.TYPE))) {
            case JOIN_GROUP -> new ClientMessage.JoinGroup(group(fields), ackId(fields));
            case LEAVE_GROUP -> new ClientMessage.LeaveGroup(group(fields), ackId(fields));
            case SEND_TO_GROUP -> sendToGroup(fields);
            case EVENT -> sendEvent(fields);
            case SEQUENCE_ACK -> new ClientMessage.SequenceAck(fields.requiredUnsigned(JsonProperty.SEQUENCE_ID));
            case PING -> new ClientMessage.Ping();
            case INVOKE -> invoke(fields);
            case CANCEL_INVOCATION ->
                new ClientMessage.CancelInvocation(fields.requiredString(JsonProperty.INVOCATION_ID));
            case STREAM_DATA -> StreamMessageReader.data(fields);
            case STREAM_END -> StreamMessageReader.end(fields);
            case SET_GROUP_STATE -> new ClientMessage.SetGroupState(group(fields), fields.state(), ackId(fields));
            case SUBSCRIBE_GROUP_STATE -> new ClientMessage.SubscribeGroupState(group(fields), ackId(fields));
            case UNSUBSCRIBE_GROUP_STATE -> new ClientMessage.UnsubscribeGroupState(group(fields), ackId(fields));
        };
    }

    private static ClientMessage sendToGroup(JsonFields fields) throws MalformedMessageException {
        if (fields.streamFields().isPresent()) {
            return StreamMessageReader.start(fields, fields.streamFields().get());
        }
        return new ClientMessage.SendToGroup(
                group(fields),
                fields.payload(),
                fields.isTrue(JsonProperty.NO_ECHO),
                ackId(fields),
                fields.metadata(),
                ttlSeconds(fields));
    }

    private static ClientMessage sendEvent(JsonFields fields) throws MalformedMessageException {
        String event = fields.requiredString(JsonProperty.EVENT);
        OptionalLong ackId = ackId(fields);
        if (fields.streamFields().isPresent()) {
            EventName.check(event);
            return refusedEvent(ackId);
        }
        return new ClientMessage.SendEvent(event, fields.payload(), ackId, fields.metadata());
    }

    private static ClientMessage refusedEvent(OptionalLong ackId) {
        AckError error = AckError.badRequest("An event cannot be streamed.");
        return new ClientMessage.Unacceptable(
                Feature.STREAM,
                ackId.isPresent()
                        ? Optional.of(ServiceMessage.Ack.failure(ackId.getAsLong(), error))
                        : Optional.empty());
    }

    /** A wrong target or event is answered; only a wrong id, which leaves nobody to answer, ends the connection. */
    private static ClientMessage invoke(JsonFields fields) throws MalformedMessageException {
        String event = fields.anyString(JsonProperty.EVENT).orElse("");
        // Made in any case, so that an invalid id, payload or metadata is found first.
        ClientMessage.Invoke invoke = new ClientMessage.Invoke(
                fields.requiredString(JsonProperty.INVOCATION_ID),
                EventName.isValid(event) ? event : PLACEHOLDER_EVENT,
                fields.optionalPayload(),
                fields.metadata());
        String target = fields.anyString(JsonProperty.TARGET).orElse("");
        if (!AsciiCase.equal("event", target)) {
            return refused(invoke, "The target of an invocation must be 'event'.");
        }
        if (!EventName.isValid(event)) {
            return refused(invoke, "The event of an invocation is missing or invalid.");
        }
        return fields.streamFields().isPresent() ? refused(invoke, "An invocation cannot be streamed.") : invoke;
    }

    private static ClientMessage refused(ClientMessage.Invoke invoke, String message) {
        return new ClientMessage.Unacceptable(
                Feature.INVOKE,
                Optional.of(
                        ServiceMessage.InvokeResponse.failure(invoke.invocationId(), AckError.badRequest(message))));
    }

    static String group(JsonFields fields) throws MalformedMessageException {
        return fields.requiredString(JsonProperty.GROUP);
    }

    static OptionalLong ackId(JsonFields fields) throws MalformedMessageException {
        return fields.unsigned(JsonProperty.ACK_ID);
    }

    static int ttlSeconds(JsonFields fields) throws MalformedMessageException {
        long seconds = fields.unsigned(JsonProperty.TTL_SECONDS).orElse(0);
        if (Long.compareUnsigned(seconds, WireLimits.MAX_TTL_SECONDS) > 0) {
            throw JsonFields.malformed("ttlSeconds is at most " + WireLimits.MAX_TTL_SECONDS);
        }
        return (int) seconds;
    }
}
