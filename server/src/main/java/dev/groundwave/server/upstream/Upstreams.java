package dev.groundwave.server.upstream;

import dev.groundwave.server.settings.EventHandlerSettings;
import dev.groundwave.server.settings.HubSettings;
import dev.groundwave.server.settings.UpstreamSettings;
import dev.groundwave.wire.HubName;
import io.netty.channel.EventLoopGroup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The handlers of all hubs as the settings have them now.
 *
 * <p>Safe for all threads; never blocks. When the settings change, a handler at the same place keeps its connections and
 * its consent, whatever it wants to hear from now on; one that is left out ends when its last call has ended. Source:
 * events-and-operations.md, section 4.5.
 */
final class Upstreams {
    private final EventLoopGroup loops;
    private final OriginRule origin;
    private final UpstreamCounters counters;
    private final Function<HubName, UpstreamWay> tunnels;

    /** Replaced as a whole, so that an event sees the settings of one moment. */
    private volatile Map<HubName, List<Upstream>> byHub = Map.of();

    // Guarded by this.
    /** How the handlers are called; null before the first ones. */
    private @Nullable UpstreamSettings calls;

    private boolean closed;

    /**
     * No handlers yet; those to come are called on these event loops.
     *
     * @param tunnels the way through the tunnels of a hub
     */
    Upstreams(
            EventLoopGroup loops,
            OriginRule origin,
            UpstreamCounters counters,
            Function<HubName, UpstreamWay> tunnels) {
        this.loops = loops;
        this.origin = origin;
        this.counters = counters;
        this.tunnels = tunnels;
    }

    /** The handlers of a hub, in their order. */
    List<Upstream> of(HubName hub) {
        return byHub.getOrDefault(hub, List.of());
    }

    /** Shows every handler to somebody. */
    void forEach(Consumer<Upstream> visitor) {
        byHub.values().forEach(ofHub -> ofHub.forEach(visitor));
    }

    /**
     * Makes other handlers ready, as far as there are not the same ones already.
     *
     * @return what makes them count from then on; not run, nothing has changed. No other call of this method in between
     * @throws IllegalArgumentException when they cannot be called like that
     */
    synchronized Runnable prepare(Map<HubName, HubSettings> hubs, UpstreamSettings nextCalls) {
        boolean keeps = nextCalls.equals(calls);
        Map<HubName, List<Upstream>> next = new HashMap<>();
        for (Map.Entry<HubName, HubSettings> hub : hubs.entrySet()) {
            List<Upstream> before = keeps ? of(hub.getKey()) : List.of();
            next.put(
                    hub.getKey(),
                    successors(
                            before, hub.getValue().events().handlers(), each -> make(hub.getKey(), each, nextCalls)));
        }
        return () -> replace(Map.copyOf(next), nextCalls);
    }

    /** @param maker makes a handler that was not there before */
    private static List<Upstream> successors(
            List<Upstream> before,
            List<EventHandlerSettings> handlers,
            Function<EventHandlerSettings, Upstream> maker) {
        List<Upstream> left = new ArrayList<>(before);
        // First those that are the same in all, so that none takes the connections of another one at its place.
        List<Optional<Upstream>> same = handlers.stream()
                .map(handler -> take(left, each -> each.settings().equals(handler)))
                .toList();
        List<Upstream> next = new ArrayList<>();
        for (int i = 0; i < handlers.size(); i++) {
            EventHandlerSettings handler = handlers.get(i);
            next.add(same.get(i)
                    .or(() -> take(left, each -> each.isAtPlaceOf(handler)).map(each -> each.as(handler)))
                    .orElseGet(() -> maker.apply(handler)));
        }
        return List.copyOf(next);
    }

    private static Optional<Upstream> take(List<Upstream> from, Predicate<Upstream> which) {
        Optional<Upstream> found = from.stream().filter(which).findFirst();
        found.ifPresent(from::remove);
        return found;
    }

    private Upstream make(HubName hub, EventHandlerSettings handler, UpstreamSettings settings) {
        return Upstream.of(new Upstream.Surroundings(loops, settings, counters, origin, tunnels), hub, handler);
    }

    private synchronized void replace(Map<HubName, List<Upstream>> next, UpstreamSettings nextCalls) {
        if (closed) {
            return;
        }
        List<Upstream> before = byHub.values().stream().flatMap(List::stream).toList();
        byHub = next;
        calls = nextCalls;
        for (Upstream each : before) {
            if (next.values().stream().flatMap(List::stream).noneMatch(each::sharesWayWith)) {
                each.giveUp();
            }
        }
    }

    /** Ends all connections to handlers. */
    synchronized void close() {
        closed = true;
        forEach(Upstream::close);
    }
}
