package dev.groundwave.wire.codec;

import dev.groundwave.wire.AckError;
import dev.groundwave.wire.ServiceMessage;
import java.util.Optional;

/**
 * Writes the service's messages in the one member order that every shipped client can read.
 *
 * <p>Source: client-protocol.md, section 6.3 and Appendix A.
 */
final class ServiceMessageWriter {
    private static final int SMALL = 64;
    private static final byte[] PONG = JsonWriter.ascii("{\"type\":\"pong\"}");
    private static final byte[] ACK = JsonWriter.ascii("{\"type\":\"ack\",\"ackId\":");
    private static final byte[] SUCCESS = JsonWriter.ascii(",\"success\":true");
    private static final byte[] FAILURE = JsonWriter.ascii(",\"success\":false");
    private static final byte[] ERROR = JsonWriter.ascii(",\"error\":{\"name\":");
    private static final byte[] NAME = JsonWriter.ascii(",\"name\":");
    private static final byte[] MESSAGE = JsonWriter.ascii(",\"message\":");
    private static final byte[] CONNECTED =
            JsonWriter.ascii("{\"type\":\"system\",\"event\":\"connected\",\"userId\":");
    private static final byte[] NULL = JsonWriter.ascii("null");
    private static final byte[] CONNECTION_ID = JsonWriter.ascii(",\"connectionId\":");
    private static final byte[] RECONNECTION_TOKEN = JsonWriter.ascii(",\"reconnectionToken\":");
    private static final byte[] DISCONNECTED =
            JsonWriter.ascii("{\"type\":\"system\",\"event\":\"disconnected\",\"message\":");
    private static final byte[] SEQUENCE_ID = JsonWriter.ascii("\"sequenceId\":");
    private static final byte[] INVOKE_RESPONSE = JsonWriter.ascii("{\"type\":\"invokeResponse\",\"invocationId\":");
    private static final byte[] STREAM_ACK = JsonWriter.ascii("{\"type\":\"streamAck\",\"streamId\":");
    private static final byte[] STREAM_NACK = JsonWriter.ascii("{\"type\":\"streamNack\",\"streamId\":");
    private static final byte[] STREAM_CLOSED = JsonWriter.ascii("{\"type\":\"streamClosed\",\"streamId\":");
    private static final byte[] EXPECTED_SEQUENCE_ID = JsonWriter.ascii(",\"expectedSequenceId\":");

    private ServiceMessageWriter() {}

    static byte[] write(ServiceMessage message) {
        if (message instanceof ServiceMessage.Sequenced sequenced) {
            return sequenced(sequenced);
        }
        if (message instanceof ServiceMessage.Pong) {
            return PONG.clone();
        }
        JsonWriter out = new JsonWriter(2 * SMALL);
        if (message instanceof ServiceMessage.Ack ack) {
            ack(ack, out);
        } else if (message instanceof ServiceMessage.InvokeResponse response) {
            invokeResponse(response, out);
        } else if (message instanceof ServiceMessage.StreamAck ack) {
            streamPosition(STREAM_ACK, ack.streamId(), ack.expectedSequenceId(), out);
        } else if (message instanceof ServiceMessage.StreamNack nack) {
            streamPosition(STREAM_NACK, nack.streamId(), nack.expectedSequenceId(), out);
            out.raw(NAME).string(nack.error().name());
            out.raw(MESSAGE).string(nack.error().message());
        } else if (message instanceof ServiceMessage.StreamClosed closed) {
            error(closed.error(), out.raw(STREAM_CLOSED).string(closed.streamId()));
        } else if (message instanceof ServiceMessage.Connected connected) {
            connected(connected, out);
        } else if (message instanceof ServiceMessage.Disconnected disconnected) {
            out.raw(DISCONNECTED).string(disconnected.message());
        } else {
            throw new IllegalArgumentException("no JSON form for " + message.getClass());
        }
        return out.raw('}').finish();
    }

    /** The sequence id stands first so that all behind it is the same for every receiver. */
    private static byte[] sequenced(ServiceMessage.Sequenced message) {
        JsonWriter out = new JsonWriter(SequencedMessageWriter.expectedBytes(message)).raw('{');
        if (message.sequenceId().isPresent()) {
            out.raw(SEQUENCE_ID).unsigned(message.sequenceId().getAsLong()).raw(',');
        }
        return SequencedMessageWriter.write(message, out).finish();
    }

    private static void ack(ServiceMessage.Ack ack, JsonWriter out) {
        out.raw(ACK).unsigned(ack.ackId()).raw(ack.error().isEmpty() ? SUCCESS : FAILURE);
        error(ack.error(), out);
    }

    private static void invokeResponse(ServiceMessage.InvokeResponse response, JsonWriter out) {
        out.raw(INVOKE_RESPONSE).string(response.invocationId());
        out.raw(response.error().isEmpty() ? SUCCESS : FAILURE);
        if (response.data().isPresent()) {
            out.raw(',').payload(response.data().get(), response.metadata());
        } else {
            out.metadata(response.metadata());
        }
        error(response.error(), out);
    }

    /** The error is the last member: one shipped reader stops at its end. */
    private static void error(Optional<AckError> error, JsonWriter out) {
        if (error.isPresent()) {
            out.raw(ERROR).string(error.get().name());
            out.raw(MESSAGE).string(error.get().message()).raw('}');
        }
    }

    private static void streamPosition(byte[] head, String streamId, long expectedSequenceId, JsonWriter out) {
        out.raw(head).string(streamId).raw(EXPECTED_SEQUENCE_ID).unsigned(expectedSequenceId);
    }

    private static void connected(ServiceMessage.Connected connected, JsonWriter out) {
        out.raw(CONNECTED);
        if (connected.userId().isPresent()) {
            out.string(connected.userId().get());
        } else {
            out.raw(NULL);
        }
        out.raw(CONNECTION_ID).string(connected.connectionId());
        if (connected.reconnectionToken().isPresent()) {
            out.raw(RECONNECTION_TOKEN).string(connected.reconnectionToken().get());
        }
    }
}
