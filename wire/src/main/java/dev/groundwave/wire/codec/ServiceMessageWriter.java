package dev.groundwave.wire.codec;

import dev.groundwave.wire.AckError;
import dev.groundwave.wire.ServiceMessage;
import java.util.OptionalLong;

/**
 * Writes the service's messages in the one member order that every shipped client can read.
 *
 * <p>Source: client-protocol.md, section 6.3 and Appendix A.
 */
final class ServiceMessageWriter {
    private static final int SMALL = 64;
    private static final byte[] PONG = JsonWriter.ascii("{\"type\":\"pong\"}");
    private static final byte[] ACK = JsonWriter.ascii("{\"type\":\"ack\",\"ackId\":");
    private static final byte[] SUCCESS = JsonWriter.ascii(",\"success\":true}");
    private static final byte[] FAILURE = JsonWriter.ascii(",\"success\":false,\"error\":{\"name\":");
    private static final byte[] MESSAGE = JsonWriter.ascii(",\"message\":");
    private static final byte[] CONNECTED =
            JsonWriter.ascii("{\"type\":\"system\",\"event\":\"connected\",\"userId\":");
    private static final byte[] NULL = JsonWriter.ascii("null");
    private static final byte[] CONNECTION_ID = JsonWriter.ascii(",\"connectionId\":");
    private static final byte[] RECONNECTION_TOKEN = JsonWriter.ascii(",\"reconnectionToken\":");
    private static final byte[] DISCONNECTED =
            JsonWriter.ascii("{\"type\":\"system\",\"event\":\"disconnected\",\"message\":");
    private static final byte[] SEQUENCE_ID = JsonWriter.ascii("\"sequenceId\":");
    private static final byte[] FROM_GROUP = JsonWriter.ascii("\"type\":\"message\",\"from\":\"group\",");
    private static final byte[] FROM_USER_ID = JsonWriter.ascii("\"fromUserId\":");
    private static final byte[] GROUP = JsonWriter.ascii("\"group\":");
    private static final byte[] FROM_SERVER = JsonWriter.ascii("\"type\":\"message\",\"from\":\"server\",");

    private ServiceMessageWriter() {}

    static byte[] write(ServiceMessage message) {
        if (message instanceof ServiceMessage.GroupData data) {
            return groupData(data);
        }
        if (message instanceof ServiceMessage.ServerData data) {
            return serverData(data);
        }
        if (message instanceof ServiceMessage.Ack ack) {
            return ack(ack);
        }
        if (message instanceof ServiceMessage.Connected connected) {
            return connected(connected);
        }
        if (message instanceof ServiceMessage.Disconnected disconnected) {
            return new JsonWriter(SMALL + disconnected.message().length())
                    .raw(DISCONNECTED)
                    .string(disconnected.message())
                    .raw('}')
                    .finish();
        }
        if (message instanceof ServiceMessage.Pong) {
            return PONG.clone();
        }
        throw new IllegalArgumentException("no JSON form for " + message.getClass());
    }

    private static byte[] groupData(ServiceMessage.GroupData data) {
        JsonWriter out = new JsonWriter(
                JsonWriter.expectedBytes(data.data()) + data.group().length() + 2 * SMALL);
        sequenceId(out, data.sequenceId()).raw(FROM_GROUP);
        if (data.fromUserId().isPresent()) {
            out.raw(FROM_USER_ID).string(data.fromUserId().get()).raw(',');
        }
        return out.raw(GROUP)
                .string(data.group())
                .raw(',')
                .payload(data.data(), data.metadata())
                .raw('}')
                .finish();
    }

    private static byte[] serverData(ServiceMessage.ServerData data) {
        JsonWriter out = new JsonWriter(JsonWriter.expectedBytes(data.data()) + SMALL);
        return sequenceId(out, data.sequenceId())
                .raw(FROM_SERVER)
                .payload(data.data(), data.metadata())
                .raw('}')
                .finish();
    }

    /** Opens the object; the sequence id stands first so that all behind it is the same for every receiver. */
    private static JsonWriter sequenceId(JsonWriter out, OptionalLong sequenceId) {
        out.raw('{');
        return sequenceId.isPresent()
                ? out.raw(SEQUENCE_ID).unsigned(sequenceId.getAsLong()).raw(',')
                : out;
    }

    private static byte[] ack(ServiceMessage.Ack ack) {
        JsonWriter out = new JsonWriter(SMALL).raw(ACK).unsigned(ack.ackId());
        if (ack.error().isEmpty()) {
            return out.raw(SUCCESS).finish();
        }
        AckError error = ack.error().get();
        // The error is the last member: one shipped reader stops at its end.
        return out.raw(FAILURE)
                .string(error.name())
                .raw(MESSAGE)
                .string(error.message())
                .raw('}')
                .raw('}')
                .finish();
    }

    private static byte[] connected(ServiceMessage.Connected connected) {
        JsonWriter out = new JsonWriter(4 * SMALL).raw(CONNECTED);
        if (connected.userId().isPresent()) {
            out.string(connected.userId().get());
        } else {
            out.raw(NULL);
        }
        out.raw(CONNECTION_ID).string(connected.connectionId());
        if (connected.reconnectionToken().isPresent()) {
            out.raw(RECONNECTION_TOKEN).string(connected.reconnectionToken().get());
        }
        return out.raw('}').finish();
    }
}
