package dev.groundwave.hub.session;

import dev.groundwave.wire.WireLimits;
import java.util.Arrays;

/**
 * The ack ids of a connection's last successful requests, first in first out.
 *
 * <p>Touched on the connection's lane only. Ids are unsigned. An id above all seen ones, which is what clients send, is
 * known to be new without a search; any other costs a walk over at most 1000 numbers. Source: client-protocol.md,
 * section 7.2.
 */
public final class AckLedger {
    private static final int FIRST_CAPACITY = 8;

    private long[] ids = new long[FIRST_CAPACITY];
    private int size;
    /** Where the next id goes once the ledger is full: the oldest one's place. */
    private int oldest;

    private long greatest;

    /** Whether a request with this id succeeded among the last 1000. */
    public boolean contains(long id) {
        if (size == 0 || Long.compareUnsigned(id, greatest) > 0) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            if (ids[i] == id) {
                return true;
            }
        }
        return false;
    }

    /** Remembers an id that is not contained, and forgets the oldest one when there are 1000. */
    public void add(long id) {
        if (size == 0 || Long.compareUnsigned(id, greatest) > 0) {
            greatest = id;
        }
        if (size == WireLimits.ACK_MEMORY) {
            ids[oldest] = id;
            oldest = (oldest + 1) % size;
            return;
        }
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, Math.min(WireLimits.ACK_MEMORY, size * 2));
        }
        ids[size++] = id;
    }
}
