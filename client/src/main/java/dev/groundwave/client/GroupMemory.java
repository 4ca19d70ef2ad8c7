package dev.groundwave.client;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The groups this client wants to be in: joins that were asked for and not taken back; the latest call wins.
 *
 * <p>Changed on the control loop only, read by any thread. Groups that the service gave (token, REST) are not known
 * here. Source: client-sdk.md, section 2.4.
 */
final class GroupMemory {
    private final Map<String, Wish> wishes = new ConcurrentHashMap<>();
    private long lastOrder;

    /** A join was asked for. */
    void wish(String group) {
        wishes.computeIfAbsent(group, name -> new Wish(++lastOrder));
    }

    /** A join succeeded. */
    void joined(String group) {
        Wish wish = wishes.get(group);
        if (wish != null) {
            wish.joined = true;
        }
    }

    /** A join was refused for good or taken back: forgotten, unless the group was joined before. */
    void notJoined(String group) {
        Wish wish = wishes.get(group);
        if (wish != null && !wish.joined) {
            wishes.remove(group);
        }
    }

    /** Leaving was asked for. */
    void leave(String group) {
        wishes.remove(group);
    }

    boolean wants(String group) {
        return wishes.containsKey(group);
    }

    /** Any thread. */
    Set<String> all() {
        return Set.copyOf(wishes.keySet());
    }

    List<String> oldestFirst() {
        return wishes.entrySet().stream()
                .sorted(Comparator.comparingLong(each -> each.getValue().order))
                .map(Map.Entry::getKey)
                .toList();
    }

    void clear() {
        wishes.clear();
    }

    private static final class Wish {
        private final long order;
        private boolean joined;

        Wish(long order) {
            this.order = order;
        }
    }
}
