package dev.groundwave.wire.protobuf;

import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.StreamError;
import dev.groundwave.wire.protobuf.frame.CancelInvocationMessage;
import dev.groundwave.wire.protobuf.frame.EventMessage;
import dev.groundwave.wire.protobuf.frame.GroupStateItem;
import dev.groundwave.wire.protobuf.frame.InvokeEventMessage;
import dev.groundwave.wire.protobuf.frame.JoinGroupMessage;
import dev.groundwave.wire.protobuf.frame.LeaveGroupMessage;
import dev.groundwave.wire.protobuf.frame.PingMessage;
import dev.groundwave.wire.protobuf.frame.SendToGroupMessage;
import dev.groundwave.wire.protobuf.frame.SequenceAckMessage;
import dev.groundwave.wire.protobuf.frame.SetGroupStateMessage;
import dev.groundwave.wire.protobuf.frame.StreamDataMessage;
import dev.groundwave.wire.protobuf.frame.StreamEndError;
import dev.groundwave.wire.protobuf.frame.StreamEndMessage;
import dev.groundwave.wire.protobuf.frame.StreamStartInfo;
import dev.groundwave.wire.protobuf.frame.SubscribeGroupStateMessage;
import dev.groundwave.wire.protobuf.frame.UnsubscribeGroupStateMessage;
import dev.groundwave.wire.protobuf.frame.UpstreamMessage;

/** Makes frames of a client's messages. Source: client-protocol.md, section 9. */
final class UpstreamWriter {
    private UpstreamWriter() {}

    /**
     * Writes the message.
     *
     * @throws IllegalArgumentException for the two kinds that are only read
     */
    static UpstreamMessage write(ClientMessage message) {
        UpstreamMessage.Builder frame = UpstreamMessage.newBuilder();
        if (message instanceof ClientMessage.SendToGroup send) {
            frame.setSendToGroupMessage(sendToGroup(send));
        } else if (message instanceof ClientMessage.SendEvent send) {
            frame.setEventMessage(event(send));
        } else if (message instanceof ClientMessage.JoinGroup join) {
            JoinGroupMessage.Builder out = JoinGroupMessage.newBuilder().setGroup(join.group());
            join.ackId().ifPresent(out::setAckId);
            frame.setJoinGroupMessage(out);
        } else if (message instanceof ClientMessage.LeaveGroup leave) {
            LeaveGroupMessage.Builder out = LeaveGroupMessage.newBuilder().setGroup(leave.group());
            leave.ackId().ifPresent(out::setAckId);
            frame.setLeaveGroupMessage(out);
        } else if (message instanceof ClientMessage.SequenceAck ack) {
            frame.setSequenceAckMessage(SequenceAckMessage.newBuilder().setSequenceId(ack.sequenceId()));
        } else if (message instanceof ClientMessage.Ping) {
            frame.setPingMessage(PingMessage.getDefaultInstance());
        } else if (message instanceof ClientMessage.Invoke invoke) {
            frame.setInvokeEventMessage(invoke(invoke));
        } else if (message instanceof ClientMessage.CancelInvocation cancel) {
            frame.setCancelInvocationMessage(
                    CancelInvocationMessage.newBuilder().setInvocationId(cancel.invocationId()));
        } else {
            writeRecent(message, frame);
        }
        return frame.build();
    }

    /** Streams and group state. */
    private static void writeRecent(ClientMessage message, UpstreamMessage.Builder frame) {
        if (message instanceof ClientMessage.StreamStart start) {
            frame.setSendToGroupMessage(streamStart(start));
        } else if (message instanceof ClientMessage.StreamData data) {
            frame.setStreamDataMessage(StreamDataMessage.newBuilder()
                    .setStreamId(data.streamId())
                    .setStreamSequenceId(data.streamSequenceId())
                    .setData(PayloadFrames.write(data.data())));
        } else if (message instanceof ClientMessage.StreamKeepAlive alive) {
            frame.setStreamDataMessage(StreamDataMessage.newBuilder().setStreamId(alive.streamId()));
        } else if (message instanceof ClientMessage.StreamEnd end) {
            frame.setStreamEndMessage(streamEnd(end));
        } else if (message instanceof ClientMessage.SetGroupState set) {
            frame.setSetGroupStateMessage(setGroupState(set));
        } else if (message instanceof ClientMessage.SubscribeGroupState subscribe) {
            SubscribeGroupStateMessage.Builder out =
                    SubscribeGroupStateMessage.newBuilder().setGroup(subscribe.group());
            subscribe.ackId().ifPresent(out::setAckId);
            frame.setSubscribeGroupStateMessage(out);
        } else if (message instanceof ClientMessage.UnsubscribeGroupState unsubscribe) {
            UnsubscribeGroupStateMessage.Builder out =
                    UnsubscribeGroupStateMessage.newBuilder().setGroup(unsubscribe.group());
            unsubscribe.ackId().ifPresent(out::setAckId);
            frame.setUnsubscribeGroupStateMessage(out);
        } else {
            throw new IllegalArgumentException("no protobuf form for " + message.getClass());
        }
    }

    private static SendToGroupMessage sendToGroup(ClientMessage.SendToGroup send) {
        SendToGroupMessage.Builder out = SendToGroupMessage.newBuilder()
                .setGroup(send.group())
                .setData(PayloadFrames.write(send.data()))
                .putAllMetadata(send.metadata());
        send.ackId().ifPresent(out::setAckId);
        options(out, send.noEcho(), send.ttlSeconds());
        return out.build();
    }

    private static SendToGroupMessage streamStart(ClientMessage.StreamStart start) {
        SendToGroupMessage.Builder out = SendToGroupMessage.newBuilder()
                .setGroup(start.group())
                .setStream(StreamStartInfo.newBuilder()
                        .setStreamId(start.streamId())
                        // Unsigned on the wire.
                        .setIdleTimeoutMs((int) start.idleTimeout().toMillis()))
                .putAllMetadata(start.metadata());
        options(out, start.noEcho(), start.ttlSeconds());
        return out.build();
    }

    private static void options(SendToGroupMessage.Builder out, boolean noEcho, int ttlSeconds) {
        if (noEcho) {
            out.setNoEcho(true);
        }
        if (ttlSeconds > 0) {
            out.setTtlSeconds(ttlSeconds);
        }
    }

    private static EventMessage event(ClientMessage.SendEvent send) {
        EventMessage.Builder out = EventMessage.newBuilder()
                .setEvent(send.event())
                .setData(PayloadFrames.write(send.data()))
                .putAllMetadata(send.metadata());
        send.ackId().ifPresent(out::setAckId);
        return out.build();
    }

    private static InvokeEventMessage invoke(ClientMessage.Invoke invoke) {
        InvokeEventMessage.Builder out = InvokeEventMessage.newBuilder()
                .setEvent(invoke.event())
                .setInvocationId(invoke.invocationId())
                .putAllMetadata(invoke.metadata());
        invoke.data().map(PayloadFrames::write).ifPresent(out::setData);
        return out.build();
    }

    private static StreamEndMessage streamEnd(ClientMessage.StreamEnd end) {
        StreamEndMessage.Builder out = StreamEndMessage.newBuilder().setStreamId(end.streamId());
        if (end.error().isPresent()) {
            StreamError error = end.error().get();
            StreamEndError.Builder errorOut = StreamEndError.newBuilder().setMessage(error.message());
            error.userErrorCode().ifPresent(errorOut::setUserErrorCode);
            out.setError(errorOut);
        }
        return out.build();
    }

    private static SetGroupStateMessage setGroupState(ClientMessage.SetGroupState set) {
        SetGroupStateMessage.Builder out = SetGroupStateMessage.newBuilder().setGroup(set.group());
        set.state()
                .ifPresent(state ->
                        out.setState(GroupStateItem.GroupState.newBuilder().putAllEntries(state)));
        set.ackId().ifPresent(out::setAckId);
        return out.build();
    }
}
