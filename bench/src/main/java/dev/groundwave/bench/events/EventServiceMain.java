package dev.groundwave.bench.events;

import dev.groundwave.bench.run.Serving;
import dev.groundwave.server.WebPubSubServer;
import dev.groundwave.server.settings.EventHandlerSettings;
import dev.groundwave.server.settings.EventPattern;
import dev.groundwave.server.settings.HubEventSettings;
import dev.groundwave.server.settings.HubSettings;
import dev.groundwave.server.settings.ListenerSettings;
import dev.groundwave.server.settings.ServerSettings;
import dev.groundwave.server.settings.UpstreamAuth;
import dev.groundwave.server.settings.UrlTemplate;
import dev.groundwave.wire.HubName;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The service on a free port of this machine, with a handler for all user events, whose port is the argument. */
final class EventServiceMain {
    private EventServiceMain() {}

    /** Runs until the input ends. */
    public static void main(String[] args) throws IOException {
        ServerSettings defaults = ServerSettings.DEFAULTS;
        EventHandlerSettings handler = new EventHandlerSettings(
                new UrlTemplate("http://127.0.0.1:" + args[0] + "/events/{event}"),
                EventPattern.parse("*"),
                Set.of(),
                new UpstreamAuth.None(),
                false);
        HubSettings hub = new HubSettings(
                true, HubSettings.DEFAULTS.keepAliveInterval(), new HubEventSettings(List.of(handler), false));
        ServerSettings settings = new ServerSettings(
                new ListenerSettings("127.0.0.1", 0, Optional.empty()),
                defaults.accessKeys(),
                defaults.publicEndpoints(),
                defaults.anyHost(),
                Duration.ZERO,
                defaults.reliable(),
                defaults.limits(),
                defaults.upstream(),
                defaults.disabledFeatures(),
                Map.of(new HubName(ClientLoad.HUB), hub),
                defaults.edge(),
                defaults.auth());
        try (WebPubSubServer server = WebPubSubServer.start(settings)) {
            Serving.untilTheEnd(server.port());
        }
    }
}
