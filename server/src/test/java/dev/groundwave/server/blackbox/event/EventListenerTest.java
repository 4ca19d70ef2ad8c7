package dev.groundwave.server.blackbox.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.Frame;
import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.server.blackbox.ScriptedUpstream;
import dev.groundwave.server.blackbox.ScriptedUpstream.Answer;
import dev.groundwave.server.listener.EventListenerCounters;
import dev.groundwave.server.settings.EventHandlerSettings;
import dev.groundwave.server.settings.EventListenerSettings;
import dev.groundwave.server.settings.EventPattern;
import dev.groundwave.server.settings.HeaderStyle;
import dev.groundwave.server.settings.HubEventSettings;
import dev.groundwave.server.settings.HubSettings;
import dev.groundwave.server.settings.KafkaEndpoint;
import dev.groundwave.server.settings.SystemEvent;
import dev.groundwave.server.settings.UpstreamAuth;
import dev.groundwave.server.settings.UrlTemplate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Listeners whose broker takes connections and never says a word: events-and-operations.md, sections 1.15 and 2.
 *
 * <p>That records reach a real broker is shown where there is one, in the module interop.
 */
final class EventListenerTest {
    private static final String HUB = "chat";

    private final RunningServer server = new RunningServer();
    private final ScriptedUpstream upstream = new ScriptedUpstream();
    private ServerSocket broker = new ServerSocket();

    EventListenerTest() throws IOException {}

    @BeforeEach
    void listen() throws IOException {
        broker = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void end() throws IOException {
        server.closeSockets();
        server.stop();
        upstream.close();
        broker.close();
    }

    private EventListenerSettings listener(String pattern) {
        return listener(pattern, Map.of());
    }

    private EventListenerSettings listener(String pattern, Map<String, String> properties) {
        return new EventListenerSettings(
                EventPattern.parse(pattern),
                Set.of(SystemEvent.CONNECTED, SystemEvent.DISCONNECTED),
                new KafkaEndpoint("127.0.0.1:" + broker.getLocalPort(), "events", properties, HeaderStyle.KAFKA));
    }

    private EventHandlerSettings handler(String pattern) {
        return new EventHandlerSettings(
                new UrlTemplate(upstream.url("/{event}")),
                EventPattern.parse(pattern),
                Set.of(),
                new UpstreamAuth.None(),
                false);
    }

    private void start(List<EventHandlerSettings> handlers, EventListenerSettings... listeners) {
        server.hub(HUB, new HubSettings(false, Duration.ofSeconds(20), events(handlers, listeners)))
                .start();
    }

    private static HubEventSettings events(List<EventHandlerSettings> handlers, EventListenerSettings... listeners) {
        return new HubEventSettings(handlers, List.of(listeners), false);
    }

    private RawWebSocket simple() {
        return server.handshake("/client/hubs/" + HUB + "?access_token="
                        + server.token(HUB).sign())
                .open();
    }

    private RawWebSocket json() {
        return server.handshake("/client/hubs/" + HUB + "?access_token="
                        + server.token(HUB).sign())
                .offer(RunningServer.JSON)
                .open()
                .started();
    }

    private static String event(String name, String data, int ackId) {
        return "{\"type\":\"event\",\"event\":\"" + name + "\",\"dataType\":\"text\",\"data\":\"" + data
                + "\",\"ackId\":" + ackId + "}";
    }

    private static String success(int ackId) {
        return "{\"type\":\"ack\",\"ackId\":" + ackId + ",\"success\":true}";
    }

    @Test
    void aListenerIsRecipientEnoughWhereThereIsNoHandler() {
        start(List.of(), listener("e"));
        RawWebSocket client = json();

        assertThat(client.ask(event("e", "hi", 1))).isEqualTo(success(1));
        assertThat(client.ask(event("other", "hi", 2))).contains("\"success\":false");
        assertThat(server.events().unhandled()).isEqualTo(1);
    }

    @Test
    void aSimpleClientStaysWhereOnlyAListenerHearsIt() {
        start(List.of(), listener("message"));

        RawWebSocket client = simple();
        client.text("hi").send(Frame.of(Frame.PING, new byte[] {1}));

        assertThat(client.nextFrame().opcode()).isEqualTo(Frame.PONG);
    }

    @Test
    void aHandlerDecidesWhereThereIsOne() {
        upstream.answer(Answer.of(200, "text/plain", "hello"));
        start(List.of(handler("e, f")), listener("*"));
        RawWebSocket client = json();

        assertThat(client.ask(event("e", "hi", 1))).contains("\"data\":\"hello\"");
        assertThat(client.nextText()).isEqualTo(success(1));
        upstream.answer(Answer.of(400));
        assertThat(client.ask(event("f", "hi", 2))).contains("\"success\":false");
    }

    @Test
    void whatHasNoRoomIsDroppedAndCountedAndStillAcknowledged() {
        start(List.of(), listener("*", Map.of("buffer.memory", "40000")));
        RawWebSocket client = json();
        String large = "x".repeat(9_000);

        for (int ackId = 1; ackId <= 7; ackId++) {
            assertThat(client.ask(event("e", large, ackId))).isEqualTo(success(ackId));
        }

        // Besides what waits, the sink has one under way: connected or the first event.
        assertThat(server.observedEvents().dropped()).isBetween(3L, 4L);
    }

    @Test
    void theEndOfTheServerDoesNotWaitForABrokerAndCountsEverything() throws IOException {
        start(List.of(), listener("*"));
        EventListenerCounters counters = server.observedEvents();
        RawWebSocket client = json();
        client.ask(event("e", "hi", 1));

        server.stop();

        // connected, the event and disconnected
        assertThat(counters.dropped()).isEqualTo(3);
        assertThat(counters.delivered()).isZero();
    }

    @Test
    void listenersChangeWhileTheServerRuns() {
        start(List.of(), listener("e"));
        RawWebSocket client = json();
        assertThat(client.ask(event("f", "hi", 1))).contains("\"success\":false");

        server.reload(HUB, new HubSettings(false, Duration.ofSeconds(20), events(List.of(), listener("f"))));

        assertThat(client.ask(event("f", "hi", 2))).isEqualTo(success(2));
        assertThat(client.ask(event("e", "hi", 3))).contains("\"success\":false");
    }
}
