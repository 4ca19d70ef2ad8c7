package dev.groundwave.server.tunnel;

import dev.groundwave.server.settings.UpstreamSettings;
import dev.groundwave.server.upstream.Affinity;
import dev.groundwave.server.upstream.UpstreamRequest;
import dev.groundwave.server.upstream.UpstreamWay;
import dev.groundwave.wire.HubName;
import dev.groundwave.wire.event.UpstreamResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;

/**
 * All open tunnels of the server, and through them the way to event handlers.
 *
 * <p>Safe for all threads. A client's connection stays with one tunnel while that is open; new ones go round. Source:
 * events-and-operations.md, section 3.3.
 */
public final class Tunnels {
    /** The lists are never changed, only replaced; none is empty. */
    private final Map<HubName, List<TunnelSocket>> open = new ConcurrentHashMap<>();

    private final AtomicInteger turn = new AtomicInteger();
    private volatile boolean closed;

    /** For tunnels that are opened from now on. */
    private volatile int callsEach = UpstreamSettings.DEFAULTS.waiting();

    /** None yet. */
    public Tunnels() {}

    /** The way to the event handlers of a hub; there may be a tunnel or not. */
    public UpstreamWay way(HubName hub) {
        return new UpstreamWay() {
            @Override
            public Mono<UpstreamResponse> exchange(UpstreamRequest request) {
                return Mono.defer(() -> choose(hub, request.affinity())
                        .map(tunnel -> tunnel.call(request))
                        .orElseGet(() -> Mono.error(new IOException("no tunnel of the hub is open"))));
            }

            @Override
            public void close() {
                // Tunnels belong to the server, not to a handler.
            }
        };
    }

    /** How many calls may wait for their answers in one tunnel, for those that are opened from now on. */
    public void allow(int calls) {
        callsEach = calls;
    }

    int callsEach() {
        return callsEach;
    }

    /** How many there are. */
    int count() {
        return open.values().stream().mapToInt(List::size).sum();
    }

    /** Sends all back ends away, so that they come back to whoever serves then; nothing else is said in a tunnel. */
    public void close() {
        closed = true;
        open.values().forEach(tunnels -> tunnels.forEach(TunnelSocket::dismiss));
    }

    void join(TunnelSocket tunnel) {
        open.merge(tunnel.hub(), List.of(tunnel), (before, one) -> {
            List<TunnelSocket> more = new ArrayList<>(before);
            more.addAll(one);
            return List.copyOf(more);
        });
        if (closed) {
            tunnel.dismiss();
        }
    }

    void leave(TunnelSocket tunnel) {
        open.computeIfPresent(tunnel.hub(), (_, before) -> {
            List<TunnelSocket> fewer =
                    before.stream().filter(each -> !each.equals(tunnel)).toList();
            return fewer.isEmpty() ? null : fewer;
        });
    }

    private Optional<TunnelSocket> choose(HubName hub, Optional<Affinity> affinity) {
        List<TunnelSocket> candidates = open.getOrDefault(hub, List.of());
        Optional<TunnelSocket> usual = affinity.flatMap(Affinity::place)
                .flatMap(id -> candidates.stream()
                        .filter(tunnel -> tunnel.id().equals(id))
                        .findFirst());
        if (usual.isPresent() || candidates.isEmpty()) {
            return usual;
        }
        TunnelSocket next = candidates.get(Math.floorMod(turn.getAndIncrement(), candidates.size()));
        affinity.ifPresent(keep -> keep.stickTo(next.id()));
        return Optional.of(next);
    }
}
