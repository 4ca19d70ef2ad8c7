package dev.groundwave.hub;

import dev.groundwave.wire.Dialect;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a client when it has been let in.
 *
 * @param connectionId unguessable and new
 * @param groups joined before the client's first message, without needing a role
 * @param observer told of the connection's life
 */
public record Attachment(
        String connectionId,
        Optional<String> userId,
        Permissions permissions,
        List<String> groups,
        Dialect dialect,
        ConnectionObserver observer) {
    /** A client of whom nobody wants to know. */
    public Attachment(
            String connectionId,
            Optional<String> userId,
            Permissions permissions,
            List<String> groups,
            Dialect dialect) {
        this(connectionId, userId, permissions, groups, dialect, ConnectionObserver.UNHEARD);
    }
}
