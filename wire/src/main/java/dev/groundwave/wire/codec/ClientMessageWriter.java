package dev.groundwave.wire.codec;

import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.StreamError;
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
    private static final byte[] INVOKE = JsonWriter.ascii("{\"type\":\"invoke\",\"invocationId\":");
    private static final byte[] TARGET_EVENT = JsonWriter.ascii(",\"target\":\"event\",\"event\":");
    private static final byte[] CANCEL = JsonWriter.ascii("{\"type\":\"cancelInvocation\",\"invocationId\":");
    private static final byte[] STREAM_DATA = JsonWriter.ascii("{\"type\":\"streamData\",\"streamId\":");
    private static final byte[] STREAM_END = JsonWriter.ascii("{\"type\":\"streamEnd\",\"streamId\":");
    private static final byte[] SET_STATE = JsonWriter.ascii("{\"type\":\"setGroupState\",\"group\":");
    private static final byte[] SUBSCRIBE = JsonWriter.ascii("{\"type\":\"subscribeGroupState\",\"group\":");
    private static final byte[] UNSUBSCRIBE = JsonWriter.ascii("{\"type\":\"unsubscribeGroupState\",\"group\":");
    private static final byte[] NO_ECHO = JsonWriter.ascii(",\"noEcho\":true");
    private static final byte[] ACK_ID = JsonWriter.ascii(",\"ackId\":");
    private static final byte[] TTL_SECONDS = JsonWriter.ascii(",\"ttlSeconds\":");
    private static final byte[] STREAM = JsonWriter.ascii(",\"stream\":{\"streamId\":");
    private static final byte[] IDLE_TIMEOUT_MS = JsonWriter.ascii(",\"idleTimeoutMs\":");
    private static final byte[] STREAM_SEQUENCE_ID = JsonWriter.ascii(",\"streamSequenceId\":");
    private static final byte[] ERROR = JsonWriter.ascii(",\"error\":{\"message\":");
    private static final byte[] USER_ERROR_CODE = JsonWriter.ascii(",\"userErrorCode\":");
    private static final byte[] STATE = JsonWriter.ascii(",\"state\":");

    private ClientMessageWriter() {}

    /**
     * Writes the message.
     *
     * @throws IllegalArgumentException for the two kinds that are only read
     */
    static byte[] write(ClientMessage message) {
        if (message instanceof ClientMessage.Ping) {
            return PING.clone();
        }
        JsonWriter out = new JsonWriter(expectedBytes(message));
        if (message instanceof ClientMessage.SendToGroup send) {
            sendToGroup(send, out);
        } else if (message instanceof ClientMessage.SendEvent send) {
            ackId(send.ackId(), out.raw(EVENT).string(send.event()));
            out.raw(',').payload(send.data(), send.metadata());
        } else if (message instanceof ClientMessage.JoinGroup join) {
            ackId(join.ackId(), out.raw(JOIN).string(join.group()));
        } else if (message instanceof ClientMessage.LeaveGroup leave) {
            ackId(leave.ackId(), out.raw(LEAVE).string(leave.group()));
        } else if (message instanceof ClientMessage.SequenceAck ack) {
            out.raw(SEQUENCE_ACK).unsigned(ack.sequenceId());
        } else if (message instanceof ClientMessage.Invoke invoke) {
            invoke(invoke, out);
        } else if (message instanceof ClientMessage.CancelInvocation cancel) {
            out.raw(CANCEL).string(cancel.invocationId());
        } else {
            writeRecent(message, out);
        }
        return out.raw('}').finish();
    }

    /** Streams and group state. */
    private static void writeRecent(ClientMessage message, JsonWriter out) {
        if (message instanceof ClientMessage.StreamStart start) {
            streamStart(start, out);
        } else if (message instanceof ClientMessage.StreamData data) {
            out.raw(STREAM_DATA).string(data.streamId());
            out.raw(STREAM_SEQUENCE_ID).unsigned(data.streamSequenceId());
            out.raw(',').payload(data.data());
        } else if (message instanceof ClientMessage.StreamKeepAlive alive) {
            out.raw(STREAM_DATA).string(alive.streamId());
        } else if (message instanceof ClientMessage.StreamEnd end) {
            streamEnd(end, out);
        } else if (message instanceof ClientMessage.SetGroupState set) {
            setGroupState(set, out);
        } else if (message instanceof ClientMessage.SubscribeGroupState subscribe) {
            ackId(subscribe.ackId(), out.raw(SUBSCRIBE).string(subscribe.group()));
        } else if (message instanceof ClientMessage.UnsubscribeGroupState unsubscribe) {
            ackId(unsubscribe.ackId(), out.raw(UNSUBSCRIBE).string(unsubscribe.group()));
        } else {
            throw new IllegalArgumentException("no JSON form for " + message.getClass());
        }
    }

    private static int expectedBytes(ClientMessage message) {
        if (message instanceof ClientMessage.SendToGroup send) {
            return JsonWriter.expectedBytes(send.data()) + 2 * SMALL;
        }
        if (message instanceof ClientMessage.SendEvent send) {
            return JsonWriter.expectedBytes(send.data()) + 2 * SMALL;
        }
        return 2 * SMALL;
    }

    private static void sendToGroup(ClientMessage.SendToGroup send, JsonWriter out) {
        out.raw(SEND).string(send.group());
        if (send.noEcho()) {
            out.raw(NO_ECHO);
        }
        ackId(send.ackId(), out).raw(',').payload(send.data(), send.metadata());
        timeToLive(send.ttlSeconds(), out);
    }

    private static void invoke(ClientMessage.Invoke invoke, JsonWriter out) {
        out.raw(INVOKE).string(invoke.invocationId());
        out.raw(TARGET_EVENT).string(invoke.event());
        if (invoke.data().isPresent()) {
            out.raw(',').payload(invoke.data().get());
        }
        out.metadata(invoke.metadata());
    }

    private static void streamStart(ClientMessage.StreamStart start, JsonWriter out) {
        out.raw(SEND).string(start.group());
        if (start.noEcho()) {
            out.raw(NO_ECHO);
        }
        out.raw(STREAM).string(start.streamId());
        out.raw(IDLE_TIMEOUT_MS).unsigned(start.idleTimeout().toMillis()).raw('}');
        timeToLive(start.ttlSeconds(), out.metadata(start.metadata()));
    }

    private static void streamEnd(ClientMessage.StreamEnd end, JsonWriter out) {
        out.raw(STREAM_END).string(end.streamId());
        if (end.error().isPresent()) {
            StreamError error = end.error().get();
            out.raw(ERROR).string(error.message());
            if (error.userErrorCode().isPresent()) {
                out.raw(USER_ERROR_CODE).string(error.userErrorCode().get());
            }
            out.raw('}');
        }
    }

    private static void setGroupState(ClientMessage.SetGroupState set, JsonWriter out) {
        out.raw(SET_STATE).string(set.group());
        if (set.state().isPresent()) {
            out.raw(STATE).strings(set.state().get());
        }
        ackId(set.ackId(), out);
    }

    private static JsonWriter ackId(OptionalLong ackId, JsonWriter out) {
        return ackId.isPresent() ? out.raw(ACK_ID).unsigned(ackId.getAsLong()) : out;
    }

    private static void timeToLive(int ttlSeconds, JsonWriter out) {
        if (ttlSeconds > 0) {
            out.raw(TTL_SECONDS).unsigned(ttlSeconds);
        }
    }
}
