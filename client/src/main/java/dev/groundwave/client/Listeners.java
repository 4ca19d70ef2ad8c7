package dev.groundwave.client;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Who listens to what, in the order they came. Safe for all threads; a change counts from the next event on.
 *
 * <p>Two books, so that a message costs two look-ups however many groups have listeners of their own.
 */
final class Listeners {
    /** Who hears every event of a type. */
    private final Map<Class<?>, List<Entry>> byType = new ConcurrentHashMap<>();
    /** Who hears the messages of one group. */
    private final Map<String, List<Entry>> byGroup = new ConcurrentHashMap<>();

    private final AtomicLong lastOrder = new AtomicLong();

    <E extends ClientEvent> Subscription add(EventType<E> type, Consumer<? super E> listener) {
        return add(byType, type.eventClass(), entry(type, listener));
    }

    /** Adds a listener to the messages of one group. */
    Subscription addToGroup(String group, Consumer<? super ClientEvent.GroupMessageEvent> listener) {
        return add(byGroup, group, entry(EventType.GROUP_MESSAGE, listener));
    }

    private <E extends ClientEvent> Entry entry(EventType<E> type, Consumer<? super E> listener) {
        return new Entry(
                listener, event -> listener.accept(type.eventClass().cast(event)), lastOrder.incrementAndGet());
    }

    private static <K> Subscription add(Map<K, List<Entry>> book, K key, Entry entry) {
        book.merge(
                key,
                List.of(entry),
                (before, added) ->
                        Stream.concat(before.stream(), added.stream()).toList());
        return () -> remove(book, key, entry::equals);
    }

    /** Takes the oldest place of this listener away. */
    void remove(EventType<?> type, Consumer<?> listener) {
        remove(byType, type.eventClass(), entry -> entry.listener.equals(listener));
    }

    /** Takes all away that listen to this group alone. */
    void removeGroup(String group) {
        byGroup.remove(group);
    }

    private static <K> void remove(Map<K, List<Entry>> book, K key, Predicate<Entry> which) {
        book.computeIfPresent(key, (unused, before) -> {
            List<Entry> first = before.stream().filter(which).limit(1).toList();
            List<Entry> left =
                    before.stream().filter(entry -> !first.contains(entry)).toList();
            return left.isEmpty() ? null : left;
        });
    }

    /** The calls to make for this event; later changes do not touch them. */
    List<Consumer<ClientEvent>> callsFor(ClientEvent event) {
        List<Entry> ofAll = byType.getOrDefault(event.getClass(), List.of());
        List<Entry> ofGroup = event instanceof ClientEvent.GroupMessageEvent message
                ? byGroup.getOrDefault(message.group(), List.of())
                : List.of();
        return Stream.concat(ofAll.stream(), ofGroup.stream())
                .sorted(Comparator.comparingLong(entry -> entry.order))
                .map(entry -> entry.call)
                .toList();
    }

    /** One registration; identity counts, so that the same listener may come twice. */
    private static final class Entry {
        private final Consumer<?> listener;
        private final Consumer<ClientEvent> call;
        /** Rises from one registration to the next. */
        private final long order;

        Entry(Consumer<?> listener, Consumer<ClientEvent> call, long order) {
            this.listener = listener;
            this.call = call;
            this.order = order;
        }
    }
}
