package dev.groundwave.hub;

import dev.groundwave.wire.Dialect;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a client when it has been let in.
 *
 * @param connectionId unguessable and new
 * @param groups joined before the client's first message, without needing a role
 */
public record Attachment(
        String connectionId, Optional<String> userId, Permissions permissions, List<String> groups, Dialect dialect) {}
