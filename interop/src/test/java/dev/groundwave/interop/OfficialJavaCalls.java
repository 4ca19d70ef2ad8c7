package dev.groundwave.interop;

import com.azure.core.http.rest.RequestOptions;
import com.azure.core.util.BinaryData;
import com.azure.messaging.webpubsub.models.GetClientAccessTokenOptions;
import com.azure.messaging.webpubsub.models.WebPubSubClientAccessToken;
import com.azure.messaging.webpubsub.models.WebPubSubContentType;
import com.azure.messaging.webpubsub.models.WebPubSubPermission;
import java.util.List;

/**
 * Every call of the official server SDK for Java in one shape for its two clients, so that a test runs on either: named as
 * there, with a call's plain form and its form with options as overloads. A call that the service refuses throws.
 */
interface OfficialJavaCalls {
    /** A new one for each call: the SDK writes a call's headers into the options that it was given. */
    static RequestOptions none() {
        return new RequestOptions();
    }

    void sendToAll(String message, WebPubSubContentType type);

    void sendToAll(BinaryData message, RequestOptions options);

    void sendToAll(BinaryData message, WebPubSubContentType type, RequestOptions options);

    void sendToGroup(String group, String message, WebPubSubContentType type);

    void sendToGroup(String group, BinaryData message, RequestOptions options);

    void sendToGroup(String group, BinaryData message, WebPubSubContentType type, RequestOptions options);

    void sendToUser(String userId, String message, WebPubSubContentType type);

    void sendToUser(String userId, BinaryData message, RequestOptions options);

    void sendToUser(String userId, BinaryData message, WebPubSubContentType type, RequestOptions options);

    void sendToConnection(String connectionId, String message, WebPubSubContentType type);

    void sendToConnection(String connectionId, BinaryData message, RequestOptions options);

    void sendToConnection(String connectionId, BinaryData message, WebPubSubContentType type, RequestOptions options);

    boolean connectionExists(String connectionId);

    boolean groupExists(String group);

    boolean userExists(String userId);

    void closeConnection(String connectionId, RequestOptions options);

    void closeUserConnections(String userId, RequestOptions options);

    void closeGroupConnections(String group, RequestOptions options);

    void closeAllConnections(RequestOptions options);

    void addConnectionToGroup(String group, String connectionId);

    void removeConnectionFromGroup(String group, String connectionId);

    void addUserToGroup(String group, String userId);

    void removeUserFromGroup(String group, String userId);

    void removeConnectionFromAllGroups(String connectionId);

    void removeUserFromAllGroups(String userId);

    void addConnectionsToGroups(List<String> groups, String filter);

    void grantPermission(WebPubSubPermission permission, String connectionId, RequestOptions options);

    void revokePermission(WebPubSubPermission permission, String connectionId, RequestOptions options);

    boolean checkPermission(WebPubSubPermission permission, String connectionId, RequestOptions options);

    WebPubSubClientAccessToken getClientAccessToken(GetClientAccessTokenOptions options);
}
