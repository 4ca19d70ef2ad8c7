package dev.groundwave.server.socket;

import dev.groundwave.hub.Connection;
import dev.groundwave.hub.Hub;
import dev.groundwave.hub.command.CommandResult;
import dev.groundwave.wire.Bytes;
import dev.groundwave.wire.CloseReason;
import dev.groundwave.wire.MalformedMessageException;
import dev.groundwave.wire.Payload;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/**
 * Messages of a client without a subprotocol: each one is an event, or a publication.
 *
 * <p>Source: client-protocol.md, section 5.1.
 */
final class SimpleConversation implements Conversation {
    private final SocketLane lane;
    private final Hub hub;
    private final Connection connection;
    private final SimpleMode mode;

    SimpleConversation(SocketLane lane, Hub hub, Connection connection, SimpleMode mode) {
        this.lane = lane;
        this.hub = hub;
        this.connection = connection;
        this.mode = mode;
    }

    @Override
    public void onMessage(boolean text, ByteBuf payload) throws MalformedMessageException {
        int length = payload.readableBytes();
        byte[] bytes = lane.copyToScratch(payload);
        Payload data =
                text ? Payload.text(strictUtf8(bytes, length)) : new Payload.Binary(Bytes.copyOf(bytes, 0, length));
        switch (mode) {
            case SimpleMode.SendEvent() ->
                // Nobody handles events yet.
                throw new MalformedMessageException("no event handler", CloseReason.INTERNAL_ERROR);
            case SimpleMode.SendToGroup(String group, boolean noEcho) -> publish(group, data, noEcho);
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
