package dev.groundwave.service;

import dev.groundwave.wire.Payload;
import dev.groundwave.wire.Permission;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One hub of the service, called without waiting.
 *
 * <p>The twin of {@link WebPubSubService}, with the same names. Safe for all threads; no call blocks. A future ends with a
 * {@link ServiceException} when the service refuses or does not answer, after the repeats of the {@link RetryPolicy};
 * cancelling it ends the request and its repeats. A wrong argument is thrown at once as
 * {@link IllegalArgumentException}. Continuations run on a thread of the HTTP client: do not block there. Source:
 * rest-api.md, section 5.
 */
public final class AsyncWebPubSubService {
    private static final int NOT_FOUND = 404;
    private static final int UNAVAILABLE = 503;

    private final Calls calls;
    private final HttpCaller caller;
    private final ClientUrls urls;

    AsyncWebPubSubService(Calls calls, HttpCaller caller, ClientUrls urls) {
        this.calls = calls;
        this.caller = caller;
        this.urls = urls;
    }

    /** A URL for a client, with a token signed here and now; nothing is sent. */
    public ClientUrl clientAccessUrl(ClientUrlRequest request) {
        return urls.signed(request);
    }

    /**
     * A URL for a client, with a token that the service makes.
     *
     * <p>Its lifetime counts in whole minutes, at least one; a fraction is cut off.
     */
    public CompletableFuture<ClientUrl> generateToken(ClientUrlRequest request) {
        Call call = calls.generateToken(request);
        return caller.send(call, answer -> urls.with(readToken(call, answer)));
    }

    /**
     * Tells whether the service takes calls: false when it answers that it does not.
     *
     * <p>Neither signed nor repeated. No answer at all is a failure.
     */
    public CompletableFuture<Boolean> health() {
        return caller.send(calls.health(), answer -> isThere(calls.health(), answer, UNAVAILABLE));
    }

    /** One page of a group's connections; an unknown group has none. */
    public CompletableFuture<ConnectionPage> listConnectionsPage(String group, ListOptions options) {
        Call call = calls.listConnections(group, options);
        return caller.send(call, answer -> readPage(call, answer));
    }

    /** Sends to every connection of the hub. */
    public CompletableFuture<Void> sendToAll(Payload payload) {
        return done(calls.sendToAll(payload, SendOptions.none()));
    }

    /** Sends to the connections of the hub that the options leave. */
    public CompletableFuture<Void> sendToAll(Payload payload, SendOptions options) {
        return done(calls.sendToAll(payload, options));
    }

    /** Sends to every member of a group; to nobody when there is none. */
    public CompletableFuture<Void> sendToGroup(String group, Payload payload) {
        return done(calls.sendToGroup(group, payload, SendOptions.none()));
    }

    /** Sends to the members of a group that the options leave. */
    public CompletableFuture<Void> sendToGroup(String group, Payload payload, SendOptions options) {
        return done(calls.sendToGroup(group, payload, options));
    }

    /** Sends to every connection of a user; to nobody when there is none. */
    public CompletableFuture<Void> sendToUser(String userId, Payload payload) {
        return done(calls.sendToUser(userId, payload, SendOptions.none()));
    }

    /** Sends to the connections of a user that the options leave. */
    public CompletableFuture<Void> sendToUser(String userId, Payload payload, SendOptions options) {
        return done(calls.sendToUser(userId, payload, options));
    }

    /** Sends to one connection; to nobody when it is gone. */
    public CompletableFuture<Void> sendToConnection(String connectionId, Payload payload) {
        return done(calls.sendToConnection(connectionId, payload, SendOptions.none()));
    }

    /** Sends to one connection with a time to live. */
    public CompletableFuture<Void> sendToConnection(String connectionId, Payload payload, SendOptions options) {
        return done(calls.sendToConnection(connectionId, payload, options));
    }

    /** Tells whether the connection is open, or may still be recovered. */
    public CompletableFuture<Boolean> connectionExists(String connectionId) {
        return exists(calls.connectionExists(connectionId));
    }

    /** Tells whether the group has a member. */
    public CompletableFuture<Boolean> groupExists(String group) {
        return exists(calls.groupExists(group));
    }

    /** Tells whether the user has a connection. */
    public CompletableFuture<Boolean> userExists(String userId) {
        return exists(calls.userExists(userId));
    }

    /**
     * Adds a connection to a group. Fails with {@link ServiceException.NotFound} when the connection does not exist.
     */
    public CompletableFuture<Void> addConnectionToGroup(String group, String connectionId) {
        return done(calls.connectionInGroup("PUT", group, connectionId));
    }

    /** Takes a connection out of a group, if it is there. */
    public CompletableFuture<Void> removeConnectionFromGroup(String group, String connectionId) {
        return done(calls.connectionInGroup("DELETE", group, connectionId));
    }

    /** Takes a connection out of every group. */
    public CompletableFuture<Void> removeConnectionFromAllGroups(String connectionId) {
        return done(calls.removeConnectionFromAllGroups(connectionId));
    }

    /**
     * Adds the present connections of a user to a group; later ones are not added. Fails with {@link
     * ServiceException.NotFound} when the user has none.
     */
    public CompletableFuture<Void> addUserToGroup(String group, String userId) {
        return done(calls.userInGroup("PUT", group, userId));
    }

    /** Takes the present connections of a user out of a group. */
    public CompletableFuture<Void> removeUserFromGroup(String group, String userId) {
        return done(calls.userInGroup("DELETE", group, userId));
    }

    /** Takes the present connections of a user out of every group. */
    public CompletableFuture<Void> removeUserFromAllGroups(String userId) {
        return done(calls.removeUserFromAllGroups(userId));
    }

    /** Adds the connections that match to each of the groups. */
    public CompletableFuture<Void> addConnectionsToGroups(List<String> groups, Filter filter) {
        return done(calls.addToGroups(groups, Optional.of(filter)));
    }

    /** Adds every connection of the hub to each of the groups. */
    public CompletableFuture<Void> addConnectionsToGroups(List<String> groups) {
        return done(calls.addToGroups(groups, Optional.empty()));
    }

    /** Takes the connections that match out of each of the groups. */
    public CompletableFuture<Void> removeConnectionsFromGroups(List<String> groups, Filter filter) {
        return done(calls.removeFromGroups(groups, Optional.of(filter)));
    }

    /** Takes every connection of the hub out of each of the groups. */
    public CompletableFuture<Void> removeConnectionsFromGroups(List<String> groups) {
        return done(calls.removeFromGroups(groups, Optional.empty()));
    }

    /** Closes one connection, if it is there. */
    public CompletableFuture<Void> closeConnection(String connectionId) {
        return done(calls.closeConnection(connectionId, Optional.empty()));
    }

    /** Closes one connection and tells its client why. */
    public CompletableFuture<Void> closeConnection(String connectionId, String reason) {
        return done(calls.closeConnection(connectionId, Optional.of(reason)));
    }

    /** Closes the connections of the hub that the options leave. */
    public CompletableFuture<Void> closeAllConnections(CloseOptions options) {
        return done(calls.closeAllConnections(options));
    }

    /** Closes the connections in a group that the options leave. */
    public CompletableFuture<Void> closeGroupConnections(String group, CloseOptions options) {
        return done(calls.closeGroupConnections(group, options));
    }

    /** Closes the connections of a user that the options leave. */
    public CompletableFuture<Void> closeUserConnections(String userId, CloseOptions options) {
        return done(calls.closeUserConnections(userId, options));
    }

    /**
     * Lets a connection do something with one group, named literally. Fails with {@link ServiceException.NotFound}
     * when the connection does not exist.
     */
    public CompletableFuture<Void> grantPermission(Permission permission, String connectionId, String targetName) {
        return done(calls.permission("PUT", permission, connectionId, targetName));
    }

    /** Forbids a connection to do something with one group, whatever its roles say. It stays in the group. */
    public CompletableFuture<Void> revokePermission(Permission permission, String connectionId, String targetName) {
        return done(calls.permission("DELETE", permission, connectionId, targetName));
    }

    /** Tells whether a connection could do something with a group now; false when the connection does not exist. */
    public CompletableFuture<Boolean> checkPermission(Permission permission, String connectionId, String targetName) {
        return exists(calls.permission("HEAD", permission, connectionId, targetName));
    }

    @SuppressWarnings("NullAway") // Void has no value but null, which is what every such future gives.
    private CompletableFuture<Void> done(Call call) {
        return caller.send(call, answer -> {
            checked(call, answer);
            return null;
        });
    }

    private CompletableFuture<Boolean> exists(Call call) {
        return caller.send(call, answer -> isThere(call, answer, NOT_FOUND));
    }

    private static boolean isThere(Call call, Answer answer, int statusForNo) {
        return answer.status() != statusForNo && checked(call, answer).isSuccess();
    }

    private static String readToken(Call call, Answer answer) {
        try {
            return ServiceJson.token(checked(call, answer).body());
        } catch (ServiceJson.UnreadableException e) {
            throw answer.unreadable(call, e);
        }
    }

    private static ConnectionPage readPage(Call call, Answer answer) {
        try {
            return ServiceJson.page(checked(call, answer).body());
        } catch (ServiceJson.UnreadableException e) {
            throw answer.unreadable(call, e);
        }
    }

    private static Answer checked(Call call, Answer answer) {
        if (!answer.isSuccess()) {
            throw answer.failure(call);
        }
        return answer;
    }
}
