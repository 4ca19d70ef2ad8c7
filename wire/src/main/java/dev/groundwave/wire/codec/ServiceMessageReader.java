package dev.groundwave.wire.codec;

import dev.groundwave.wire.AckError;
import dev.groundwave.wire.MalformedMessageException;
import dev.groundwave.wire.ServiceMessage;
import java.util.Optional;

/**
 * Makes a message of the service of the properties of its JSON object, leniently: what a newer service adds is ignored.
 *
 * <p>Source: client-protocol.md, sections 6.3 and 13.8.
 */
final class ServiceMessageReader {
    private ServiceMessageReader() {}

    /**
     * Reads the message; empty when its type, its system event or its origin is unknown.
     *
     * @throws MalformedMessageException when a value that the message cannot do without is missing or broken
     */
    static Optional<ServiceMessage> read(JsonFields fields) throws MalformedMessageException {
        return switch (fields.requiredString(JsonProperty.TYPE)) {
            case "message" -> data(fields);
            case "ack" -> Optional.of(ack(fields));
            case "system" -> system(fields);
            case "pong" -> Optional.of(new ServiceMessage.Pong());
            default -> Optional.empty();
        };
    }

    private static Optional<ServiceMessage> data(JsonFields fields) throws MalformedMessageException {
        return switch (fields.requiredString(JsonProperty.FROM)) {
            case "group" ->
                Optional.of(new ServiceMessage.GroupData(
                        fields.requiredString(JsonProperty.GROUP),
                        fields.string(JsonProperty.FROM_USER_ID),
                        fields.payload(),
                        fields.metadata(),
                        fields.unsigned(JsonProperty.SEQUENCE_ID)));
            case "server" ->
                Optional.of(new ServiceMessage.ServerData(
                        fields.payload(), fields.metadata(), fields.unsigned(JsonProperty.SEQUENCE_ID)));
            default -> Optional.empty();
        };
    }

    private static ServiceMessage ack(JsonFields fields) throws MalformedMessageException {
        long ackId = fields.requiredUnsigned(JsonProperty.ACK_ID);
        if (fields.isTrue(JsonProperty.SUCCESS)) {
            return ServiceMessage.Ack.success(ackId);
        }
        return ServiceMessage.Ack.failure(ackId, fields.error().orElseGet(ServiceMessageReader::unnamedError));
    }

    private static Optional<ServiceMessage> system(JsonFields fields) throws MalformedMessageException {
        return switch (fields.requiredString(JsonProperty.EVENT)) {
            case "connected" ->
                Optional.of(new ServiceMessage.Connected(
                        fields.string(JsonProperty.USER_ID),
                        fields.requiredString(JsonProperty.CONNECTION_ID),
                        fields.string(JsonProperty.RECONNECTION_TOKEN)));
            case "disconnected" ->
                Optional.of(new ServiceMessage.Disconnected(
                        fields.string(JsonProperty.MESSAGE).orElse("")));
            default -> Optional.empty();
        };
    }

    private static AckError unnamedError() {
        return new AckError("", "");
    }
}
