package dev.groundwave.client;

import dev.groundwave.wire.GroupStateItem;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * What is known about the members of one group: the last state of each connection, cleared ones included.
 *
 * <p>Changed on the control loop, read by any thread. A cleared state is remembered so that an older update, which
 * comes later, does not bring it back. Source: client-sdk.md, section 3.4.
 */
final class GroupStateCache {
    /** A snapshot does not list all members of a large group: what came so lately outlives it. */
    static final Duration OUTLIVES_SNAPSHOT = Duration.ofMinutes(5);

    static final int MAX_CLEARED = 200;

    private final Map<String, Entry> byConnection = new ConcurrentHashMap<>();

    /** Whether this changed anything that {@link #members} shows. */
    boolean update(Collection<GroupStateItem> items, long nowNanos) {
        boolean changed = false;
        for (GroupStateItem item : items) {
            Entry known = byConnection.get(item.connectionId());
            if (known == null || item.updatedAtMs() > known.item.updatedAtMs()) {
                byConnection.put(item.connectionId(), new Entry(item, nowNanos));
                changed |= item.state().isPresent()
                        || (known != null && known.item.state().isPresent());
            }
        }
        forgetOldestCleared();
        return changed;
    }

    /** Replaces all but what came lately. */
    boolean replace(Collection<GroupStateItem> items, long nowNanos) {
        Map<String, Entry> before = new HashMap<>(byConnection);
        Set<String> listed = items.stream().map(GroupStateItem::connectionId).collect(Collectors.toSet());
        byConnection
                .values()
                .removeIf(entry -> !listed.contains(entry.item.connectionId())
                        && nowNanos - entry.receivedNanos > OUTLIVES_SNAPSHOT.toNanos());
        boolean removed = before.values().stream()
                .anyMatch(entry ->
                        entry.item.state().isPresent() && !byConnection.containsKey(entry.item.connectionId()));
        return update(items, nowNanos) || removed;
    }

    /** Who has a state, ordered by connection. */
    List<GroupMemberState> members() {
        return byConnection.values().stream()
                .map(entry -> entry.item)
                .filter(item -> item.state().isPresent())
                .sorted(Comparator.comparing(GroupStateItem::connectionId))
                .map(item -> new GroupMemberState(
                        item.connectionId(),
                        item.userId(),
                        item.state().get(),
                        Instant.ofEpochMilli(item.updatedAtMs())))
                .toList();
    }

    boolean isEmpty() {
        return byConnection.isEmpty();
    }

    private void forgetOldestCleared() {
        List<Entry> cleared = byConnection.values().stream()
                .filter(entry -> entry.item.state().isEmpty())
                .sorted(Comparator.comparingLong(entry -> entry.item.updatedAtMs()))
                .toList();
        cleared.stream()
                .limit(Math.max(0, cleared.size() - MAX_CLEARED))
                .forEach(entry -> byConnection.remove(entry.item.connectionId()));
    }

    /** A member's last word and when it came. */
    private record Entry(GroupStateItem item, long receivedNanos) {}
}
