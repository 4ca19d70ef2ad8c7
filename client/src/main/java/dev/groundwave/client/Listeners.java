package dev.groundwave.client;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Who listens to what, in the order they came. Safe for all threads; a change counts from the next event on. */
final class Listeners {
    private final Map<EventType<?>, List<Entry>> byType = new ConcurrentHashMap<>();

    Listeners() {
        EventType.all().forEach(type -> byType.put(type, new CopyOnWriteArrayList<>()));
    }

    <E extends ClientEvent> Subscription add(EventType<E> type, Consumer<? super E> listener) {
        List<Entry> entries = of(type);
        Entry entry =
                new Entry(listener, event -> listener.accept(type.eventClass().cast(event)));
        entries.add(entry);
        return () -> entries.remove(entry);
    }

    /** Takes the oldest place of this listener away. */
    void remove(EventType<?> type, Consumer<?> listener) {
        List<Entry> entries = of(type);
        for (Entry entry : entries) {
            if (entry.listener.equals(listener)) {
                entries.remove(entry);
                return;
            }
        }
    }

    /** The calls to make for this event; later changes do not touch them. */
    List<Consumer<ClientEvent>> callsFor(ClientEvent event) {
        return byType.entrySet().stream()
                .filter(each -> each.getKey().eventClass().isInstance(event))
                .flatMap(each -> each.getValue().stream())
                .map(entry -> entry.call)
                .toList();
    }

    private List<Entry> of(EventType<?> type) {
        List<Entry> entries = byType.get(type);
        if (entries == null) {
            throw new IllegalArgumentException("no such event: " + type);
        }
        return entries;
    }

    /** One registration; identity counts, so that the same listener may come twice. */
    private static final class Entry {
        private final Consumer<?> listener;
        private final Consumer<ClientEvent> call;

        Entry(Consumer<?> listener, Consumer<ClientEvent> call) {
            this.listener = listener;
            this.call = call;
        }
    }
}
