package dev.groundwave.server.socket;

import java.util.concurrent.atomic.AtomicInteger;

/** How many clients are in, and whether one more may be. Safe for all threads. */
public final class Occupancy {
    private final AtomicInteger clients = new AtomicInteger();
    private final int limit;

    /** Room for so many; 0 = no limit. */
    public Occupancy(int limit) {
        this.limit = limit;
    }

    /** Takes a place, if there is one. */
    boolean tryEnter() {
        if (limit == 0) {
            clients.incrementAndGet();
            return true;
        }
        int before = clients.getAndUpdate(count -> count < limit ? count + 1 : count);
        return before < limit;
    }

    /** Takes a place beyond any limit: for a client that was let in before and comes back. */
    void enter() {
        clients.incrementAndGet();
    }

    /** Gives a place back. */
    void leave() {
        clients.decrementAndGet();
    }

    /** How many clients are in. */
    public int count() {
        return clients.get();
    }
}
