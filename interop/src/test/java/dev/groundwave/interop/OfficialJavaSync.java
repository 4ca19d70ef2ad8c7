package dev.groundwave.interop;

import com.azure.core.http.rest.RequestOptions;
import com.azure.core.util.BinaryData;
import com.azure.messaging.webpubsub.WebPubSubServiceClient;
import com.azure.messaging.webpubsub.models.GetClientAccessTokenOptions;
import com.azure.messaging.webpubsub.models.WebPubSubClientAccessToken;
import com.azure.messaging.webpubsub.models.WebPubSubContentType;
import com.azure.messaging.webpubsub.models.WebPubSubPermission;
import java.util.List;

/** The blocking client. */
record OfficialJavaSync(WebPubSubServiceClient sdk) implements OfficialJavaCalls {
    @Override
    public void sendToAll(String message, WebPubSubContentType type) {
        sdk.sendToAll(message, type);
    }

    @Override
    public void sendToAll(BinaryData message, RequestOptions options) {
        sdk.sendToAllWithResponse(message, options);
    }

    @Override
    public void sendToAll(BinaryData message, WebPubSubContentType type, RequestOptions options) {
        sdk.sendToAllWithResponse(message, type, message.getLength(), options);
    }

    @Override
    public void sendToGroup(String group, String message, WebPubSubContentType type) {
        sdk.sendToGroup(group, message, type);
    }

    @Override
    public void sendToGroup(String group, BinaryData message, RequestOptions options) {
        sdk.sendToGroupWithResponse(group, message, options);
    }

    @Override
    public void sendToGroup(String group, BinaryData message, WebPubSubContentType type, RequestOptions options) {
        sdk.sendToGroupWithResponse(group, message, type, message.getLength(), options);
    }

    @Override
    public void sendToUser(String userId, String message, WebPubSubContentType type) {
        sdk.sendToUser(userId, message, type);
    }

    @Override
    public void sendToUser(String userId, BinaryData message, RequestOptions options) {
        sdk.sendToUserWithResponse(userId, message, options);
    }

    @Override
    public void sendToUser(String userId, BinaryData message, WebPubSubContentType type, RequestOptions options) {
        sdk.sendToUserWithResponse(userId, message, type, message.getLength(), options);
    }

    @Override
    public void sendToConnection(String connectionId, String message, WebPubSubContentType type) {
        sdk.sendToConnection(connectionId, message, type);
    }

    @Override
    public void sendToConnection(String connectionId, BinaryData message, RequestOptions options) {
        sdk.sendToConnectionWithResponse(connectionId, message, options);
    }

    @Override
    public void sendToConnection(
            String connectionId, BinaryData message, WebPubSubContentType type, RequestOptions options) {
        sdk.sendToConnectionWithResponse(connectionId, message, type, message.getLength(), options);
    }

    @Override
    public boolean connectionExists(String connectionId) {
        return sdk.connectionExistsWithResponse(connectionId, OfficialJavaCalls.none())
                .getValue();
    }

    @Override
    public boolean groupExists(String group) {
        return sdk.groupExistsWithResponse(group, OfficialJavaCalls.none()).getValue();
    }

    @Override
    public boolean userExists(String userId) {
        return sdk.userExistsWithResponse(userId, OfficialJavaCalls.none()).getValue();
    }

    @Override
    public void closeConnection(String connectionId, RequestOptions options) {
        sdk.closeConnectionWithResponse(connectionId, options);
    }

    @Override
    public void closeUserConnections(String userId, RequestOptions options) {
        sdk.closeUserConnectionsWithResponse(userId, options);
    }

    @Override
    public void closeGroupConnections(String group, RequestOptions options) {
        sdk.closeGroupConnectionsWithResponse(group, options);
    }

    @Override
    public void closeAllConnections(RequestOptions options) {
        sdk.closeAllConnectionsWithResponse(options);
    }

    @Override
    public void addConnectionToGroup(String group, String connectionId) {
        sdk.addConnectionToGroupWithResponse(group, connectionId, OfficialJavaCalls.none());
    }

    @Override
    public void removeConnectionFromGroup(String group, String connectionId) {
        sdk.removeConnectionFromGroupWithResponse(group, connectionId, OfficialJavaCalls.none());
    }

    @Override
    public void addUserToGroup(String group, String userId) {
        sdk.addUserToGroupWithResponse(group, userId, OfficialJavaCalls.none());
    }

    @Override
    public void removeUserFromGroup(String group, String userId) {
        sdk.removeUserFromGroupWithResponse(group, userId, OfficialJavaCalls.none());
    }

    @Override
    public void removeConnectionFromAllGroups(String connectionId) {
        sdk.removeConnectionFromAllGroupsWithResponse(connectionId, OfficialJavaCalls.none());
    }

    @Override
    public void removeUserFromAllGroups(String userId) {
        sdk.removeUserFromAllGroupsWithResponse(userId, OfficialJavaCalls.none());
    }

    @Override
    public void addConnectionsToGroups(List<String> groups, String filter) {
        sdk.addConnectionsToGroups(groups, filter);
    }

    @Override
    public void grantPermission(WebPubSubPermission permission, String connectionId, RequestOptions options) {
        sdk.grantPermissionWithResponse(permission, connectionId, options);
    }

    @Override
    public void revokePermission(WebPubSubPermission permission, String connectionId, RequestOptions options) {
        sdk.revokePermissionWithResponse(permission, connectionId, options);
    }

    @Override
    public boolean checkPermission(WebPubSubPermission permission, String connectionId, RequestOptions options) {
        return sdk.checkPermissionWithResponse(permission, connectionId, options)
                .getValue();
    }

    @Override
    public WebPubSubClientAccessToken getClientAccessToken(GetClientAccessTokenOptions options) {
        return sdk.getClientAccessToken(options);
    }
}
