package dev.groundwave.hub;

import java.util.ArrayDeque;

/**
 * The reliable connections of one lane whose clients are away, in the order in which they left.
 *
 * <p>Touched on its lane only. Because all are kept equally long, only the oldest need be looked at. Source:
 * client-protocol.md, section 8.5.
 */
public final class DetachedSessions {
    /** Source: events-and-operations.md, section 1.10. */
    private static final String TIMEOUT = "The connection recovery timeout expired.";

    private record Absence(Hub hub, Connection connection, int transports, long untilNanos) {
        /** Whether the client has not come back meanwhile. */
        boolean lasts() {
            return connection.transports() == transports;
        }
    }

    private final ArrayDeque<Absence> absences = new ArrayDeque<>();
    private final long retentionNanos;

    /** Nobody is away. */
    public DetachedSessions(long retentionNanos) {
        this.retentionNanos = retentionNanos;
    }

    /** The client of a connection has gone and may come back. */
    public void add(Hub hub, Connection connection, long nowNanos) {
        absences.add(new Absence(hub, connection, connection.transports(), nowNanos + retentionNanos));
    }

    /** Ends the connections that waited long enough. */
    public void expire(long nowNanos) {
        Absence oldest;
        while ((oldest = absences.peek()) != null && (!oldest.lasts() || nowNanos - oldest.untilNanos() >= 0)) {
            absences.remove();
            if (oldest.lasts()) {
                oldest.hub().detach(oldest.connection(), TIMEOUT);
            }
        }
    }
}
