package dev.groundwave.hub;

import java.util.HashMap;
import java.util.Map;

/**
 * The connections of one lane that have streams open, so that silent streams end also while their publisher is away.
 *
 * <p>Touched on its lane only. Source: client-protocol.md, sections 11.2 and 11.4.
 */
public final class StreamWatch {
    private final Map<Connection, Hub> publishers = new HashMap<>();

    /** Nobody has a stream. */
    public StreamWatch() {}

    /** A connection has opened a stream; once more does no harm. */
    public void add(Hub hub, Connection connection) {
        publishers.put(connection, hub);
    }

    /** Ends what was silent for too long, and forgets the connections that have no stream left. */
    public void sweep() {
        publishers.entrySet().removeIf(entry -> !entry.getValue().endSilentStreams(entry.getKey()));
    }
}
