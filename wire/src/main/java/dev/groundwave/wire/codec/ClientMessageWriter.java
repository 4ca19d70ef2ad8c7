package dev.groundwave.wire.codec;

import dev.groundwave.wire.ClientMessage;
import java.util.OptionalLong;

/** Writes a client's messages with the members and the order of the official clients. */
final class ClientMessageWriter {
    private static final int SMALL = 64;
    private static final byte[] PING = JsonWriter.ascii("{\"type\":\"ping\"}");
    private static final byte[] JOIN = JsonWriter.ascii("{\"type\":\"joinGroup\",\"group\":");
    private static final byte[] LEAVE = JsonWriter.ascii("{\"type\":\"leaveGroup\",\"group\":");
    private static final byte[] SEND = JsonWriter.ascii("{\"type\":\"sendToGroup\",\"group\":");
    private static final byte[] EVENT = JsonWriter.ascii("{\"type\":\"event\",\"event\":");
    private static final byte[] SEQUENCE_ACK = JsonWriter.ascii("{\"type\":\"sequenceAck\",\"sequenceId\":");
    private static final byte[] NO_ECHO = JsonWriter.ascii(",\"noEcho\":true");
    private static final byte[] ACK_ID = JsonWriter.ascii(",\"ackId\":");
    private static final byte[] TTL_SECONDS = JsonWriter.ascii(",\"ttlSeconds\":");

    private ClientMessageWriter() {}

    static byte[] write(ClientMessage message) {
        if (message instanceof ClientMessage.SendToGroup send) {
            return sendToGroup(send);
        }
        if (message instanceof ClientMessage.SendEvent send) {
            return sendEvent(send);
        }
        if (message instanceof ClientMessage.JoinGroup join) {
            return ofGroup(JOIN, join.group(), join.ackId());
        }
        if (message instanceof ClientMessage.LeaveGroup leave) {
            return ofGroup(LEAVE, leave.group(), leave.ackId());
        }
        if (message instanceof ClientMessage.SequenceAck ack) {
            return new JsonWriter(SMALL)
                    .raw(SEQUENCE_ACK)
                    .unsigned(ack.sequenceId())
                    .raw('}')
                    .finish();
        }
        if (message instanceof ClientMessage.Ping) {
            return PING.clone();
        }
        throw new IllegalArgumentException("no JSON form for " + message.getClass());
    }

    private static byte[] ofGroup(byte[] head, String group, OptionalLong ackId) {
        JsonWriter out = new JsonWriter(group.length() + SMALL).raw(head).string(group);
        return ackId(out, ackId).raw('}').finish();
    }

    private static byte[] sendToGroup(ClientMessage.SendToGroup send) {
        JsonWriter out = new JsonWriter(JsonWriter.expectedBytes(send.data()) + 2 * SMALL)
                .raw(SEND)
                .string(send.group());
        if (send.noEcho()) {
            out.raw(NO_ECHO);
        }
        ackId(out, send.ackId()).raw(',').payload(send.data(), send.metadata());
        if (send.ttlSeconds() > 0) {
            out.raw(TTL_SECONDS).unsigned(send.ttlSeconds());
        }
        return out.raw('}').finish();
    }

    private static byte[] sendEvent(ClientMessage.SendEvent send) {
        JsonWriter out = new JsonWriter(JsonWriter.expectedBytes(send.data()) + 2 * SMALL)
                .raw(EVENT)
                .string(send.event());
        return ackId(out, send.ackId())
                .raw(',')
                .payload(send.data(), send.metadata())
                .raw('}')
                .finish();
    }

    private static JsonWriter ackId(JsonWriter out, OptionalLong ackId) {
        return ackId.isPresent() ? out.raw(ACK_ID).unsigned(ackId.getAsLong()) : out;
    }
}
