package dev.groundwave.server.blackbox.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.RunningServer;
import dev.groundwave.server.blackbox.ScriptedUpstream;
import dev.groundwave.server.blackbox.ScriptedUpstream.Answer;
import dev.groundwave.server.settings.EventHandlerSettings;
import dev.groundwave.server.settings.EventPattern;
import dev.groundwave.server.settings.HubEventSettings;
import dev.groundwave.server.settings.HubSettings;
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
import org.junit.jupiter.api.Test;

/** A handler that does not answer, with more calls waiting than it has connections. Source: events-and-operations.md, 1.14. */
final class SlowUpstreamTest {
    /** Together more than the connections to one handler; each client may have so many invocations. */
    private static final int CLIENTS = 3;

    private static final int CALLS = 100;

    private static final String OTHER = "other";

    private final ScriptedUpstream slow = new ScriptedUpstream();
    private final ScriptedUpstream quick = new ScriptedUpstream();
    private final CountDownLatch over = new CountDownLatch(1);
    private final RunningServer server = new RunningServer();

    @BeforeEach
    void begin() {
        slow.answer(request -> EventRig.held(over, Answer.of(204)));
        quick.answer(request -> Answer.of(200, "text/plain", request.text()));
        server.hub(EventRig.HUB, hub(handler(slow, "slow"), handler(quick, "*")))
                .hub(OTHER, hub(handler(quick, "*")))
                .upstream(new UpstreamSettings(Duration.ofSeconds(10), List.of(), CLIENTS * CALLS))
                .start();
    }

    @AfterEach
    void end() throws IOException {
        over.countDown();
        server.closeSockets();
        slow.close();
        quick.close();
        server.stop();
    }

    private static HubSettings hub(EventHandlerSettings... handlers) {
        return new HubSettings(true, Duration.ofSeconds(20), new HubEventSettings(List.of(handlers), false));
    }

    private static EventHandlerSettings handler(ScriptedUpstream upstream, String pattern) {
        return new EventHandlerSettings(
                new UrlTemplate(upstream.url("/{event}")),
                EventPattern.parse(pattern),
                Set.of(),
                new UpstreamAuth.None(),
                true);
    }

    private RawWebSocket client(String hub) {
        return server.handshake("/client/hubs/" + hub + "?access_token="
                        + server.token(hub)
                                .roles("webpubsub.joinLeaveGroup", "webpubsub.sendToGroup")
                                .sign())
                .offer(RunningServer.JSON)
                .open()
                .started();
    }

    private static String event(String name) {
        return "{\"type\":\"event\",\"event\":\"" + name + "\",\"dataType\":\"text\",\"data\":\"x\"}";
    }

    /** Invocations do not wait for each other, so one client can ask for many. */
    private RawWebSocket clientOfManyCalls() {
        RawWebSocket client = client(EventRig.HUB);
        for (int i = 0; i < CALLS; i++) {
            client.text("{\"type\":\"invoke\",\"invocationId\":\"" + i
                    + "\",\"target\":\"event\",\"event\":\"slow\",\"dataType\":\"text\",\"data\":\"x\"}");
        }
        return client;
    }

    @Test
    void delaysNeitherOtherHandlersNorOtherHubsNorMessages() {
        RawWebSocket busy = clientOfManyCalls();
        for (int i = 1; i < CLIENTS; i++) {
            clientOfManyCalls();
        }
        slow.next("slow");

        assertThat(client(EventRig.HUB).ask(event("news"))).contains("\"data\":\"x\"");
        assertThat(client(OTHER).ask(event("slow"))).contains("\"data\":\"x\"");
        assertThat(busy.ask("{\"type\":\"joinGroup\",\"group\":\"g\",\"ackId\":1}"))
                .contains("\"success\":true");
        RawWebSocket sender = client(EventRig.HUB);
        assertThat(sender.ask("{\"type\":\"sendToGroup\",\"group\":\"g\",\"data\":\"hi\",\"ackId\":1}"))
                .contains("\"success\":true");
        assertThat(busy.nextText()).contains("\"data\":\"hi\"");
    }
}
