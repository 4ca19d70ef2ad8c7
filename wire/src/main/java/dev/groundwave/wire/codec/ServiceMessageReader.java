package dev.groundwave.wire.codec;

import dev.groundwave.wire.AckError;
import dev.groundwave.wire.GroupStateItem;
import dev.groundwave.wire.MalformedMessageException;
import dev.groundwave.wire.ServiceMessage;
import dev.groundwave.wire.StreamError;
import dev.groundwave.wire.StreamInfo;
import java.util.ArrayList;
import java.util.List;
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
            case "invokeResponse" -> Optional.of(invokeResponse(fields));
            case "streamAck" -> Optional.of(new ServiceMessage.StreamAck(streamId(fields), expectedSequenceId(fields)));
            case "streamNack" ->
                Optional.of(
                        new ServiceMessage.StreamNack(streamId(fields), expectedSequenceId(fields), fields.ownError()));
            case "streamClosed" -> Optional.of(new ServiceMessage.StreamClosed(streamId(fields), fields.error()));
            case "groupStateSnapshot" ->
                Optional.of(new ServiceMessage.GroupStateSnapshot(
                        group(fields), items(fields), fields.unsigned(JsonProperty.SEQUENCE_ID)));
            case "groupStateUpdate" ->
                Optional.of(new ServiceMessage.GroupStateUpdate(
                        group(fields), items(fields), fields.unsigned(JsonProperty.SEQUENCE_ID)));
            default -> Optional.empty();
        };
    }

    private static Optional<ServiceMessage> data(JsonFields fields) throws MalformedMessageException {
        return switch (fields.requiredString(JsonProperty.FROM)) {
            case "group" ->
                Optional.of(new ServiceMessage.GroupData(
                        group(fields),
                        fields.string(JsonProperty.FROM_USER_ID),
                        fields.payload(),
                        fields.metadata(),
                        stream(fields),
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

    private static ServiceMessage invokeResponse(JsonFields fields) throws MalformedMessageException {
        Optional<AckError> error = fields.isTrue(JsonProperty.SUCCESS)
                ? Optional.empty()
                : fields.error().or(() -> Optional.of(unnamedError()));
        return new ServiceMessage.InvokeResponse(
                fields.requiredString(JsonProperty.INVOCATION_ID), fields.optionalPayload(), fields.metadata(), error);
    }

    private static Optional<StreamInfo> stream(JsonFields fields) throws MalformedMessageException {
        Optional<JsonFields> stream = fields.streamFields();
        if (stream.isEmpty()) {
            return Optional.empty();
        }
        JsonFields info = stream.get();
        Optional<JsonFields> error = info.errorFields();
        return Optional.of(new StreamInfo(
                streamId(info),
                info.requiredUnsigned(JsonProperty.STREAM_SEQUENCE_ID),
                info.isTrue(JsonProperty.END_OF_STREAM),
                error.isPresent() ? Optional.of(streamError(error.get())) : Optional.empty()));
    }

    private static StreamError streamError(JsonFields error) throws MalformedMessageException {
        return new StreamError(
                error.string(JsonProperty.NAME).orElse(""),
                error.string(JsonProperty.MESSAGE).orElse(""),
                error.string(JsonProperty.USER_ERROR_CODE));
    }

    private static List<GroupStateItem> items(JsonFields fields) throws MalformedMessageException {
        List<GroupStateItem> items = new ArrayList<>();
        for (JsonFields item : fields.items()) {
            items.add(new GroupStateItem(
                    item.requiredString(JsonProperty.CONNECTION_ID),
                    item.string(JsonProperty.USER_ID),
                    item.state(),
                    item.unsigned(JsonProperty.UPDATED_AT).orElse(0)));
        }
        return items;
    }

    private static String group(JsonFields fields) throws MalformedMessageException {
        return fields.requiredString(JsonProperty.GROUP);
    }

    private static String streamId(JsonFields fields) throws MalformedMessageException {
        return fields.requiredString(JsonProperty.STREAM_ID);
    }

    private static long expectedSequenceId(JsonFields fields) throws MalformedMessageException {
        return fields.requiredUnsigned(JsonProperty.EXPECTED_SEQUENCE_ID);
    }

    private static AckError unnamedError() {
        return new AckError("", "");
    }
}
