package dev.groundwave.service;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A list page by page, each fetched when it is asked for.
 *
 * <p>For one thread.
 */
final class Pages implements Iterator<ConnectionPage> {
    private final Function<ListOptions, ConnectionPage> fetch;

    /** What to ask for next; absent after the last page. */
    private Optional<ListOptions> upcoming;

    private Pages(ListOptions start, Function<ListOptions, ConnectionPage> fetch) {
        this.upcoming = Optional.of(start);
        this.fetch = fetch;
    }

    /** The members on all pages; nothing is fetched before the stream runs. */
    static Stream<GroupMember> members(ListOptions start, Function<ListOptions, ConnectionPage> fetch) {
        Spliterator<ConnectionPage> pages =
                Spliterators.spliteratorUnknownSize(new Pages(start, fetch), Spliterator.ORDERED | Spliterator.NONNULL);
        return StreamSupport.stream(pages, false).flatMap(page -> page.connections().stream());
    }

    @Override
    public boolean hasNext() {
        return upcoming.isPresent();
    }

    @Override
    public ConnectionPage next() {
        ConnectionPage page = fetch.apply(upcoming.orElseThrow(NoSuchElementException::new));
        upcoming = page.next();
        return page;
    }
}
