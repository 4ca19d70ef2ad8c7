package dev.groundwave.hub;

import dev.groundwave.wire.CloseReason;
import dev.groundwave.wire.Dialect;
import dev.groundwave.wire.ServiceMessage;
import java.util.Optional;

/**
 * What a connection is told when the service ends it: a message for those with a subprotocol, then the close.
 *
 * <p>Source: client-protocol.md, section 13.4.
 */
public record Farewell(String message, CloseReason closeReason) {
    /** The application closed the connection. The caller's reason stays out of the close frame, which is short. */
    static Farewell ofApplication(Optional<String> reason) {
        String suffix = reason.filter(text -> !text.isEmpty())
                .map(text -> " Reason: " + text)
                .orElse("");
        return new Farewell("Application server closed the connection." + suffix, CloseReason.NORMAL);
    }

    /** The server is stopping. */
    public static Farewell ofStop() {
        return new Farewell("Service reload", CloseReason.GOING_AWAY);
    }

    /** Tells the connection and closes it behind everything queued. On its lane. */
    void say(Connection connection) {
        if (connection.dialect() != Dialect.SIMPLE) {
            connection.turn().send(connection, new ServiceMessage.Disconnected(message));
        }
        connection.turn().touch(connection);
        connection.outbox().close(closeReason);
    }
}
