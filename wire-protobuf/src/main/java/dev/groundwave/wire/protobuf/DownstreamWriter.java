package dev.groundwave.wire.protobuf;

import static dev.groundwave.wire.protobuf.PayloadFrames.wellFormed;

import com.google.protobuf.MessageLite;
import dev.groundwave.wire.AckError;
import dev.groundwave.wire.GroupStateItem;
import dev.groundwave.wire.ServiceMessage;
import dev.groundwave.wire.StreamError;
import dev.groundwave.wire.StreamInfo;
import dev.groundwave.wire.codec.FrameTemplate;
import dev.groundwave.wire.protobuf.frame.AckMessage;
import dev.groundwave.wire.protobuf.frame.ConnectedMessage;
import dev.groundwave.wire.protobuf.frame.DataMessage;
import dev.groundwave.wire.protobuf.frame.DisconnectedMessage;
import dev.groundwave.wire.protobuf.frame.DownstreamMessage;
import dev.groundwave.wire.protobuf.frame.ErrorMessage;
import dev.groundwave.wire.protobuf.frame.GroupStateSnapshotMessage;
import dev.groundwave.wire.protobuf.frame.GroupStateUpdateMessage;
import dev.groundwave.wire.protobuf.frame.InvokeResponseMessage;
import dev.groundwave.wire.protobuf.frame.PongMessage;
import dev.groundwave.wire.protobuf.frame.StreamAckMessage;
import dev.groundwave.wire.protobuf.frame.StreamClosedMessage;
import dev.groundwave.wire.protobuf.frame.StreamNackMessage;
import dev.groundwave.wire.protobuf.frame.SystemMessage;
import java.util.List;

/** Makes frames of the service's messages. Source: client-protocol.md, section 9. */
final class DownstreamWriter {
    private DownstreamWriter() {}

    /** Writes the message; of a sequenced one everything but its sequence id. */
    static DownstreamMessage write(ServiceMessage message) {
        DownstreamMessage.Builder frame = DownstreamMessage.newBuilder();
        if (message instanceof ServiceMessage.GroupData data) {
            frame.setDataMessage(groupData(data));
        } else if (message instanceof ServiceMessage.ServerData data) {
            frame.setDataMessage(serverData(data));
        } else if (message instanceof ServiceMessage.GroupStateUpdate update) {
            frame.setGroupStateUpdateMessage(update(update));
        } else if (message instanceof ServiceMessage.GroupStateSnapshot snapshot) {
            frame.setGroupStateSnapshotMessage(snapshot(snapshot));
        } else if (message instanceof ServiceMessage.Ack ack) {
            frame.setAckMessage(ack(ack));
        } else if (message instanceof ServiceMessage.Connected connected) {
            frame.setSystemMessage(SystemMessage.newBuilder().setConnectedMessage(connected(connected)));
        } else if (message instanceof ServiceMessage.Disconnected disconnected) {
            frame.setSystemMessage(SystemMessage.newBuilder()
                    .setDisconnectedMessage(
                            DisconnectedMessage.newBuilder().setReason(wellFormed(disconnected.message()))));
        } else if (message instanceof ServiceMessage.Pong) {
            frame.setPongMessage(PongMessage.getDefaultInstance());
        } else {
            writeAnswer(message, frame);
        }
        return frame.build();
    }

    /** Answers to invocations and streams. */
    private static void writeAnswer(ServiceMessage message, DownstreamMessage.Builder frame) {
        if (message instanceof ServiceMessage.InvokeResponse response) {
            frame.setInvokeResponseMessage(invokeResponse(response));
        } else if (message instanceof ServiceMessage.StreamAck ack) {
            frame.setStreamAckMessage(StreamAckMessage.newBuilder()
                    .setStreamId(wellFormed(ack.streamId()))
                    .setExpectedSequenceId(ack.expectedSequenceId()));
        } else if (message instanceof ServiceMessage.StreamNack nack) {
            frame.setStreamNackMessage(StreamNackMessage.newBuilder()
                    .setStreamId(wellFormed(nack.streamId()))
                    .setName(nack.error().name())
                    .setMessage(wellFormed(nack.error().message()))
                    .setExpectedSequenceId(nack.expectedSequenceId()));
        } else if (message instanceof ServiceMessage.StreamClosed closed) {
            StreamClosedMessage.Builder out =
                    StreamClosedMessage.newBuilder().setStreamId(wellFormed(closed.streamId()));
            closed.error().map(DownstreamWriter::error).ifPresent(out::setError);
            frame.setStreamClosedMessage(out);
        } else {
            throw new IllegalArgumentException("no protobuf form for " + message.getClass());
        }
    }

    /** The same, ready to take a sequence id. */
    static FrameTemplate template(ServiceMessage.Sequenced message) {
        DownstreamMessage frame = write(message);
        return switch (frame.getMessageCase()) {
            case DATA_MESSAGE ->
                template(
                        DownstreamMessage.DATA_MESSAGE_FIELD_NUMBER,
                        DataMessage.SEQUENCE_ID_FIELD_NUMBER,
                        frame.getDataMessage());
            case GROUP_STATE_UPDATE_MESSAGE ->
                template(
                        DownstreamMessage.GROUP_STATE_UPDATE_MESSAGE_FIELD_NUMBER,
                        GroupStateUpdateMessage.SEQUENCE_ID_FIELD_NUMBER,
                        frame.getGroupStateUpdateMessage());
            case GROUP_STATE_SNAPSHOT_MESSAGE ->
                template(
                        DownstreamMessage.GROUP_STATE_SNAPSHOT_MESSAGE_FIELD_NUMBER,
                        GroupStateSnapshotMessage.SEQUENCE_ID_FIELD_NUMBER,
                        frame.getGroupStateSnapshotMessage());
            default -> throw new IllegalArgumentException("no sequence id in " + message.getClass());
        };
    }

    private static FrameTemplate template(int messageField, int sequenceIdField, MessageLite message) {
        return new ProtobufFrameTemplate(messageField, sequenceIdField, message.toByteArray());
    }

    private static DataMessage groupData(ServiceMessage.GroupData data) {
        DataMessage.Builder out = DataMessage.newBuilder()
                .setFrom("group")
                .setGroup(wellFormed(data.group()))
                .setData(PayloadFrames.write(data.data()))
                .putAllMetadata(wellFormed(data.metadata()));
        data.stream().map(DownstreamWriter::stream).ifPresent(out::setStream);
        return out.build();
    }

    private static DataMessage serverData(ServiceMessage.ServerData data) {
        return DataMessage.newBuilder()
                .setFrom("server")
                .setData(PayloadFrames.write(data.data()))
                .putAllMetadata(wellFormed(data.metadata()))
                .build();
    }

    private static dev.groundwave.wire.protobuf.frame.StreamInfo stream(StreamInfo stream) {
        var out = dev.groundwave.wire.protobuf.frame.StreamInfo.newBuilder()
                .setStreamId(wellFormed(stream.streamId()))
                .setStreamSequenceId(stream.streamSequenceId());
        if (stream.endOfStream()) {
            out.setEndOfStream(true);
        }
        stream.error().map(DownstreamWriter::streamError).ifPresent(out::setError);
        return out.build();
    }

    private static dev.groundwave.wire.protobuf.frame.StreamError streamError(StreamError error) {
        return dev.groundwave.wire.protobuf.frame.StreamError.newBuilder()
                .setName(error.name())
                .setMessage(wellFormed(error.message()))
                .setUserErrorCode(wellFormed(error.userErrorCode().orElse("")))
                .build();
    }

    private static GroupStateUpdateMessage update(ServiceMessage.GroupStateUpdate update) {
        return GroupStateUpdateMessage.newBuilder()
                .setGroup(wellFormed(update.group()))
                .addAllItems(items(update.items()))
                .build();
    }

    private static GroupStateSnapshotMessage snapshot(ServiceMessage.GroupStateSnapshot snapshot) {
        return GroupStateSnapshotMessage.newBuilder()
                .setGroup(wellFormed(snapshot.group()))
                .addAllItems(items(snapshot.items()))
                .build();
    }

    private static List<dev.groundwave.wire.protobuf.frame.GroupStateItem> items(List<GroupStateItem> items) {
        return items.stream().map(DownstreamWriter::item).toList();
    }

    private static dev.groundwave.wire.protobuf.frame.GroupStateItem item(GroupStateItem item) {
        var out = dev.groundwave.wire.protobuf.frame.GroupStateItem.newBuilder()
                .setConnectionId(item.connectionId())
                .setUpdatedAt(item.updatedAtMs());
        item.userId().map(PayloadFrames::wellFormed).ifPresent(out::setUserId);
        item.state()
                .map(state -> dev.groundwave.wire.protobuf.frame.GroupStateItem.GroupState.newBuilder()
                        .putAllEntries(wellFormed(state)))
                .ifPresent(out::setState);
        return out.build();
    }

    private static AckMessage ack(ServiceMessage.Ack ack) {
        AckMessage.Builder out = AckMessage.newBuilder()
                .setAckId(ack.ackId())
                .setSuccess(ack.error().isEmpty());
        ack.error().map(DownstreamWriter::error).ifPresent(out::setError);
        return out.build();
    }

    private static ErrorMessage error(AckError error) {
        return ErrorMessage.newBuilder()
                .setName(error.name())
                .setMessage(wellFormed(error.message()))
                .build();
    }

    private static ConnectedMessage connected(ServiceMessage.Connected connected) {
        ConnectedMessage.Builder out = ConnectedMessage.newBuilder()
                .setConnectionId(connected.connectionId())
                .setUserId(wellFormed(connected.userId().orElse("")));
        connected.reconnectionToken().ifPresent(out::setReconnectionToken);
        return out.build();
    }

    private static InvokeResponseMessage invokeResponse(ServiceMessage.InvokeResponse response) {
        InvokeResponseMessage.Builder out = InvokeResponseMessage.newBuilder()
                .setInvocationId(wellFormed(response.invocationId()))
                .setSuccess(response.error().isEmpty())
                .putAllMetadata(wellFormed(response.metadata()));
        response.data().map(PayloadFrames::write).ifPresent(out::setData);
        response.error().map(DownstreamWriter::error).ifPresent(out::setError);
        return out.build();
    }
}
