package dev.groundwave.server.socket;

import dev.groundwave.hub.Connection;
import dev.groundwave.hub.Hub;
import dev.groundwave.hub.command.CommandResult;
import dev.groundwave.hub.command.HubCommand;
import dev.groundwave.wire.AckError;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.CloseReason;
import dev.groundwave.wire.Feature;
import dev.groundwave.wire.MalformedMessageException;
import dev.groundwave.wire.ServiceMessage;
import dev.groundwave.wire.codec.MessageCodec;
import io.netty.buffer.ByteBuf;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

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
    private final Set<Feature> disabled;
    private final EventConversation events;

    ProtocolConversation(
            SocketLane lane,
            ClientSocket.Attached client,
            MessageCodec codec,
            Set<Feature> disabled,
            EventConversation events) {
        this.lane = lane;
        this.hub = client.hub();
        this.connection = client.connection();
        this.codec = codec;
        this.disabled = disabled;
        this.events = events;
        this.speaksText = connection.dialect().text();
    }

    @Override
    public void onMessage(boolean text, ByteBuf payload) throws MalformedMessageException {
        if (text != speaksText) {
            throw new MalformedMessageException(
                    "a message of the wrong kind of frame",
                    speaksText ? CloseReason.JSON_NEEDS_TEXT : CloseReason.PROTOBUF_NEEDS_BINARY);
        }
        int length = payload.readableBytes();
        ClientMessage message = codec.decodeClientMessage(lane.copyToScratch(payload), 0, length);
        if (isDisabled(message)) {
            throw new MalformedMessageException("a message of a feature that is switched off", malformed());
        }
        if (events.line().isBusy() && !mayPass(message)) {
            events.await(message, () -> handle(message), length);
        } else {
            handle(message);
        }
    }

    private boolean isDisabled(ClientMessage message) {
        return !disabled.isEmpty()
                && message.feature().filter(disabled::contains).isPresent();
    }

    /** Whether the message need not wait behind an event. Source: client-protocol.md, section 7.3. */
    private static boolean mayPass(ClientMessage message) {
        return message instanceof ClientMessage.Ping
                || message instanceof ClientMessage.SequenceAck
                || message instanceof ClientMessage.Invoke
                || message instanceof ClientMessage.CancelInvocation
                || (message instanceof ClientMessage.Unacceptable refused && refused.neededFeature() == Feature.INVOKE);
    }

    @Override
    public boolean isFull() {
        return events.line().isFull();
    }

    @Override
    public void end() {
        events.end();
    }

    private void handle(ClientMessage message) {
        switch (message) {
            case ClientMessage.JoinGroup(String group, OptionalLong ackId) ->
                request(ackId, new HubCommand.Join(connection.asTarget(), group), "join group", group);
            case ClientMessage.LeaveGroup(String group, OptionalLong ackId) ->
                request(ackId, new HubCommand.Leave(connection.asTarget(), group), "leave group", group);
            case ClientMessage.SendToGroup send ->
                request(send.ackId(), CommandTranslator.publish(connection, send), "send to group", send.group());
            case ClientMessage.SendEvent event -> events.onEvent(event);
            case ClientMessage.Ping() -> answer(new ServiceMessage.Pong());
            case ClientMessage.SequenceAck(long sequenceId) -> connection.acknowledge(sequenceId);
            case ClientMessage.StreamRequest stream -> onStream(stream);
            case ClientMessage.GroupStateRequest groupState -> hub.groupState(connection, groupState);
            case ClientMessage.Invoke invoke -> events.onInvoke(invoke);
            case ClientMessage.CancelInvocation cancel -> events.onCancel(cancel);
            case ClientMessage.Unacceptable(Feature _, Optional<ServiceMessage> refusal) ->
                refusal.ifPresent(this::answer);
        }
    }

    private void onStream(ClientMessage.StreamRequest request) {
        hub.stream(connection, request);
        if (connection.isStreaming()) {
            lane.streams().add(hub, connection);
        }
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

    private CloseReason malformed() {
        return speaksText ? CloseReason.INVALID_JSON_MESSAGE : CloseReason.INVALID_PROTOBUF_MESSAGE;
    }

    private void answer(ServiceMessage message) {
        connection.turn().send(connection, message);
    }
}
