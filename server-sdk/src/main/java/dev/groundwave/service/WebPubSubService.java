package dev.groundwave.service;

import dev.groundwave.wire.Payload;
import dev.groundwave.wire.Permission;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One hub of the service: client URLs, and every REST call as a method that blocks until the service has answered.
 *
 * <p>Safe for all threads, holds nothing that needs closing; make one for each hub and keep it. A call throws
 * {@link ServiceException} when the service refuses or does not answer, after the repeats of the {@link RetryPolicy};
 * an interrupt ends it the same way and stays set. Removing, closing, revoking and sending succeed when there is nobody;
 * adding and granting then fail with {@link ServiceException.NotFound}. Source: rest-api.md, sections 4 and 5.
 */
public final class WebPubSubService {
    private final AsyncWebPubSubService async;

    WebPubSubService(AsyncWebPubSubService async) {
        this.async = async;
    }

    /**
     * The service for a hub, with default timeouts and retries.
     *
     * @throws IllegalArgumentException when the connection string or the hub's name is wrong, or the key has fewer than 32
     *     bytes
     */
    public static WebPubSubService fromConnectionString(String connectionString, String hub) {
        return builder().connectionString(connectionString).hub(hub).build();
    }

    /** Starts a service with settings of one's own. */
    public static WebPubSubServiceBuilder builder() {
        return new WebPubSubServiceBuilder();
    }

    /** The same hub, called without waiting. */
    public AsyncWebPubSubService async() {
        return async;
    }

    /** A URL for a client, with a token signed here and now; nothing is sent. */
    public ClientUrl clientAccessUrl(ClientUrlRequest request) {
        return async.clientAccessUrl(request);
    }

    /**
     * A URL for a client, with a token that the service makes.
     *
     * <p>Its lifetime counts in whole minutes, at least one; a fraction is cut off.
     */
    public ClientUrl generateToken(ClientUrlRequest request) {
        return await(async.generateToken(request));
    }

    /**
     * Tells whether the service takes calls: false when it answers that it does not.
     *
     * <p>Neither signed nor repeated. No answer at all is a failure.
     */
    public boolean health() {
        return await(async.health());
    }

    /** The connections of a group; an unknown group has none. Each page is fetched when the stream gets there. */
    public Stream<GroupMember> listConnections(String group, ListOptions options) {
        return Pages.members(options, page -> listConnectionsPage(group, page));
    }

    /** The connections of a group; an unknown group has none. Each page is fetched when the stream gets there. */
    public Stream<GroupMember> listConnections(String group) {
        return listConnections(group, ListOptions.all());
    }

    /** One page of a group's connections; an unknown group has none. */
    public ConnectionPage listConnectionsPage(String group, ListOptions options) {
        return await(async.listConnectionsPage(group, options));
    }

    /** Sends to every connection of the hub. */
    public void sendToAll(Payload payload) {
        await(async.sendToAll(payload));
    }

    /** Sends to the connections of the hub that the options leave. */
    public void sendToAll(Payload payload, SendOptions options) {
        await(async.sendToAll(payload, options));
    }

    /** Sends to every member of a group; to nobody when there is none. */
    public void sendToGroup(String group, Payload payload) {
        await(async.sendToGroup(group, payload));
    }

    /** Sends to the members of a group that the options leave. */
    public void sendToGroup(String group, Payload payload, SendOptions options) {
        await(async.sendToGroup(group, payload, options));
    }

    /** Sends to every connection of a user; to nobody when there is none. */
    public void sendToUser(String userId, Payload payload) {
        await(async.sendToUser(userId, payload));
    }

    /** Sends to the connections of a user that the options leave. */
    public void sendToUser(String userId, Payload payload, SendOptions options) {
        await(async.sendToUser(userId, payload, options));
    }

    /** Sends to one connection; to nobody when it is gone. */
    public void sendToConnection(String connectionId, Payload payload) {
        await(async.sendToConnection(connectionId, payload));
    }

    /** Sends to one connection with a time to live. */
    public void sendToConnection(String connectionId, Payload payload, SendOptions options) {
        await(async.sendToConnection(connectionId, payload, options));
    }

    /** Tells whether the connection is open, or may still be recovered. */
    public boolean connectionExists(String connectionId) {
        return await(async.connectionExists(connectionId));
    }

    /** Tells whether the group has a member. */
    public boolean groupExists(String group) {
        return await(async.groupExists(group));
    }

    /** Tells whether the user has a connection. */
    public boolean userExists(String userId) {
        return await(async.userExists(userId));
    }

    /**
     * Adds a connection to a group. Fails with {@link ServiceException.NotFound} when the connection does not exist.
     */
    public void addConnectionToGroup(String group, String connectionId) {
        await(async.addConnectionToGroup(group, connectionId));
    }

    /** Takes a connection out of a group, if it is there. */
    public void removeConnectionFromGroup(String group, String connectionId) {
        await(async.removeConnectionFromGroup(group, connectionId));
    }

    /** Takes a connection out of every group. */
    public void removeConnectionFromAllGroups(String connectionId) {
        await(async.removeConnectionFromAllGroups(connectionId));
    }

    /**
     * Adds the present connections of a user to a group; later ones are not added. Fails with {@link
     * ServiceException.NotFound} when the user has none.
     */
    public void addUserToGroup(String group, String userId) {
        await(async.addUserToGroup(group, userId));
    }

    /** Takes the present connections of a user out of a group. */
    public void removeUserFromGroup(String group, String userId) {
        await(async.removeUserFromGroup(group, userId));
    }

    /** Takes the present connections of a user out of every group. */
    public void removeUserFromAllGroups(String userId) {
        await(async.removeUserFromAllGroups(userId));
    }

    /** Adds the connections that match to each of the groups. */
    public void addConnectionsToGroups(List<String> groups, Filter filter) {
        await(async.addConnectionsToGroups(groups, filter));
    }

    /** Adds every connection of the hub to each of the groups. */
    public void addConnectionsToGroups(List<String> groups) {
        await(async.addConnectionsToGroups(groups));
    }

    /** Takes the connections that match out of each of the groups. */
    public void removeConnectionsFromGroups(List<String> groups, Filter filter) {
        await(async.removeConnectionsFromGroups(groups, filter));
    }

    /** Takes every connection of the hub out of each of the groups. */
    public void removeConnectionsFromGroups(List<String> groups) {
        await(async.removeConnectionsFromGroups(groups));
    }

    /** Closes one connection, if it is there. */
    public void closeConnection(String connectionId) {
        await(async.closeConnection(connectionId));
    }

    /** Closes one connection and tells its client why. */
    public void closeConnection(String connectionId, String reason) {
        await(async.closeConnection(connectionId, reason));
    }

    /** Closes the connections of the hub that the options leave. */
    public void closeAllConnections(CloseOptions options) {
        await(async.closeAllConnections(options));
    }

    /** Closes the connections in a group that the options leave. */
    public void closeGroupConnections(String group, CloseOptions options) {
        await(async.closeGroupConnections(group, options));
    }

    /** Closes the connections of a user that the options leave. */
    public void closeUserConnections(String userId, CloseOptions options) {
        await(async.closeUserConnections(userId, options));
    }

    /**
     * Lets a connection do something with one group, named literally. Fails with {@link ServiceException.NotFound}
     * when the connection does not exist.
     */
    public void grantPermission(Permission permission, String connectionId, String targetName) {
        await(async.grantPermission(permission, connectionId, targetName));
    }

    /** Forbids a connection to do something with one group, whatever its roles say. It stays in the group. */
    public void revokePermission(Permission permission, String connectionId, String targetName) {
        await(async.revokePermission(permission, connectionId, targetName));
    }

    /** Tells whether a connection could do something with a group now; false when the connection does not exist. */
    public boolean checkPermission(Permission permission, String connectionId, String targetName) {
        return await(async.checkPermission(permission, connectionId, targetName));
    }

    private static <T extends @Nullable Object> T await(CompletableFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            throw ServiceException.withoutAnswer("the wait for the service was interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ServiceException failure) {
                throw failure.again();
            }
            throw new IllegalStateException("a call ended with a failure that is not the service's", e.getCause());
        }
    }
}
