package dev.groundwave.service;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Who does not get a message, and for how long it is worth delivering.
 *
 * <p>The server judges the values, and ignores an option that the kind of send does not know: one to a user knows no
 * exclusions, one to a connection only the time to live. Source: rest-api.md, sections 5 and 5.2.
 *
 * @param excludedConnections connection ids
 * @param filter only connections that match get the message
 * @param messageTtlSeconds 0 to 300; 0 as absent means for ever
 */
public record SendOptions(List<String> excludedConnections, Optional<Filter> filter, OptionalInt messageTtlSeconds) {
    /** Copies the list. */
    public SendOptions {
        excludedConnections = List.copyOf(excludedConnections);
    }

    /** To everybody addressed, for ever. */
    public static SendOptions none() {
        return new SendOptions(List.of(), Optional.empty(), OptionalInt.empty());
    }

    /** The same but for these connections, which replace earlier ones. */
    public SendOptions withExcluded(String... connectionIds) {
        return new SendOptions(List.of(connectionIds), filter, messageTtlSeconds);
    }

    /** The same for matching connections only. */
    public SendOptions withFilter(Filter newFilter) {
        return new SendOptions(excludedConnections, Optional.of(newFilter), messageTtlSeconds);
    }

    /** The same; copies not written to their client's socket after so many seconds are dropped. */
    public SendOptions withMessageTtlSeconds(int seconds) {
        return new SendOptions(excludedConnections, filter, OptionalInt.of(seconds));
    }
}
