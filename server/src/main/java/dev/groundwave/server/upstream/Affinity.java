package dev.groundwave.server.upstream;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the calls of one connection go while that place lasts, among several that would do. Safe for all threads.
 *
 * <p>Source: events-and-operations.md, section 3.3.
 */
public final class Affinity {
    /** Null until a first place was found. */
    private volatile @Nullable String place;

    /** Nothing is preferred yet. */
    public Affinity() {}

    /** The place of the last call. */
    public Optional<String> place() {
        return Optional.ofNullable(place);
    }

    /** Further calls go there as well. */
    public void stickTo(String next) {
        place = next;
    }
}
