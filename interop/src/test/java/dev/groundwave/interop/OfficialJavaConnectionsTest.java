package dev.groundwave.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.exception.ResourceNotFoundException;
import com.azure.core.http.rest.RequestOptions;
import com.azure.messaging.webpubsub.models.GetClientAccessTokenOptions;
import com.azure.messaging.webpubsub.models.WebPubSubPermission;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code com.azure:azure-messaging-webpubsub}: whether connections are there, what they may do, and their end. */
@ParameterizedClass
@CsvSource({"HTTP, SYNC", "HTTP, ASYNC", "HTTPS, SYNC", "HTTPS, ASYNC"})
final class OfficialJavaConnectionsTest {
    @RegisterExtension
    static final Services SERVICES = Services.plain();

    private final OfficialJavaBackEnd backEnd;
    private final OfficialJavaCalls calls;
    private OfficialJavaBackEnd.Guest alice;

    OfficialJavaConnectionsTest(Scheme scheme, OfficialJavaFlavour flavour) {
        backEnd = new OfficialJavaBackEnd(SERVICES.of(scheme), flavour);
        calls = backEnd.calls();
    }

    @BeforeEach
    void connect() {
        alice = connect("alice");
    }

    @AfterEach
    void disconnect() {
        backEnd.close();
    }

    private OfficialJavaBackEnd.Guest connect(String userId) {
        return backEnd.connect(
                new GetClientAccessTokenOptions().setUserId(userId).addGroup("room"));
    }

    private static RequestOptions with(String parameter, String value) {
        return new RequestOptions().addQueryParam(parameter, value);
    }

    @Test
    void whatExistsIsSaidSo() {
        assertThat(calls.connectionExists(alice.id())).isTrue();
        assertThat(calls.userExists("alice")).isTrue();
        assertThat(calls.groupExists("room")).isTrue();
        assertThat(calls.connectionExists("none")).isFalse();
        assertThat(calls.userExists("nobody")).isFalse();
        assertThat(calls.groupExists("nowhere")).isFalse();
    }

    @Nested
    final class Permissions {
        private static RequestOptions ofLobby() {
            return with("targetName", "lobby");
        }

        private String answerTo(WebPubSubPermission permission, int ackId) {
            String kind = permission.equals(WebPubSubPermission.SEND_TO_GROUP) ? "sendToGroup" : "joinGroup";
            alice.client()
                    .send("{\"type\":\"" + kind + "\",\"group\":\"lobby\",\"ackId\":" + ackId
                            + ",\"noEcho\":true,\"dataType\":\"text\",\"data\":\"hi\"}");
            return alice.next();
        }

        @Test
        void areGrantedCheckedAndRevoked() {
            int ackId = 0;
            for (WebPubSubPermission permission :
                    List.of(WebPubSubPermission.SEND_TO_GROUP, WebPubSubPermission.JOIN_LEAVE_GROUP)) {
                assertThat(calls.checkPermission(permission, alice.id(), ofLobby()))
                        .isFalse();
                assertThat(answerTo(permission, ++ackId)).contains("\"success\":false", "\"Forbidden\"");
                calls.grantPermission(permission, alice.id(), ofLobby());
                assertThat(calls.checkPermission(permission, alice.id(), ofLobby()))
                        .isTrue();
                assertThat(calls.checkPermission(permission, alice.id(), with("targetName", "attic")))
                        .isFalse();
                assertThat(answerTo(permission, ++ackId)).contains("\"success\":true");
                calls.revokePermission(permission, alice.id(), ofLobby());
                assertThat(calls.checkPermission(permission, alice.id(), ofLobby()))
                        .isFalse();
                assertThat(answerTo(permission, ++ackId)).contains("\"success\":false", "\"Forbidden\"");
            }
        }

        @Test
        void needATargetAndAConnection() {
            WebPubSubPermission send = WebPubSubPermission.SEND_TO_GROUP;
            assertThatThrownBy(() -> calls.grantPermission(send, alice.id(), OfficialJavaCalls.none()))
                    .isInstanceOf(HttpResponseException.class);
            assertThatThrownBy(() -> calls.grantPermission(send, "none", ofLobby()))
                    .isInstanceOf(ResourceNotFoundException.class);
            assertThat(calls.checkPermission(send, "none", ofLobby())).isFalse();
        }
    }

    @Nested
    final class Closing {

        private static RequestOptions bye() {
            return with("reason", "bye");
        }

        private void assertThatAliceIsClosed(String reason) {
            assertThat(alice.next())
                    .isEqualTo("{\"type\":\"system\",\"event\":\"disconnected\",\"message\":\"Application server closed"
                            + " the connection."
                            + reason + "\"}");
            assertThat(alice.client().closeCode()).isEqualTo(1000);
            assertThat(calls.connectionExists(alice.id())).isFalse();
        }

        @Test
        void aConnection() {
            calls.closeConnection(alice.id(), bye());
            assertThatAliceIsClosed(" Reason: bye");
            calls.closeConnection("none", bye());
        }

        @Test
        void withoutAReason() {
            calls.closeConnection(alice.id(), OfficialJavaCalls.none());
            assertThatAliceIsClosed("");
        }

        @Test
        void aUser() {
            calls.closeUserConnections("alice", bye());
            assertThatAliceIsClosed(" Reason: bye");
        }

        @Test
        void aGroupAndAllButTheExcluded() {
            var bob = connect("bob");
            calls.closeGroupConnections("room", with("reason", "bye").addQueryParam("excluded", bob.id()));
            assertThatAliceIsClosed(" Reason: bye");
            alice = connect("alice");
            calls.closeAllConnections(with("reason", "bye").addQueryParam("excluded", bob.id()));
            assertThatAliceIsClosed(" Reason: bye");
            assertThat(calls.connectionExists(bob.id())).isTrue();
        }
    }
}
