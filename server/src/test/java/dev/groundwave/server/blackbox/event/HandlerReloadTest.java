package dev.groundwave.server.blackbox.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.groundwave.server.blackbox.Handshake;
import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.server.blackbox.ScriptedUpstream;
import dev.groundwave.server.blackbox.ScriptedUpstream.Answer;
import dev.groundwave.server.settings.AuthSettings;
import dev.groundwave.server.settings.EventHandlerSettings;
import dev.groundwave.server.settings.EventPattern;
import dev.groundwave.server.settings.HubEventSettings;
import dev.groundwave.server.settings.HubSettings;
import dev.groundwave.server.settings.IssuerSettings;
import dev.groundwave.server.settings.SystemEvent;
import dev.groundwave.server.settings.UpstreamAuth;
import dev.groundwave.server.settings.UpstreamSettings;
import dev.groundwave.server.settings.UrlTemplate;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Settings of handlers that change while clients are connected: events-and-operations.md, sections 1.5 and 4.5. */
final class HandlerReloadTest {
    private static final String HUB = "chat";
    private static final UpstreamSettings QUICK =
            new UpstreamSettings(Duration.ofSeconds(10), List.of(Duration.ofMillis(1)), 1000);

    private final ScriptedUpstream first = new ScriptedUpstream();
    private final ScriptedUpstream second = new ScriptedUpstream();
    private final RunningServer server = new RunningServer();

    @BeforeEach
    void start() {
        server.upstream(QUICK).hub(HUB, hub(handler(first, "*"))).start();
        first.nextValidation();
    }

    @AfterEach
    void end() throws IOException {
        server.closeSockets();
        first.close();
        second.close();
        server.stop();
    }

    private static EventHandlerSettings handler(ScriptedUpstream at, String pattern, SystemEvent... systemEvents) {
        return new EventHandlerSettings(
                new UrlTemplate(at.url("/{hub}/{event}")),
                EventPattern.parse(pattern),
                Set.of(systemEvents),
                new UpstreamAuth.None(),
                false);
    }

    private static HubSettings hub(EventHandlerSettings... handlers) {
        return new HubSettings(false, Duration.ofSeconds(20), new HubEventSettings(List.of(handlers), false));
    }

    private void reload(EventHandlerSettings... handlers) {
        server.hub(HUB, hub(handlers)).reload();
    }

    private RawWebSocket client() {
        return server.handshake("/client/hubs/" + HUB + "?access_token="
                        + server.token(HUB).user("alice").sign())
                .offer(RunningServer.JSON)
                .open()
                .started();
    }

    private static String event(String name, int ackId) {
        return "{\"type\":\"event\",\"event\":\"" + name + "\",\"dataType\":\"text\",\"data\":\"hi\",\"ackId\":" + ackId
                + "}";
    }

    private static String success(int ackId) {
        return "{\"type\":\"ack\",\"ackId\":" + ackId + ",\"success\":true}";
    }

    @Nested
    final class OfHandlers {
        @Test
        void countForTheNextEventOfAConnectedClient() {
            RawWebSocket client = client();
            assertThat(client.ask(event("a", 1))).isEqualTo(success(1));
            first.next("a");

            reload(handler(second, "*", SystemEvent.DISCONNECTED));

            assertThat(second.nextValidation().method()).isEqualTo("OPTIONS");
            assertThat(client.ask(event("b", 2))).isEqualTo(success(2));
            assertThat(second.next("b").header("ce-id")).contains("2");
            client.leave();
            assertThat(second.next("disconnected").header("ce-id")).contains("3");
            assertThat(first.waiting()).isZero();
        }

        @Test
        void letACallUnderWayEndAsItBegan() {
            CountDownLatch over = new CountDownLatch(1);
            first.answer(_ -> EventRig.held(over, Answer.of(204)));
            RawWebSocket client = client();
            client.text(event("a", 1));
            first.next("a");

            reload(handler(second, "*"));
            second.nextValidation();
            over.countDown();

            assertThat(client.nextText()).isEqualTo(success(1));
            first.awaitNoConnection();
            assertThat(client.ask(event("b", 2))).isEqualTo(success(2));
            second.next("b");
        }

        @Test
        void endTheConnectionsToOneThatIsLeftOut() {
            RawWebSocket client = client();
            assertThat(client.ask(event("a", 1))).isEqualTo(success(1));

            reload();

            first.awaitNoConnection();
            assertThat(client.ask(event("b", 2))).contains("\"success\":false");
            assertThat(server.events().unhandled()).isEqualTo(1);
        }

        @Test
        void leaveConnectionsAndConsentOfTheOthersAlone() {
            RawWebSocket client = client();
            assertThat(client.ask(event("a", 1))).isEqualTo(success(1));
            int connections = first.connections();

            reload(handler(second, "other"), handler(first, "*"));
            second.nextValidation();

            assertThat(client.ask(event("b", 2))).isEqualTo(success(2));
            assertThat(first.connections()).isEqualTo(connections);
            assertThat(first.waitingValidations()).isZero();
        }

        @Test
        void ofOtherEventsLeaveConnectionsAndConsentAlone() {
            RawWebSocket client = client();
            assertThat(client.ask(event("a", 1))).isEqualTo(success(1));
            first.next("a");
            int connections = first.connections();

            reload(handler(first, "b", SystemEvent.CONNECTED));

            assertThat(client.ask(event("a", 2))).contains("\"success\":false");
            assertThat(client.ask(event("b", 3))).isEqualTo(success(3));
            first.next("b");
            assertThat(first.connections()).isEqualTo(connections);
            assertThat(first.waitingValidations()).isZero();
            client();
            first.next("connected");
        }

        @Test
        void loseNoEventHoweverOftenTheyChange() {
            RawWebSocket client = client();
            int events = 200;
            for (int id = 1; id <= events; id++) {
                client.text(event("e", id));
                if (id % 10 == 0) {
                    reload(handler(id % 20 == 0 ? first : second, "*"));
                }
            }

            for (int id = 1; id <= events; id++) {
                assertThat(client.nextText()).isEqualTo(success(id));
            }
            assertThat(first.waiting() + second.waiting()).isEqualTo(events);
        }

        @Test
        void askOneThatRefusedBeforeForItsConsentAtOnce() {
            second.validation(_ -> Answer.of(404));
            reload(handler(second, "*"));
            second.nextValidation();
            second.nextValidation();
            RawWebSocket client = client();
            assertThat(client.ask(event("a", 1))).contains("\"success\":false");

            second.validation(_ -> Answer.of(200).header("WebHook-Allowed-Origin", "*"));
            reload(handler(second, "*"));

            assertThat(client.ask(event("b", 2))).isEqualTo(success(2));
            second.next("b");
        }
    }

    @Test
    void ofCallsCountForTheNextEvent() {
        first.answer(Answer.of(500));
        RawWebSocket client = client();
        client.ask(event("a", 1));
        assertThat(first.next("a").event() + first.next("a").event()).isEqualTo("aa");

        server.upstream(new UpstreamSettings(Duration.ofSeconds(10), List.of(), 1000))
                .reload();

        client.ask(event("b", 2));
        client.ask(event("c", 3));
        assertThat(first.next().event() + first.next().event()).isEqualTo("bc");
    }

    @Test
    void ofFailuresCountForAConnectedClient() {
        first.answer(Answer.of(400));
        RawWebSocket client = client();
        assertThat(client.ask(event("a", 1))).contains("\"success\":false");

        server.hub(
                        HUB,
                        new HubSettings(
                                false,
                                Duration.ofSeconds(20),
                                new HubEventSettings(List.of(handler(first, "*")), true)))
                .reload();

        assertThat(client.ask(event("b", 2))).contains("\"success\":false");
        assertThat(client.nextClose().code()).isEqualTo(1011);
    }

    @Test
    void ofAHubCountForNewClients() {
        Handshake anonymous = server.handshake("/client/hubs/" + HUB);
        assertThat(anonymous.status()).isEqualTo(401);

        server.hub(HUB, new HubSettings(true, Duration.ofSeconds(20), new HubEventSettings(List.of(), false)))
                .reload();

        assertThat(anonymous.status()).isEqualTo(101);
    }

    @Test
    void thatCannotBeUsedChangeNothing() {
        RawWebSocket client = client();
        AuthSettings unusable = new AuthSettings(
                false,
                false,
                List.of(new IssuerSettings(
                        "https://login.example",
                        new IssuerSettings.Keys.Given("no keys"),
                        List.of("a"),
                        "roles",
                        Set.of(),
                        Set.of())));
        server.hub(HUB, hub(handler(second, "*")));

        assertThatIllegalArgumentException().isThrownBy(() -> server.reload(unusable));

        assertThat(client.ask(event("a", 1))).isEqualTo(success(1));
        first.next("a");
        assertThat(second.waitingValidations()).isZero();
    }
}
