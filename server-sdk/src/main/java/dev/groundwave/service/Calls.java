package dev.groundwave.service;

import dev.groundwave.wire.GroupName;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.Permission;
import java.util.List;
import java.util.Optional;

/**
 * Writes the request of each operation.
 *
 * <p>Names are checked here, before anything is sent; options go out as they are and the server judges them. Source:
 * rest-api.md, section 5.
 */
final class Calls {
    private static final String SEND = ":send";
    private static final String CLOSE = ":closeConnections";

    private final Endpoint endpoint;

    Calls(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    Call health() {
        return Call.probe(endpoint.health());
    }

    Call sendToAll(Payload payload, SendOptions options) {
        return send(hub(), payload, options);
    }

    Call sendToGroup(String group, Payload payload, SendOptions options) {
        return send(group(group), payload, options);
    }

    Call sendToUser(String userId, Payload payload, SendOptions options) {
        return send(user(userId), payload, options);
    }

    Call sendToConnection(String connectionId, Payload payload, SendOptions options) {
        return send(connection(connectionId), payload, options);
    }

    Call closeAllConnections(CloseOptions options) {
        return close(hub(), options);
    }

    Call closeGroupConnections(String group, CloseOptions options) {
        return close(group(group), options);
    }

    Call closeUserConnections(String userId, CloseOptions options) {
        return close(user(userId), options);
    }

    Call closeConnection(String connectionId, Optional<String> reason) {
        return Call.of("DELETE", connection(connectionId).query("reason", reason));
    }

    Call connectionExists(String connectionId) {
        return Call.of("HEAD", connection(connectionId));
    }

    Call groupExists(String group) {
        return Call.of("HEAD", group(group));
    }

    Call userExists(String userId) {
        return Call.of("HEAD", user(userId));
    }

    Call listConnections(String group, ListOptions options) {
        return Call.of(
                "GET",
                group(group)
                        .fixed("connections")
                        .query("top", options.top())
                        .query("maxpagesize", options.maxPageSize())
                        .query("continuationToken", options.continuationToken()));
    }

    /** {@code PUT} adds the connection to the group, {@code DELETE} takes it out. */
    Call connectionInGroup(String method, String group, String connectionId) {
        return Call.of(method, group(group).fixed("connections").name(checked("connectionId", connectionId)));
    }

    /** {@code PUT} adds the user's present connections to the group, {@code DELETE} takes them out. */
    Call userInGroup(String method, String group, String userId) {
        return Call.of(method, user(userId).fixed("groups").name(GroupName.check(group)));
    }

    Call removeConnectionFromAllGroups(String connectionId) {
        return Call.of("DELETE", connection(connectionId).fixed("groups"));
    }

    Call removeUserFromAllGroups(String userId) {
        return Call.of("DELETE", user(userId).fixed("groups"));
    }

    Call addToGroups(List<String> groups, Optional<Filter> filter) {
        return Call.of("POST", hub().fixed(":addToGroups"), ServiceJson.groups(groups, filter));
    }

    Call removeFromGroups(List<String> groups, Optional<Filter> filter) {
        return Call.of("POST", hub().fixed(":removeFromGroups"), ServiceJson.groups(groups, filter));
    }

    /** {@code PUT} grants, {@code DELETE} revokes, {@code HEAD} asks. */
    Call permission(String method, Permission permission, String connectionId, String targetName) {
        return Call.of(
                method,
                hub().fixed("permissions/" + wireName(permission) + "/connections")
                        .name(checked("connectionId", connectionId))
                        .query("targetName", GroupName.check(targetName)));
    }

    Call generateToken(ClientUrlRequest request) {
        // The call counts in whole minutes; a second more than asked for would be a right nobody gave.
        long minutes = Math.max(1, request.lifetime().toMinutes());
        return Call.of(
                "POST",
                hub().fixed(":generateToken")
                        .query("userId", request.userId())
                        .query("role", request.roles())
                        .query("group", request.groups())
                        .query("minutesToExpire", Long.toString(minutes)));
    }

    private ApiUrl hub() {
        return endpoint.hubCall();
    }

    private ApiUrl group(String group) {
        return hub().fixed("groups").name(GroupName.check(group));
    }

    private ApiUrl user(String userId) {
        return hub().fixed("users").name(checked("userId", userId));
    }

    private ApiUrl connection(String connectionId) {
        return hub().fixed("connections").name(checked("connectionId", connectionId));
    }

    private static Call send(ApiUrl target, Payload payload, SendOptions options) {
        ApiUrl url = target.fixed(SEND)
                .query("excluded", options.excludedConnections())
                .query("filter", options.filter().map(Filter::text))
                .query("messageTtlSeconds", options.messageTtlSeconds());
        return Call.of("POST", url, new Call.Body(contentType(payload), payload.asBytes()));
    }

    private static Call close(ApiUrl target, CloseOptions options) {
        return Call.of(
                "POST",
                target.fixed(CLOSE)
                        .query("excluded", options.excludedConnections())
                        .query("reason", options.reason()));
    }

    /** The one place that tells the kinds of payload apart. Source: rest-api.md, section 5.2. */
    private static String contentType(Payload payload) {
        if (payload instanceof Payload.Text) {
            return "text/plain";
        }
        if (payload instanceof Payload.Json) {
            return ServiceJson.CONTENT_TYPE;
        }
        if (payload instanceof Payload.Binary) {
            return "application/octet-stream";
        }
        throw new IllegalArgumentException("the REST calls carry text, JSON or binary, not " + payload.dataType());
    }

    private static String checked(String what, String id) {
        if (id.isEmpty()) {
            throw new IllegalArgumentException("the " + what + " is empty");
        }
        return id;
    }

    private static String wireName(Permission permission) {
        return switch (permission) {
            case JOIN_LEAVE_GROUP -> "joinLeaveGroup";
            case SEND_TO_GROUP -> "sendToGroup";
        };
    }
}
