package dev.groundwave.service;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a list is cut into pages, how long it is at most, and where it goes on.
 *
 * <p>The server judges the values. Source: rest-api.md, section 5.9.
 *
 * @param maxPageSize 1 to 200; the server's default is 200
 * @param top the most connections over all pages together
 * @param continuationToken from {@link ConnectionPage#continuationToken()}
 */
public record ListOptions(OptionalInt maxPageSize, OptionalInt top, Optional<String> continuationToken) {
    /** Everything from the start, in pages of the server's choice. */
    public static ListOptions all() {
        return new ListOptions(OptionalInt.empty(), OptionalInt.empty(), Optional.empty());
    }

    /** The same list in pages of at most this many connections. */
    public ListOptions withMaxPageSize(int connections) {
        return new ListOptions(OptionalInt.of(connections), top, continuationToken);
    }

    /** The same list with at most this many connections. */
    public ListOptions withTop(int connections) {
        return new ListOptions(maxPageSize, OptionalInt.of(connections), continuationToken);
    }

    /** The same list from where an earlier page ended. */
    public ListOptions from(String token) {
        return new ListOptions(maxPageSize, top, Optional.of(token));
    }
}
