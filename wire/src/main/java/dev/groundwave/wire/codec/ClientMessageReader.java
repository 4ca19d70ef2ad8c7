package dev.groundwave.wire.codec;

import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.MalformedMessageException;
import dev.groundwave.wire.WireLimits;
import java.util.OptionalLong;

/**
 * Makes a client's message of the properties of its JSON object, strictly.
 *
 * <p>Source: client-protocol.md, sections 6.2 and 13.6.
 */
final class ClientMessageReader {
    private enum Type {
        JOIN_GROUP("joinGroup"),
        LEAVE_GROUP("leaveGroup"),
        SEND_TO_GROUP("sendToGroup"),
        EVENT("event"),
        SEQUENCE_ACK("sequenceAck"),
        PING("ping");

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
            case EVENT ->
                new ClientMessage.SendEvent(
                        fields.requiredString(JsonProperty.EVENT), fields.payload(), ackId(fields), fields.metadata());
            case SEQUENCE_ACK -> new ClientMessage.SequenceAck(fields.requiredUnsigned(JsonProperty.SEQUENCE_ID));
            case PING -> new ClientMessage.Ping();
        };
    }

    private static ClientMessage sendToGroup(JsonFields fields) throws MalformedMessageException {
        return new ClientMessage.SendToGroup(
                group(fields),
                fields.payload(),
                fields.isTrue(JsonProperty.NO_ECHO),
                ackId(fields),
                fields.metadata(),
                ttlSeconds(fields));
    }

    private static String group(JsonFields fields) throws MalformedMessageException {
        return fields.requiredString(JsonProperty.GROUP);
    }

    private static OptionalLong ackId(JsonFields fields) throws MalformedMessageException {
        return fields.unsigned(JsonProperty.ACK_ID);
    }

    private static int ttlSeconds(JsonFields fields) throws MalformedMessageException {
        long seconds = fields.unsigned(JsonProperty.TTL_SECONDS).orElse(0);
        if (Long.compareUnsigned(seconds, WireLimits.MAX_TTL_SECONDS) > 0) {
            throw JsonFields.malformed("ttlSeconds is at most " + WireLimits.MAX_TTL_SECONDS);
        }
        return (int) seconds;
    }
}
