package dev.groundwave.launcher.doctor;

import dev.groundwave.server.settings.EventHandlerSettings;
import dev.groundwave.server.settings.ServerSettings;
import dev.groundwave.server.upstream.ConsentAnswer;
import dev.groundwave.server.upstream.HandlerProbe;
import dev.groundwave.wire.HubName;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Asks every handler of the settings for its consent, all at the same time. */
public final class Examination {
    private static final Finding TUNNELLED = Finding.note(
            "It is behind a tunnel, which a running service is needed for; it was not asked.",
            "start the service, open the tunnel (awps-tunnel run), and see the delivery log.");

    /**
     * What is to be said of one handler.
     *
     * @param number among those of its hub, from 1 on
     * @param urlTemplate without its query
     * @param hasQuery whether it has one
     */
    public record Handler(String hub, int number, String urlTemplate, boolean hasQuery, List<Finding> findings) {
        /** Copies the list. */
        public Handler {
            findings = List.copyOf(findings);
        }

        /** Whether events do not arrive there. */
        public boolean isBroken() {
            return findings.stream().anyMatch(finding -> finding.kind() == Finding.Kind.PROBLEM);
        }
    }

    private Examination() {}

    /**
     * What is to be said of all handlers, by their hubs' names. Blocks for as long as the slowest one takes, some 20 s.
     *
     * @param endpoint under which clients know the service
     * @throws IllegalArgumentException when handlers cannot be called as the settings have it
     */
    public static List<Handler> of(ServerSettings settings, URI endpoint) {
        List<CompletableFuture<Handler>> all = new ArrayList<>();
        try (HandlerProbe probe = new HandlerProbe(settings, endpoint)) {
            settings.hubs().keySet().stream()
                    .sorted(Comparator.comparing(HubName::value))
                    .forEach(hub -> {
                        List<EventHandlerSettings> handlers =
                                settings.hub(hub).events().handlers();
                        for (int i = 0; i < handlers.size(); i++) {
                            all.add(examine(probe, hub, handlers, i));
                        }
                    });
            return all.stream().map(CompletableFuture::join).toList();
        }
    }

    private static CompletableFuture<Handler> examine(
            HandlerProbe probe, HubName hub, List<EventHandlerSettings> handlers, int index) {
        EventHandlerSettings handler = handlers.get(index);
        return consent(probe, hub, handler).thenApply(consent -> {
            List<Finding> findings = new ArrayList<>(consent.stream().toList());
            findings.addAll(SettingsFindings.of(handlers, index));
            boolean hasQuery = handler.url().text().contains("?");
            return new Handler(hub.value(), index + 1, handler.url().toString(), hasQuery, findings);
        });
    }

    private static CompletableFuture<Optional<Finding>> consent(
            HandlerProbe probe, HubName hub, EventHandlerSettings handler) {
        if (!handler.wantsAnything()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        if (handler.url().isTunnel()) {
            return CompletableFuture.completedFuture(Optional.of(TUNNELLED));
        }
        CompletableFuture<ConsentAnswer> answer = probe.ask(hub, handler.url());
        return answer.thenApply(said -> Optional.of(ConsentFindings.of(handler, said)));
    }
}
