package dev.groundwave.service;

import java.util.List;
import java.util.Optional;

/**
 * Which connections stay open when many are closed, and what the others are told.
 *
 * <p>Source: rest-api.md, section 5.5.
 *
 * @param excludedConnections connection ids
 * @param reason told to clients with a Web PubSub subprotocol
 */
public record CloseOptions(List<String> excludedConnections, Optional<String> reason) {
    /** Copies the list. */
    public CloseOptions {
        excludedConnections = List.copyOf(excludedConnections);
    }

    /** All of them, without a reason. */
    public static CloseOptions none() {
        return new CloseOptions(List.of(), Optional.empty());
    }

    /** The same but for these connections, which replace earlier ones. */
    public CloseOptions withExcluded(String... connectionIds) {
        return new CloseOptions(List.of(connectionIds), reason);
    }

    /** The same with a reason. */
    public CloseOptions withReason(String newReason) {
        return new CloseOptions(excludedConnections, Optional.of(newReason));
    }
}
