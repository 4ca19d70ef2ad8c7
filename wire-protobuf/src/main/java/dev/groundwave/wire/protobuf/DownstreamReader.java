package dev.groundwave.wire.protobuf;

import dev.groundwave.wire.AckError;
import dev.groundwave.wire.GroupStateItem;
import dev.groundwave.wire.MalformedMessageException;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage;
import dev.groundwave.wire.StreamError;
import dev.groundwave.wire.StreamInfo;
import dev.groundwave.wire.protobuf.frame.AckMessage;
import dev.groundwave.wire.protobuf.frame.ConnectedMessage;
import dev.groundwave.wire.protobuf.frame.DataMessage;
import dev.groundwave.wire.protobuf.frame.DownstreamMessage;
import dev.groundwave.wire.protobuf.frame.ErrorMessage;
import dev.groundwave.wire.protobuf.frame.InvokeResponseMessage;
import dev.groundwave.wire.protobuf.frame.SystemMessage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Makes a message of the service of its frame, leniently: what a newer service adds is ignored.
 *
 * <p>Source: client-protocol.md, section 9.
 */
final class DownstreamReader {
    private final PayloadFrames payloads;

    DownstreamReader(PayloadFrames payloads) {
        this.payloads = payloads;
    }

    /** Reads the message; empty when its type, its system event or its origin is unknown. */
    Optional<ServiceMessage> read(DownstreamMessage frame) throws MalformedMessageException {
        return switch (frame.getMessageCase()) {
            case ACK_MESSAGE -> Optional.of(ack(frame.getAckMessage()));
            case DATA_MESSAGE -> data(frame.getDataMessage());
            case SYSTEM_MESSAGE -> system(frame.getSystemMessage());
            case PONG_MESSAGE -> Optional.of(new ServiceMessage.Pong());
            case INVOKE_RESPONSE_MESSAGE -> Optional.of(invokeResponse(frame.getInvokeResponseMessage()));
            case STREAM_ACK_MESSAGE -> {
                var ack = frame.getStreamAckMessage();
                yield Optional.of(new ServiceMessage.StreamAck(ack.getStreamId(), ack.getExpectedSequenceId()));
            }
            case STREAM_NACK_MESSAGE -> {
                var nack = frame.getStreamNackMessage();
                yield Optional.of(new ServiceMessage.StreamNack(
                        nack.getStreamId(),
                        nack.getExpectedSequenceId(),
                        new AckError(nack.getName(), nack.getMessage())));
            }
            case STREAM_CLOSED_MESSAGE -> {
                var closed = frame.getStreamClosedMessage();
                yield Optional.of(new ServiceMessage.StreamClosed(
                        closed.getStreamId(), closed.hasError() ? error(closed.getError()) : Optional.empty()));
            }
            case GROUP_STATE_UPDATE_MESSAGE -> {
                var update = frame.getGroupStateUpdateMessage();
                yield Optional.of(new ServiceMessage.GroupStateUpdate(
                        update.getGroup(),
                        items(update.getItemsList()),
                        sequenceId(update.hasSequenceId(), update.getSequenceId())));
            }
            case GROUP_STATE_SNAPSHOT_MESSAGE -> {
                var snapshot = frame.getGroupStateSnapshotMessage();
                yield Optional.of(new ServiceMessage.GroupStateSnapshot(
                        snapshot.getGroup(),
                        items(snapshot.getItemsList()),
                        sequenceId(snapshot.hasSequenceId(), snapshot.getSequenceId())));
            }
            case MESSAGE_NOT_SET -> Optional.empty();
        };
    }

    private static ServiceMessage ack(AckMessage ack) {
        return ack.getSuccess()
                ? ServiceMessage.Ack.success(ack.getAckId())
                : new ServiceMessage.Ack(ack.getAckId(), error(ack.getError()));
    }

    private Optional<ServiceMessage> data(DataMessage data) throws MalformedMessageException {
        Map<String, String> metadata = data.getMetadataMap();
        OptionalLong sequenceId = sequenceId(data.hasSequenceId(), data.getSequenceId());
        return switch (data.getFrom()) {
            case "group" ->
                Optional.of(new ServiceMessage.GroupData(
                        data.getGroup(),
                        Optional.empty(),
                        payload(data),
                        metadata,
                        data.hasStream() ? Optional.of(stream(data.getStream())) : Optional.empty(),
                        sequenceId));
            case "server" -> Optional.of(new ServiceMessage.ServerData(payload(data), metadata, sequenceId));
            default -> Optional.empty();
        };
    }

    private Payload payload(DataMessage data) throws MalformedMessageException {
        Optional<Payload> payload = PayloadFrames.unchecked(data.getData());
        return payload.isPresent() ? payload.get() : payloads.required(data.getData(), data.getMetadataMap());
    }

    private static StreamInfo stream(dev.groundwave.wire.protobuf.frame.StreamInfo stream) {
        return new StreamInfo(
                stream.getStreamId(),
                stream.getStreamSequenceId(),
                stream.getEndOfStream(),
                stream.hasError() ? Optional.of(streamError(stream.getError())) : Optional.empty());
    }

    private static StreamError streamError(dev.groundwave.wire.protobuf.frame.StreamError error) {
        return new StreamError(error.getName(), error.getMessage(), notEmpty(error.getUserErrorCode()));
    }

    private static Optional<ServiceMessage> system(SystemMessage system) {
        return switch (system.getMessageCase()) {
            case CONNECTED_MESSAGE -> {
                ConnectedMessage connected = system.getConnectedMessage();
                yield Optional.of(new ServiceMessage.Connected(
                        notEmpty(connected.getUserId()),
                        connected.getConnectionId(),
                        notEmpty(connected.getReconnectionToken())));
            }
            case DISCONNECTED_MESSAGE ->
                Optional.of(new ServiceMessage.Disconnected(
                        system.getDisconnectedMessage().getReason()));
            case MESSAGE_NOT_SET -> Optional.empty();
        };
    }

    private static ServiceMessage invokeResponse(InvokeResponseMessage response) {
        return new ServiceMessage.InvokeResponse(
                response.getInvocationId(),
                PayloadFrames.unchecked(response.getData()),
                response.getMetadataMap(),
                response.getSuccess() ? Optional.empty() : error(response.getError()));
    }

    private static List<GroupStateItem> items(List<dev.groundwave.wire.protobuf.frame.GroupStateItem> items) {
        return items.stream()
                .map(item -> new GroupStateItem(
                        item.getConnectionId(),
                        item.hasUserId() ? Optional.of(item.getUserId()) : Optional.empty(),
                        item.hasState() ? Optional.of(item.getState().getEntriesMap()) : Optional.empty(),
                        item.getUpdatedAt()))
                .toList();
    }

    private static Optional<AckError> error(ErrorMessage error) {
        return Optional.of(new AckError(error.getName(), error.getMessage()));
    }

    private static OptionalLong sequenceId(boolean present, long sequenceId) {
        return present ? OptionalLong.of(sequenceId) : OptionalLong.empty();
    }

    private static Optional<String> notEmpty(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
}
