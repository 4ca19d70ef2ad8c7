package dev.groundwave.hub;

import dev.groundwave.hub.delivery.FrameEncoder;
import dev.groundwave.hub.session.ReplayLimits;
import dev.groundwave.wire.HubName;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/** All hubs of a node. A hub comes into being at its first use. Safe for all threads. */
public final class Hubs {
    private final ConcurrentMap<HubName, Hub> hubs = new ConcurrentHashMap<>();
    private final FrameEncoder encoder;
    private final ReplayLimits replayLimits;
    private final LongSupplier nanoClock;
    private final InstantSource wallClock;

    /**
     * No hubs yet.
     *
     * @param nanoClock by which messages expire and streams fall silent; monotonic, in nanoseconds
     * @param wallClock dates the state of groups' members
     */
    public Hubs(FrameEncoder encoder, ReplayLimits replayLimits, LongSupplier nanoClock, InstantSource wallClock) {
        this.nanoClock = nanoClock;
        this.wallClock = wallClock;
        this.encoder = encoder;
        this.replayLimits = replayLimits;
    }

    /** The hub of this name. */
    public Hub hub(HubName name) {
        return hubs.computeIfAbsent(name, key -> new Hub(key, encoder, replayLimits, nanoClock, wallClock));
    }

    /** The hub of this name, if it was ever used: strangers may ask for any. */
    public Optional<Hub> find(HubName name) {
        return Optional.ofNullable(hubs.get(name));
    }

    /** The hubs used so far. */
    public Collection<Hub> all() {
        return List.copyOf(hubs.values());
    }
}
