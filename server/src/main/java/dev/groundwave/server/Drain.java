package dev.groundwave.server;

import dev.groundwave.hub.Connection;
import dev.groundwave.hub.Farewell;
import dev.groundwave.hub.Hub;
import dev.groundwave.hub.Hubs;
import dev.groundwave.server.socket.Occupancy;
import dev.groundwave.server.upstream.UpstreamCounters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Sends all clients away within a given time.
 *
 * <p>They leave in random order and not faster than {@link #CLIENTS_PER_SECOND}, so that they do not come back to
 * another node all at once; a handful is gone in a moment. Source: client-protocol.md, section 13.5 (our choice: the
 * window is as long as the number of clients asks for, and at most the drain time, so that stopping a quiet server takes
 * no time).
 */
final class Drain {
    private static final int CLIENTS_PER_SECOND = 1000;
    private static final Duration STEP = Duration.ofMillis(10);
    /** How often in a row nothing must be left: between a client's end and its last event there is a moment. */
    private static final int QUIET_STEPS = 2;

    private final Hubs hubs;
    private final Occupancy occupancy;
    private final Duration atMost;
    private final UpstreamCounters events;

    Drain(Hubs hubs, Occupancy occupancy, UpstreamCounters events, Duration atMost) {
        this.hubs = hubs;
        this.occupancy = occupancy;
        this.events = events;
        this.atMost = atMost;
    }

    /** Blocks until all clients and their last events went or the time is over. An interrupt ends the wait. */
    void run() {
        long deadline = System.nanoTime() + atMost.toNanos();
        List<Runnable> farewells = farewells();
        long windowNanos =
                Math.min(TimeUnit.SECONDS.toNanos(farewells.size()) / CLIENTS_PER_SECOND, atMost.toNanos() * 3 / 4);
        int steps = (int) Math.max(1, windowNanos / STEP.toNanos());
        try {
            for (int step = 0; step < steps; step++) {
                int from = (int) ((long) farewells.size() * step / steps);
                int to = (int) ((long) farewells.size() * (step + 1) / steps);
                farewells.subList(from, to).forEach(Runnable::run);
                if (step + 1 < steps) {
                    TimeUnit.NANOSECONDS.sleep(STEP.toNanos());
                }
            }
            int quiet = 0;
            while (quiet < QUIET_STEPS && System.nanoTime() < deadline) {
                // Who came in at the last moment is told now; the others were told.
                farewells().forEach(Runnable::run);
                TimeUnit.NANOSECONDS.sleep(STEP.toNanos());
                quiet = isQuiet() ? quiet + 1 : 0;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isQuiet() {
        return occupancy.count() == 0
                && events.inFlight() == 0
                && hubs.all().stream().allMatch(hub -> hub.connectionCount() == 0);
    }

    private List<Runnable> farewells() {
        List<Runnable> farewells = new ArrayList<>();
        for (Hub hub : hubs.all()) {
            for (Connection connection : hub.connections()) {
                farewells.add(() -> hub.dismiss(connection, Farewell.ofStop()));
            }
        }
        Collections.shuffle(farewells);
        return farewells;
    }
}
