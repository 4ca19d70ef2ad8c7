package dev.groundwave.hub.command;

import java.util.Optional;

/**
 * What a filter may ask of a connection.
 *
 * <p>Asked on the connection's lane only; the answers are those of the moment. Source: rest-api.md, section 6.
 */
public interface Candidate {
    /** The connection's id. */
    String id();

    /** The user, if the client has one. */
    Optional<String> userId();

    /** Whether it is in a group now. */
    boolean isIn(String group);

    /** In how many groups it is now. */
    int groupCount();
}
