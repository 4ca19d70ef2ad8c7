package dev.groundwave.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.WebSocketHandshakeException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code @azure/web-pubsub-express} from npm as event handler. What it decides and answers is in {@code handler.mjs}.
 * Source: events-and-operations.md, sections 1.5 to 1.13 and 1.17.
 */
@ParameterizedClass
@ValueSource(strings = {"1.1.0", "1.0.6"})
final class OfficialExpressHandlerTest {
    private static final String HUBS = """
          chat:
            eventHandlers:
              - urlTemplate: "%s/api/webpubsub/hubs/{hub}/"
                userEventPattern: "*"
                systemEvents: [connect, connected, disconnected]
                groupPresenceEvents: { eventNames: [joined, left] }
          elsewhere:
            eventHandlers:
              - { urlTemplate: "%s/api/webpubsub/hubs/{hub}/", systemEvents: [connect] }
          anyone:
            eventHandlers:
              - { urlTemplate: "%s/anyone?event={event}", userEventPattern: "*", systemEvents: [connect, connected] }
        """;
    private static final String STATE_OF_CONNECT = "{\"visits\":{\"count\":1,\"näme\":\"ü\"}}";

    private static final AtomicInteger TESTS = new AtomicInteger();
    /** For all tests on one version; null before the first of them. */
    private static @Nullable HandledService running;

    private final HandledService service = Objects.requireNonNull(running);
    private final String version;
    /** Each test's own, as all of them meet one handler. */
    private final String user = "alice" + TESTS.incrementAndGet();

    OfficialExpressHandlerTest(String version) {
        this.version = version;
    }

    @BeforeParameterizedClassInvocation
    static void start(String version) {
        running = HandledService.of(Scripts.node().start("handler.mjs", version), HUBS);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        Objects.requireNonNull(running).close();
    }

    private RawClient connect(String as) {
        return RawClient.connect(service.url("chat", user) + "&as=" + as);
    }

    private static void assertThatItIsRefused(String url, int status) {
        assertThatThrownBy(() -> RawClient.connect(url).close())
                .hasCauseInstanceOf(WebSocketHandshakeException.class)
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refusal ->
                                assertThat(refusal.getResponse().statusCode()).isEqualTo(status));
    }

    private static String event(String name, int ackId, String dataType, String data) {
        return "{\"type\":\"event\",\"event\":\"" + name + "\",\"ackId\":" + ackId + ",\"dataType\":\"" + dataType
                + "\",\"data\":" + data + "}";
    }

    @Nested
    final class Connecting {
        @Test
        void handlerDecidesWhoAClientIsAndWhatItMay() {
            try (RawClient alice = connect("member")) {
                assertThat(alice.next()).contains("\"event\":\"connected\"", "\"userId\":\"" + user + "!\"");
                assertThat(service.heard("[\"connect\",\"" + user + "\""))
                        .isEqualTo("[\"connect\",\"" + user + "\",[\"" + user
                                + "\"],\"member\",[\"json.webpubsub.azure.v1\"]]");
                alice.send("{\"type\":\"joinGroup\",\"group\":\"hall\",\"ackId\":1}");
                assertThat(alice.next()).contains("\"success\":true");
                alice.send("{\"type\":\"joinGroup\",\"group\":\"cellar\",\"ackId\":2}");
                assertThat(alice.next()).contains("\"success\":false", "\"Forbidden\"");
            }
        }

        @Test
        void handlerThatDecidesNothingLeavesWhatTheTokenSays() {
            try (RawClient alice = connect("guest");
                    RawClient bob = RawClient.connect(service.url("anyone", "bob"))) {
                assertThat(alice.next()).contains("\"userId\":\"" + user + "\"");
                assertThat(bob.next()).contains("\"userId\":\"bob\"");
                bob.send(event("unheard", 1, "text", "\"hi\""));
                assertThat(bob.next()).contains("\"ackId\":1", "\"success\":true");
            }
        }

        @Test
        void handlerRefusesClientsWithItsStatus() {
            assertThatItIsRefused(service.url("chat", user) + "&as=stranger", 401);
            assertThatItIsRefused(service.url("chat", user) + "&as=troublemaker", 400);
        }

        @Test
        void handlerOfAnotherServiceIsNotAsked() {
            assertThatItIsRefused(service.url("elsewhere", user), 500);
        }
    }

    @Nested
    final class Notifications {
        @Test
        void comingJoiningLeavingAndGoingAreHeard() {
            try (RawClient alice = connect("member")) {
                alice.next();
                assertThat(service.heard("[\"connected\",\"" + user + "!\""))
                        .isEqualTo("[\"connected\",\"" + user + "!\"," + STATE_OF_CONNECT + "]");
                alice.send("{\"type\":\"joinGroup\",\"group\":\"hall\",\"ackId\":1}");
                alice.next();
                alice.send("{\"type\":\"leaveGroup\",\"group\":\"hall\",\"ackId\":2}");
                alice.next();
                // The older version knows no such events: it answers 404 and nobody minds.
                if (version.equals("1.1.0")) {
                    service.heard("[\"joined\",\"" + user + "!\",\"hall\"]");
                    service.heard("[\"left\",\"" + user + "!\",\"hall\"]");
                }
            }
            service.heard("[\"disconnected\",\"" + user + "!\"");
        }
    }

    @Nested
    final class UserEvents {
        private RawClient alice;

        @BeforeEach
        void connectAlice() {
            alice = connect("member");
            alice.next();
        }

        @AfterEach
        void disconnectAlice() {
            alice.close();
        }

        private void assertThatItIsEchoed(int ackId, String dataType, String data) {
            alice.send(event("echo", ackId, dataType, data));
            assertThat(alice.next())
                    .isEqualTo("{\"type\":\"message\",\"from\":\"server\",\"dataType\":\"" + dataType + "\",\"data\":"
                            + data + "}");
            assertThat(alice.next()).contains("\"type\":\"ack\"", "\"ackId\":" + ackId, "\"success\":true");
        }

        @Test
        void textJsonAndBytesAreAnswered() {
            assertThatItIsEchoed(1, "text", "\"grüße 🌊\"");
            assertThatItIsEchoed(2, "json", "{\"a\":[1,null,\"ü\"]}");
            assertThatItIsEchoed(3, "binary", "\"AAH/\"");
            service.heard("[\"echo\",\"" + user + "!\",\"text\",\"grüße 🌊\"");
            service.heard("[\"echo\",\"" + user + "!\",\"json\",{\"a\":[1,null,\"ü\"]}");
            service.heard("[\"echo\",\"" + user + "!\",\"binary\",\"0001ff\"");
        }

        @Test
        void stateThatTheHandlerSetsComesBackWithTheNextEvent() {
            assertThatItIsEchoed(1, "text", "\"one\"");
            assertThatItIsEchoed(2, "text", "\"two\"");
            assertThat(service.heard("[\"echo\",\"" + user + "!\",\"text\",\"one\""))
                    .endsWith(STATE_OF_CONNECT + "]");
            assertThat(service.heard("[\"echo\",\"" + user + "!\",\"text\",\"two\""))
                    .endsWith("{\"visits\":{\"count\":2,\"näme\":\"ü\"}}]");
        }

        @Test
        void emptyAnswerIsAnAckAlone() {
            alice.send(event("quiet", 1, "text", "\"hi\""));
            assertThat(alice.next()).isEqualTo("{\"type\":\"ack\",\"ackId\":1,\"success\":true}");
        }

        @Test
        void failureIsAnAckThatSaysSo() {
            alice.send(event("forbidden", 1, "text", "\"hi\""));
            assertThat(alice.next()).contains("\"ackId\":1", "\"success\":false");
            assertThatItIsEchoed(2, "text", "\"still here\"");
        }
    }
}
