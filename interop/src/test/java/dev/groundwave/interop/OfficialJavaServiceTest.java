package dev.groundwave.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.exception.ResourceNotFoundException;
import com.azure.core.http.rest.RequestOptions;
import com.azure.core.util.BinaryData;
import com.azure.messaging.webpubsub.models.GetClientAccessTokenOptions;
import com.azure.messaging.webpubsub.models.WebPubSubContentType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code com.azure:azure-messaging-webpubsub} from Maven Central, every message and membership by both its clients and what each
 * call does to a connected client. Options that the SDK leaves to parameters of the request are those of the REST API: rest-api.md,
 * sections 5, 10.3 and 11. {@link OfficialJavaSurfaceTest} finds a call that is left out.
 */
@ParameterizedClass
@CsvSource({"HTTP, SYNC", "HTTP, ASYNC", "HTTPS, SYNC", "HTTPS, ASYNC"})
final class OfficialJavaServiceTest {
    @RegisterExtension
    static final Services SERVICES = Services.plain();

    private static final String FROM_SERVER = "{\"type\":\"message\",\"from\":\"server\",";
    private static final String FROM_ROOM = "{\"type\":\"message\",\"from\":\"group\",\"group\":\"room\",";
    private static final String NOT_FOR_BOB = "\"dataType\":\"text\",\"data\":\"not for bob\"}";
    private static final String MARKER = "\"dataType\":\"text\",\"data\":\"marker\"}";
    private static final WebPubSubContentType TEXT = WebPubSubContentType.TEXT_PLAIN;

    private final OfficialJavaBackEnd backEnd;
    private final OfficialJavaCalls calls;
    private OfficialJavaBackEnd.Guest alice;

    OfficialJavaServiceTest(Scheme scheme, OfficialJavaFlavour flavour) {
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

    private static RequestOptions with(String parameter, Object value) {
        return new RequestOptions().addQueryParam(parameter, value.toString());
    }

    /** One way to send, in its three forms, to a target that has alice in it. */
    private interface Send {
        void to(OfficialJavaCalls calls, BinaryData message, WebPubSubContentType type, RequestOptions options);
    }

    @Nested
    final class Sending {
        @Test
        void textJsonAndBytesReachAll() {
            calls.sendToAll("grüße 🌊", TEXT);
            assertThat(alice.next()).isEqualTo(FROM_SERVER + "\"dataType\":\"text\",\"data\":\"grüße 🌊\"}");
            BinaryData json = BinaryData.fromObject(Map.of("a", 1));
            calls.sendToAll(json, WebPubSubContentType.APPLICATION_JSON, OfficialJavaCalls.none());
            assertThat(alice.next()).isEqualTo(FROM_SERVER + "\"dataType\":\"json\",\"data\":{\"a\":1}}");
            // Without a content type they are bytes.
            calls.sendToAll(BinaryData.fromBytes(new byte[] {7}), OfficialJavaCalls.none());
            assertThat(alice.next()).isEqualTo(FROM_SERVER + "\"dataType\":\"binary\",\"data\":\"Bw==\"}");
        }

        @Test
        void textJsonAndBytesReachAUser() {
            calls.sendToUser("alice", "{\"a\": 1}", WebPubSubContentType.APPLICATION_JSON);
            assertThat(alice.next()).isEqualTo(FROM_SERVER + "\"dataType\":\"json\",\"data\":{\"a\": 1}}");
            calls.sendToUser("alice", BinaryData.fromString("hi"), TEXT, OfficialJavaCalls.none());
            assertThat(alice.next()).isEqualTo(FROM_SERVER + "\"dataType\":\"text\",\"data\":\"hi\"}");
            calls.sendToUser("alice", BinaryData.fromBytes(new byte[] {7}), OfficialJavaCalls.none());
            assertThat(alice.next()).isEqualTo(FROM_SERVER + "\"dataType\":\"binary\",\"data\":\"Bw==\"}");
        }

        @Test
        void textJsonAndBytesReachAConnection() {
            calls.sendToConnection(alice.id(), "hi", TEXT);
            assertThat(alice.next()).isEqualTo(FROM_SERVER + "\"dataType\":\"text\",\"data\":\"hi\"}");
            BinaryData bytes = BinaryData.fromBytes(new byte[] {0, 1, -1});
            calls.sendToConnection(
                    alice.id(), bytes, WebPubSubContentType.APPLICATION_OCTET_STREAM, OfficialJavaCalls.none());
            assertThat(alice.next()).isEqualTo(FROM_SERVER + "\"dataType\":\"binary\",\"data\":\"AAH/\"}");
            calls.sendToConnection(alice.id(), BinaryData.fromBytes(new byte[0]), OfficialJavaCalls.none());
            assertThat(alice.next()).isEqualTo(FROM_SERVER + "\"dataType\":\"binary\",\"data\":\"\"}");
        }

        @Test
        void textJsonAndBytesReachAGroup() {
            calls.sendToGroup("room", "hi", TEXT);
            assertThat(alice.next()).isEqualTo(FROM_ROOM + "\"dataType\":\"text\",\"data\":\"hi\"}");
            BinaryData json = BinaryData.fromString("[1,2]");
            calls.sendToGroup("room", json, WebPubSubContentType.APPLICATION_JSON, OfficialJavaCalls.none());
            assertThat(alice.next()).isEqualTo(FROM_ROOM + "\"dataType\":\"json\",\"data\":[1,2]}");
            calls.sendToGroup("room", BinaryData.fromBytes(new byte[] {7}), OfficialJavaCalls.none());
            assertThat(alice.next()).isEqualTo(FROM_ROOM + "\"dataType\":\"binary\",\"data\":\"Bw==\"}");
        }

        @Test
        void excludedConnectionsAreLeftOut() {
            var bob = connect("bob");
            BinaryData message = BinaryData.fromString("not for bob");
            calls.sendToAll(message, TEXT, with("excluded", "none").addQueryParam("excluded", bob.id()));
            calls.sendToGroup("room", message, TEXT, with("excluded", bob.id()));
            calls.sendToAll("marker", TEXT);
            assertThat(bob.next()).isEqualTo(FROM_SERVER + MARKER);
            assertThat(alice.next()).isEqualTo(FROM_SERVER + NOT_FOR_BOB);
            assertThat(alice.next()).isEqualTo(FROM_ROOM + NOT_FOR_BOB);
        }

        @Test
        void aFilterSaysWhoReceives() {
            var bob = connect("bob");
            BinaryData message = BinaryData.fromString("not for bob");
            calls.sendToAll(message, TEXT, with("filter", "userId eq 'alice'"));
            calls.sendToGroup("room", message, TEXT, with("filter", "not (userId in ('bob', 'carol'))"));
            calls.sendToUser("bob", message, TEXT, with("filter", "connectionId eq 'another'"));
            calls.sendToAll("marker", TEXT);
            assertThat(bob.next()).isEqualTo(FROM_SERVER + MARKER);
            assertThat(alice.next()).isEqualTo(FROM_SERVER + NOT_FOR_BOB);
            assertThat(alice.next()).isEqualTo(FROM_ROOM + NOT_FOR_BOB);
        }

        @Test
        void badFilterIsRefused() {
            BinaryData message = BinaryData.fromString("hi");
            RequestOptions bad = with("filter", "invalid filter");
            assertThatThrownBy(() -> calls.sendToAll(message, TEXT, bad)).isInstanceOf(HttpResponseException.class);
        }

        @Test
        void messageMayLiveForATimeButNotForTooLong() {
            List<Send> sends = List.of(
                    OfficialJavaCalls::sendToAll,
                    (to, message, type, options) -> to.sendToUser("alice", message, type, options),
                    (to, message, type, options) -> to.sendToGroup("room", message, type, options),
                    (to, message, type, options) -> to.sendToConnection(alice.id(), message, type, options));
            BinaryData message = BinaryData.fromString("marker");
            assertThat(sends).allSatisfy(send -> {
                send.to(calls, message, TEXT, with("messageTtlSeconds", 300));
                assertThat(alice.next()).endsWith(MARKER);
                assertThatThrownBy(() -> send.to(calls, message, TEXT, with("messageTtlSeconds", 301)))
                        .isInstanceOfSatisfying(
                                HttpResponseException.class,
                                refusal -> assertThat(refusal.getResponse().getStatusCode())
                                        .isEqualTo(400));
            });
        }

        @Test
        void toNobodySucceeds() {
            calls.sendToUser("nobody", "hi", TEXT);
            calls.sendToGroup("nowhere", "hi", TEXT);
            calls.sendToConnection("none", "hi", TEXT);
            calls.sendToAll("marker", TEXT);
            assertThat(alice.next()).isEqualTo(FROM_SERVER + MARKER);
        }
    }

    @Nested
    final class Groups {
        /** Sends to a group and then to all: what a client receives next tells whether it is in the group. */
        private void assertThatAliceIsIn(String group, boolean isMember) {
            calls.sendToGroup(group, "hi", TEXT);
            calls.sendToAll("marker", TEXT);
            if (isMember) {
                assertThat(alice.next()).contains("\"group\":\"" + group + "\"");
            }
            assertThat(alice.next()).isEqualTo(FROM_SERVER + MARKER);
            assertThat(calls.groupExists(group)).isEqualTo(isMember);
        }

        @Test
        void connectionIsAddedAndRemoved() {
            calls.addConnectionToGroup("g/ä +", alice.id());
            assertThatAliceIsIn("g/ä +", true);
            calls.removeConnectionFromGroup("g/ä +", alice.id());
            assertThatAliceIsIn("g/ä +", false);
        }

        @Test
        void userIsAddedAndRemoved() {
            calls.addUserToGroup("g", "alice");
            assertThatAliceIsIn("g", true);
            calls.removeUserFromGroup("g", "alice");
            assertThatAliceIsIn("g", false);
        }

        @Test
        void connectionAndUserAreRemovedFromAll() {
            calls.addConnectionToGroup("g", alice.id());
            calls.removeUserFromAllGroups("alice");
            assertThatAliceIsIn("room", false);
            assertThatAliceIsIn("g", false);
            calls.addConnectionToGroup("g", alice.id());
            calls.removeConnectionFromAllGroups(alice.id());
            assertThatAliceIsIn("g", false);
        }

        /** The SDK has no call that removes many, and none that lists them. */
        @Test
        void manyAreAddedAtOnceByAFilter() {
            calls.addConnectionsToGroups(List.of("a", "b"), "userId eq 'alice'");
            assertThatAliceIsIn("a", true);
            assertThatAliceIsIn("b", true);
            calls.addConnectionsToGroups(List.of("c"), "userId eq 'bob'");
            assertThatAliceIsIn("c", false);
        }

        @Test
        void addingWhatDoesNotExistIsNotFound() {
            assertThatThrownBy(() -> calls.addConnectionToGroup("room", "none"))
                    .isInstanceOf(ResourceNotFoundException.class);
            assertThatThrownBy(() -> calls.addUserToGroup("room", "nobody"))
                    .isInstanceOf(ResourceNotFoundException.class);
        }
    }
}
