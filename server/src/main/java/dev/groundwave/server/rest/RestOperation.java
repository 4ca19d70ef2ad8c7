package dev.groundwave.server.rest;

import dev.groundwave.hub.command.AudienceFilter;
import dev.groundwave.hub.command.Target;
import dev.groundwave.wire.HubName;
import dev.groundwave.wire.Permission;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The documented calls about a hub, parsed and checked, without the body.
 *
 * <p>Source: rest-api.md, section 5.
 */
sealed interface RestOperation {
    /** Whose connections it is about. */
    HubName hub();

    /** Operations 2 to 5. */
    record Send(
            HubName hub,
            Target target,
            Set<String> excluded,
            AudienceFilter filter,
            Map<String, String> metadata,
            int ttlSeconds)
            implements RestOperation {}

    /** Operations 6 to 9. */
    record Close(HubName hub, Target who, Set<String> excluded, Optional<String> reason) implements RestOperation {}

    /** Operations 10 to 12. */
    record Exists(HubName hub, Target who) implements RestOperation {}

    /** Operation 13. */
    record ListGroup(HubName hub, String group, PageRequest page) implements RestOperation {}

    /** Operations 14 and 16. */
    record AddToGroup(HubName hub, Target who, String group) implements RestOperation {}

    /** Operations 15 and 17. */
    record RemoveFromGroup(HubName hub, Target who, String group) implements RestOperation {}

    /** Operations 18 and 19. */
    record RemoveFromAllGroups(HubName hub, Target who) implements RestOperation {}

    /**
     * Operations 20 and 21.
     *
     * @param join whether connections enter the groups or leave them
     */
    record ChangeGroups(HubName hub, boolean join) implements RestOperation {}

    /** Operation 22. */
    record GrantPermission(HubName hub, Target.OneConnection who, Permission permission, String group)
            implements RestOperation {}

    /** Operation 23. */
    record CheckPermission(HubName hub, Target.OneConnection who, Permission permission, String group)
            implements RestOperation {}

    /** Operation 24. */
    record RevokePermission(HubName hub, Target.OneConnection who, Permission permission, String group)
            implements RestOperation {}

    /**
     * Operation 25.
     *
     * @param audience the URL that the token is for
     */
    record GenerateToken(
            HubName hub,
            String audience,
            Optional<String> userId,
            List<String> roles,
            List<String> groups,
            Duration lifetime)
            implements RestOperation {}
}
