package dev.groundwave.server.socket;

import dev.groundwave.hub.Connection;
import dev.groundwave.hub.Hub;
import dev.groundwave.hub.command.CommandResult;
import dev.groundwave.server.upstream.EventResult;
import dev.groundwave.wire.Bytes;
import dev.groundwave.wire.CloseReason;
import dev.groundwave.wire.MalformedMessageException;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Messages of a client without a subprotocol: each one is an event, or a publication.
 *
 * <p>Source: client-protocol.md, section 5.1.
 */
final class SimpleConversation implements Conversation {
    private static final String EVENT = "message";

    private final SocketLane lane;
    private final Hub hub;
    private final Connection connection;
    private final SimpleMode mode;
    private final EventLine events;

    SimpleConversation(SocketLane lane, ClientSocket.Attached client, SimpleMode mode, EventLine events) {
        this.lane = lane;
        this.hub = client.hub();
        this.connection = client.connection();
        this.mode = mode;
        this.events = events;
    }

    @Override
    public void onMessage(boolean text, ByteBuf payload) throws MalformedMessageException {
        int length = payload.readableBytes();
        byte[] bytes = lane.copyToScratch(payload);
        Payload data =
                text ? Payload.text(strictUtf8(bytes, length)) : new Payload.Binary(Bytes.copyOf(bytes, 0, length));
        switch (mode) {
            case SimpleMode.SendEvent() -> {
                EventLine.Event event = new EventLine.Event(EVENT, data, Map.of(), true);
                if (events.isBusy()) {
                    events.await(connection, event, () -> raise(event), length);
                } else {
                    raise(event);
                }
            }
            case SimpleMode.SendToGroup(String group, boolean noEcho) -> publish(group, data, noEcho);
        }
    }

    @Override
    public boolean isFull() {
        return events.isFull();
    }

    @Override
    public void end() {
        // The event under way ends with the connection.
    }

    private void raise(EventLine.Event event) {
        events.raise(event, this::conclude);
    }

    private void conclude(EventResult result) {
        switch (result) {
            case EventResult.Message(Payload data, Map<String, String> metadata) ->
                connection.turn().send(connection, new ServiceMessage.ServerData(data, metadata, OptionalLong.empty()));
            case EventResult.Done() -> {
                // Nothing to tell.
            }
            case EventResult.Failure() -> hub.fail(connection, CloseReason.INTERNAL_ERROR);
        }
    }

    private void publish(String group, Payload data, boolean noEcho) throws MalformedMessageException {
        CommandResult result =
                hub.ask(connection, OptionalLong.empty(), CommandTranslator.publish(connection, group, data, noEcho));
        if (result == CommandResult.FORBIDDEN) {
            throw new MalformedMessageException("no permission to publish", CloseReason.PUBLISH_FORBIDDEN);
        }
    }

    private static String strictUtf8(byte[] bytes, int length) throws MalformedMessageException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedMessageException("a text message is not UTF-8", CloseReason.INVALID_UTF8);
        }
    }
}
