package dev.groundwave.server.socket;

import dev.groundwave.hub.Connection;
import dev.groundwave.hub.delivery.Lane;
import dev.groundwave.server.upstream.EventSession;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The event lines of all connections, so that a recovered one goes on with its own. Safe for all threads. */
final class EventLines {
    private final ConcurrentMap<String, EventLine> byConnection = new ConcurrentHashMap<>();

    /** The line of a new connection, until that ends. */
    EventLine open(EventSession session, Lane lane) {
        EventLine line = new EventLine(
                session, lane, over -> byConnection.remove(over.session().connectionId()));
        byConnection.put(session.connectionId(), line);
        return line;
    }

    /** The line of a connection that is attached. On its lane. */
    EventLine of(Connection connection) {
        return Objects.requireNonNull(byConnection.get(connection.id()), "the connection is over");
    }
}
