package dev.groundwave.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.WebPubSubServer;
import dev.groundwave.server.settings.AccessKeys;
import dev.groundwave.server.settings.EventHandlerSettings;
import dev.groundwave.server.settings.EventPattern;
import dev.groundwave.server.settings.HubEventSettings;
import dev.groundwave.server.settings.HubSettings;
import dev.groundwave.server.settings.ListenerSettings;
import dev.groundwave.server.settings.ServerSettings;
import dev.groundwave.server.settings.SystemEvent;
import dev.groundwave.server.settings.UpstreamAuth;
import dev.groundwave.server.settings.UpstreamSettings;
import dev.groundwave.server.settings.UrlTemplate;
import dev.groundwave.wire.HubName;
import dev.groundwave.wire.token.ConnectionString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The tunnel client inside {@code @azure/web-pubsub-socket.io}, unmodified, and both proxies that package builds on it; the
 * vendor's {@code awps-tunnel} is the second of them with a command line. The scenarios are in {@code tunnel.mjs}. The
 * service runs in this process, so that it can be started again at the same address.
 */
final class OfficialTunnelTest {
    private static final String HUB = "tunnelled";

    private static Scripts scripts;

    private WebPubSubServer server;

    @BeforeAll
    static void bring() {
        scripts = Scripts.node();
    }

    @BeforeEach
    void start() {
        server = start(0);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static WebPubSubServer start(int port) {
        return start(port, handler("/hook/{event}"));
    }

    private static EventHandlerSettings handler(String path, SystemEvent... systemEvents) {
        return new EventHandlerSettings(
                new UrlTemplate("tunnel://" + path),
                EventPattern.parse("*"),
                Set.of(systemEvents),
                new UpstreamAuth.None(),
                false);
    }

    private static WebPubSubServer start(int port, EventHandlerSettings handler) {
        ServerSettings defaults = ServerSettings.DEFAULTS;
        Duration pause = Duration.ofMillis(10);
        try {
            return WebPubSubServer.start(new ServerSettings(
                    new ListenerSettings("127.0.0.1", port),
                    AccessKeys.publicKey(),
                    List.of(),
                    false,
                    Duration.ofSeconds(5),
                    defaults.reliable(),
                    defaults.limits(),
                    new UpstreamSettings(Duration.ofSeconds(20), List.of(pause, pause, pause), 1000),
                    Set.of(),
                    Map.of(
                            new HubName(HUB),
                            new HubSettings(
                                    false, Duration.ofSeconds(20), new HubEventSettings(List.of(handler), false))),
                    defaults.edge(),
                    defaults.auth()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void restart() {
        int port = server.port();
        server.close();
        server = start(port);
    }

    private List<String> steps(String scenario) {
        URI endpoint = URI.create("http://localhost:" + server.port());
        return scripts.run(
                new ConnectionString(endpoint, AccessKeys.PUBLIC_KEY),
                "tunnel.mjs",
                List.of(scenario, HUB),
                Map.of("restart now", this::restart));
    }

    @Test
    void carriesEventsAndTheirAnswers() {
        assertThat(steps("answersEvents"))
                .containsExactly(
                        "the tunnel is open",
                        "a client's event is answered through it",
                        "the handler was asked for its consent first",
                        "at the path of the template",
                        "then called at the path of the event",
                        "with the event's headers");
    }

    @Test
    void opensAgainWhenItsNetworkBreaks() {
        assertThat(steps("comesBack"))
                .containsExactly("answered before the cut", "the tunnel is open again", "answered behind the cut");
    }

    @Test
    void opensAgainWhenTheServiceIsRestarted() {
        assertThat(steps("survivesARestart"))
                .containsExactly(
                        "answered before the restart",
                        "restart now",
                        "the tunnel is open to the new server",
                        "answered behind the restart");
    }

    @Test
    void carriesRestCallsToTheService() {
        assertThat(steps("callsTheService"))
                .containsExactly(
                        "a connection is reached",
                        "a group is joined by filter and reached",
                        "a filter with blanks lets a member through",
                        "and nobody else",
                        "connections are removed from groups",
                        "many calls keep their order",
                        "an unknown call is 404");
    }

    @Test
    void carriesTheOfficialEventHandler() {
        server.close();
        server = start(0, handler("/hook", SystemEvent.CONNECT, SystemEvent.CONNECTED, SystemEvent.DISCONNECTED));

        assertThat(steps("carriesTheExpressHandler"))
                .containsExactly(
                        "connect is decided",
                        "connected is told",
                        "an event is answered",
                        "with the state that the one before it left",
                        "disconnected is told");
    }

    @Test
    void leadsToAServerOnTheDevelopersMachine() {
        assertThat(steps("leadsToALocalServer"))
                .containsExactly(
                        "a client's event is answered by the application",
                        "asked for its consent",
                        "called with the event",
                        "of known length",
                        "with the user id in its own letters",
                        "without the application the event fails");
    }

    @Test
    void isRefusedWithAWrongKey() {
        assertThat(steps("isRefusedWithAWrongKey")).containsExactly("the tunnel is refused");
    }
}
