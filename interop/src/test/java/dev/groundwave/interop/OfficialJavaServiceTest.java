package dev.groundwave.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.exception.ResourceNotFoundException;
import com.azure.core.http.rest.RequestOptions;
import com.azure.core.util.BinaryData;
import com.azure.messaging.webpubsub.WebPubSubServiceAsyncClient;
import com.azure.messaging.webpubsub.WebPubSubServiceClient;
import com.azure.messaging.webpubsub.WebPubSubServiceClientBuilder;
import com.azure.messaging.webpubsub.models.GetClientAccessTokenOptions;
import com.azure.messaging.webpubsub.models.WebPubSubContentType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code com.azure:azure-messaging-webpubsub} from Maven Central. Source of the calls: rest-api.md, sections 10.3 and 11. */
final class OfficialJavaServiceTest {
    private static final String FROM_SERVER = "{\"type\":\"message\",\"from\":\"server\",";
    private static final String BYE =
            "{\"type\":\"system\",\"event\":\"disconnected\",\"message\":\"Application server closed"
                    + " the connection. Reason: bye\"}";

    private static ServiceProcess service;

    private String hub;
    private WebPubSubServiceClient sdk;
    private RawClient alice;
    private String aliceId;

    @BeforeAll
    static void start() {
        service = ServiceProcess.start();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @BeforeEach
    void connect() {
        hub = Scripts.freshHub();
        sdk = builder().buildClient();
        alice = RawClient.connect(sdk.getClientAccessToken(
                        new GetClientAccessTokenOptions().setUserId("alice").addGroup("room"))
                .getUrl());
        String connected = alice.next();
        assertThat(connected).contains("\"event\":\"connected\"", "\"userId\":\"alice\"");
        aliceId = connected.replaceFirst(".*\"connectionId\":\"([^\"]+)\".*", "$1");
    }

    @AfterEach
    void disconnect() {
        alice.close();
    }

    private WebPubSubServiceClientBuilder builder() {
        return new WebPubSubServiceClientBuilder()
                .connectionString(service.connectionString())
                .hub(hub);
    }

    @Test
    void sendsTextToAll() {
        sdk.sendToAll("grüße 🌊", WebPubSubContentType.TEXT_PLAIN);
        assertThat(alice.next()).isEqualTo(FROM_SERVER + "\"dataType\":\"text\",\"data\":\"grüße 🌊\"}");
    }

    @Test
    void sendsJsonToAUser() {
        sdk.sendToUser("alice", "{\"a\": 1}", WebPubSubContentType.APPLICATION_JSON);
        assertThat(alice.next()).isEqualTo(FROM_SERVER + "\"dataType\":\"json\",\"data\":{\"a\": 1}}");
    }

    @Test
    void sendsBytesToAConnection() {
        BinaryData bytes = BinaryData.fromBytes(new byte[] {0, 1, -1});
        sdk.sendToConnectionWithResponse(
                aliceId, bytes, WebPubSubContentType.APPLICATION_OCTET_STREAM, 3, new RequestOptions());
        assertThat(alice.next()).isEqualTo(FROM_SERVER + "\"dataType\":\"binary\",\"data\":\"AAH/\"}");
    }

    @Test
    void bytesWithoutAContentTypeAreBinary() {
        sdk.sendToAllWithResponse(BinaryData.fromBytes(new byte[] {7}), new RequestOptions());
        assertThat(alice.next()).isEqualTo(FROM_SERVER + "\"dataType\":\"binary\",\"data\":\"Bw==\"}");
    }

    @Test
    void sendsToAGroupButNotToTheExcluded() {
        sdk.sendToGroupWithResponse(
                "room",
                BinaryData.fromString("not for alice"),
                WebPubSubContentType.TEXT_PLAIN,
                13,
                new RequestOptions().addQueryParam("excluded", aliceId));
        sdk.sendToGroup("room", "hi", WebPubSubContentType.TEXT_PLAIN);
        assertThat(alice.next())
                .isEqualTo(
                        "{\"type\":\"message\",\"from\":\"group\",\"group\":\"room\",\"dataType\":\"text\",\"data\":\"hi\"}");
    }

    @Test
    void asksWhatExists() {
        RequestOptions none = new RequestOptions();
        assertThat(sdk.connectionExistsWithResponse(aliceId, none).getValue()).isTrue();
        assertThat(sdk.userExistsWithResponse("alice", none).getValue()).isTrue();
        assertThat(sdk.groupExistsWithResponse("room", none).getValue()).isTrue();
        assertThat(sdk.connectionExistsWithResponse("none", none).getValue()).isFalse();
        assertThat(sdk.userExistsWithResponse("nobody", none).getValue()).isFalse();
        assertThat(sdk.groupExistsWithResponse("nowhere", none).getValue()).isFalse();
    }

    @Test
    void changesWhoIsInAGroup() {
        RequestOptions none = new RequestOptions();
        sdk.addConnectionToGroupWithResponse("g1", aliceId, none);
        assertThat(sdk.groupExistsWithResponse("g1", none).getValue()).isTrue();
        sdk.removeConnectionFromGroupWithResponse("g1", aliceId, none);
        assertThat(sdk.groupExistsWithResponse("g1", none).getValue()).isFalse();
        sdk.addUserToGroupWithResponse("g2", "alice", none);
        assertThat(sdk.groupExistsWithResponse("g2", none).getValue()).isTrue();
        sdk.removeUserFromGroupWithResponse("g2", "alice", none);
        assertThat(sdk.groupExistsWithResponse("g2", none).getValue()).isFalse();
        sdk.removeUserFromAllGroupsWithResponse("alice", none);
        assertThat(sdk.groupExistsWithResponse("room", none).getValue()).isFalse();
        sdk.addConnectionToGroupWithResponse("g3", aliceId, none);
        sdk.removeConnectionFromAllGroupsWithResponse(aliceId, none);
        assertThat(sdk.groupExistsWithResponse("g3", none).getValue()).isFalse();
    }

    @Test
    void addingWhatDoesNotExistIsNotFound() {
        RequestOptions none = new RequestOptions();
        assertThatThrownBy(() -> sdk.addConnectionToGroupWithResponse("room", "none", none))
                .isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> sdk.addUserToGroupWithResponse("room", "nobody", none))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void closesAConnection() {
        sdk.closeConnectionWithResponse(aliceId, new RequestOptions().addQueryParam("reason", "bye"));
        assertThatAliceIsClosed();
    }

    @Test
    void closesAUser() {
        sdk.closeUserConnectionsWithResponse("alice", new RequestOptions().addQueryParam("reason", "bye"));
        assertThatAliceIsClosed();
    }

    @Test
    void closesAGroup() {
        sdk.closeGroupConnectionsWithResponse("room", new RequestOptions().addQueryParam("reason", "bye"));
        assertThatAliceIsClosed();
    }

    @Test
    void closesAll() {
        sdk.closeAllConnectionsWithResponse(new RequestOptions().addQueryParam("reason", "bye"));
        assertThatAliceIsClosed();
    }

    private void assertThatAliceIsClosed() {
        assertThat(alice.next()).isEqualTo(BYE);
        assertThat(alice.closeCode()).isEqualTo(1000);
        assertThat(sdk.connectionExistsWithResponse(aliceId, new RequestOptions())
                        .getValue())
                .isFalse();
    }

    @Test
    void asyncClientSendsToo() {
        WebPubSubServiceAsyncClient async = builder().buildAsyncClient();
        async.sendToUser("alice", "hi", WebPubSubContentType.TEXT_PLAIN).block();
        assertThat(alice.next()).isEqualTo(FROM_SERVER + "\"dataType\":\"text\",\"data\":\"hi\"}");
    }

    @Test
    void wrongKeyIsRefused() {
        WebPubSubServiceClient intruder = new WebPubSubServiceClientBuilder()
                .connectionString("Endpoint=" + service.address().endpoint()
                        + ";AccessKey=another key that is long enough for HS256;Version=1.0;")
                .hub(hub)
                .buildClient();
        assertThatThrownBy(() -> intruder.sendToAll("hi", WebPubSubContentType.TEXT_PLAIN))
                .isInstanceOf(ClientAuthenticationException.class);
    }
}
