package dev.groundwave.wire.codec;

import dev.groundwave.wire.AckError;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.Feature;
import dev.groundwave.wire.MalformedMessageException;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage;
import dev.groundwave.wire.StreamError;
import dev.groundwave.wire.WireLimits;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Makes a client's stream messages of the properties of their JSON object. Source: client-protocol.md, section 11. */
final class StreamMessageReader {
    private StreamMessageReader() {}

    /** A {@code sendToGroup} with {@code stream}. Its ack id is checked and has no effect. */
    static ClientMessage start(JsonFields fields, JsonFields stream) throws MalformedMessageException {
        String group = ClientMessageReader.group(fields);
        String streamId = stream.requiredString(JsonProperty.STREAM_ID);
        long idleTimeoutMs =
                stream.unsigned(JsonProperty.IDLE_TIMEOUT_MS).orElse(WireLimits.DEFAULT_STREAM_IDLE_TIMEOUT_MS);
        boolean noEcho = fields.isTrue(JsonProperty.NO_ECHO);
        Map<String, String> metadata = fields.metadata();
        int ttlSeconds = ClientMessageReader.ttlSeconds(fields);
        ClientMessageReader.ackId(fields);
        Optional<Payload> payload = fields.optionalPayload();
        boolean withData = payload.isPresent() || fields.has(JsonProperty.DATA_TYPE);
        // A start that must be refused is checked like any other before that.
        ClientMessage start = new ClientMessage.StreamStart(
                group, streamId, idleTimeout(idleTimeoutMs), noEcho, metadata, ttlSeconds);
        if (withData) {
            return refused(streamId, "The start of a stream has no data.");
        }
        return idleTimeoutMs == 0 ? refused(streamId, "The idle timeout of a stream is more than zero.") : start;
    }

    /** A fragment, a sign of life, or neither. There is no default data type here, and null data is no data. */
    static ClientMessage data(JsonFields fields) throws MalformedMessageException {
        String streamId = fields.requiredString(JsonProperty.STREAM_ID);
        OptionalLong sequenceId = fields.unsigned(JsonProperty.STREAM_SEQUENCE_ID);
        Optional<Payload> data = fields.optionalPayload();
        boolean hasType = fields.has(JsonProperty.DATA_TYPE);
        if (sequenceId.isEmpty() && data.isEmpty() && !hasType) {
            return new ClientMessage.StreamKeepAlive(streamId);
        }
        if (sequenceId.isEmpty() || data.isEmpty() || !hasType) {
            return new ClientMessage.StreamMisuse(
                    streamId, "A fragment has streamSequenceId, dataType and data, or none of them.");
        }
        return sequenceId.getAsLong() == 0
                ? new ClientMessage.StreamMisuse(streamId, "Fragments are numbered from 1.")
                : new ClientMessage.StreamData(streamId, sequenceId.getAsLong(), data.get());
    }

    static ClientMessage end(JsonFields fields) throws MalformedMessageException {
        String streamId = fields.requiredString(JsonProperty.STREAM_ID);
        Optional<JsonFields> error = fields.errorFields();
        if (error.isEmpty()) {
            return new ClientMessage.StreamEnd(streamId, Optional.empty());
        }
        if (error.get().has(JsonProperty.NAME)) {
            return new ClientMessage.StreamMisuse(streamId, "The error of a stream's end is named by the service.");
        }
        StreamError userError = StreamError.ofUser(
                error.get().string(JsonProperty.MESSAGE), error.get().string(JsonProperty.USER_ERROR_CODE));
        return new ClientMessage.StreamEnd(streamId, Optional.of(userError));
    }

    /** Zero stands for itself only until it is refused; what no other dialect can express is cut to the longest. */
    private static Duration idleTimeout(long unsignedMs) {
        boolean tooLong = Long.compareUnsigned(unsignedMs, WireLimits.MAX_STREAM_IDLE_TIMEOUT_MS) > 0;
        return Duration.ofMillis(tooLong ? WireLimits.MAX_STREAM_IDLE_TIMEOUT_MS : Math.max(1, unsignedMs));
    }

    private static ClientMessage refused(String streamId, String message) {
        return new ClientMessage.Unacceptable(
                Feature.STREAM,
                Optional.of(new ServiceMessage.StreamClosed(streamId, Optional.of(AckError.badRequest(message)))));
    }
}
