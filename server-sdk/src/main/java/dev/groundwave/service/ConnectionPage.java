package dev.groundwave.service;

import java.util.List;
import java.util.Optional;

/**
 * One page of a group's connections.
 *
 * @param connections may be empty
 * @param next what to ask for the page after this one; absent on the last page
 */
public record ConnectionPage(List<GroupMember> connections, Optional<ListOptions> next) {
    /** Copies the list. */
    public ConnectionPage {
        connections = List.copyOf(connections);
    }

    /** The mark from which a later call goes on, for callers that keep it; absent on the last page. */
    public Optional<String> continuationToken() {
        return next.flatMap(ListOptions::continuationToken);
    }
}
