package dev.groundwave.hub.command;

/**
 * Which connections of a target a command concerns, compiled once for the whole command.
 *
 * <p>Immutable and safe for all threads, because every lane asks it of its own connections. It never throws.
 */
public interface AudienceFilter {
    /** Nobody is left out. */
    AudienceFilter EVERYONE = _ -> true;

    /** Whether the command concerns the connection. On the connection's lane. */
    boolean includes(Candidate candidate);
}
