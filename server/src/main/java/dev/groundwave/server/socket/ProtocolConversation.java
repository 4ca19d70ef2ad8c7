package dev.groundwave.server.socket;

import dev.groundwave.hub.Connection;
import dev.groundwave.hub.Hub;
import dev.groundwave.hub.command.CommandResult;
import dev.groundwave.hub.command.HubCommand;
import dev.groundwave.wire.AckError;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.CloseReason;
import dev.groundwave.wire.MalformedMessageException;
import dev.groundwave.wire.ServiceMessage;
import dev.groundwave.wire.codec.MessageCodec;
import io.netty.buffer.ByteBuf;
import java.util.OptionalLong;

/**
 * Messages of a client with a subprotocol: decoded, turned into commands, answered by acks.
 *
 * <p>Source: client-protocol.md, sections 6 and 7.
 */
final class ProtocolConversation implements Conversation {
    private final SocketLane lane;
    private final Hub hub;
    private final Connection connection;
    private final MessageCodec codec;
    private final boolean speaksText;

    ProtocolConversation(SocketLane lane, Hub hub, Connection connection, MessageCodec codec) {
        this.lane = lane;
        this.hub = hub;
        this.connection = connection;
        this.codec = codec;
        this.speaksText = connection.dialect().text();
    }

    @Override
    public void onMessage(boolean text, ByteBuf payload) throws MalformedMessageException {
        if (text != speaksText) {
            throw new MalformedMessageException(
                    "a message of the wrong kind of frame",
                    speaksText ? CloseReason.JSON_NEEDS_TEXT : CloseReason.PROTOBUF_NEEDS_BINARY);
        }
        byte[] bytes = lane.copyToScratch(payload);
        handle(codec.decodeClientMessage(bytes, 0, payload.readableBytes()));
    }

    private void handle(ClientMessage message) throws MalformedMessageException {
        switch (message) {
            case ClientMessage.JoinGroup(String group, OptionalLong ackId) ->
                request(ackId, new HubCommand.Join(connection.asTarget(), group), "join group", group);
            case ClientMessage.LeaveGroup(String group, OptionalLong ackId) ->
                request(ackId, new HubCommand.Leave(connection.asTarget(), group), "leave group", group);
            case ClientMessage.SendToGroup send ->
                request(send.ackId(), CommandTranslator.publish(connection, send), "send to group", send.group());
            case ClientMessage.SendEvent event -> event.ackId().ifPresent(this::refuseEvent);
            case ClientMessage.Ping() -> answer(new ServiceMessage.Pong());
            case ClientMessage.SequenceAck(long sequenceId) -> connection.acknowledge(sequenceId);
            case ClientMessage.Invoke _,
                    ClientMessage.CancelInvocation _,
                    ClientMessage.StreamStart _,
                    ClientMessage.StreamData _,
                    ClientMessage.StreamKeepAlive _,
                    ClientMessage.StreamMisuse _,
                    ClientMessage.StreamEnd _,
                    ClientMessage.SetGroupState _,
                    ClientMessage.SubscribeGroupState _,
                    ClientMessage.UnsubscribeGroupState _,
                    ClientMessage.Unacceptable _ ->
                throw new MalformedMessageException(
                        "a message of a feature that is not offered",
                        speaksText ? CloseReason.INVALID_JSON_MESSAGE : CloseReason.INVALID_PROTOBUF_MESSAGE);
        }
    }

    /** Nobody handles events yet. Source: client-protocol.md, section 7.4. */
    private void refuseEvent(long ackId) {
        AckError error = connection.hasSucceeded(ackId) ? AckError.duplicate(ackId) : AckError.internalServerError();
        answer(ServiceMessage.Ack.failure(ackId, error));
    }

    private void request(OptionalLong ackId, HubCommand command, String action, String group) {
        CommandResult result = hub.ask(connection, ackId, command);
        if (ackId.isPresent()) {
            answer(ack(ackId.getAsLong(), result, action, group));
        }
    }

    private static ServiceMessage ack(long ackId, CommandResult result, String action, String group) {
        return switch (result) {
            case DONE -> ServiceMessage.Ack.success(ackId);
            case DUPLICATE -> ServiceMessage.Ack.failure(ackId, AckError.duplicate(ackId));
            case FORBIDDEN -> ServiceMessage.Ack.failure(ackId, AckError.forbidden(action, group));
            case NOT_FOUND, CONFLICT -> ServiceMessage.Ack.failure(ackId, AckError.internalServerError());
        };
    }

    private void answer(ServiceMessage message) {
        connection.turn().send(connection, message);
    }
}
