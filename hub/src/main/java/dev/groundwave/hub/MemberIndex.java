package dev.groundwave.hub;

import dev.groundwave.hub.delivery.Members;
import dev.groundwave.hub.delivery.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Name to members, split by lane: of groups, or of users.
 *
 * <p>The map is shared by all lanes and locked per name only while a lane's first member comes or its last one goes. A
 * slice itself is touched on its own lane only. A name is present exactly while it has members.
 */
final class MemberIndex {
    private final ConcurrentMap<String, List<Members<Connection>>> slices = new ConcurrentHashMap<>();

    /** Adds a connection that is not a member yet. On the connection's lane. */
    Members.Place<Connection> add(String name, Connection connection) {
        return sliceFor(name, connection.turn()).add(connection);
    }

    /** Takes a member out. On its lane. */
    void remove(String name, Members.Place<Connection> place) {
        Members<Connection> slice = place.members();
        slice.remove(place);
        if (slice.isEmpty()) {
            slices.computeIfPresent(name, (_, all) -> {
                List<Members<Connection>> rest =
                        all.stream().filter(other -> other != slice).toList();
                return rest.isEmpty() ? null : rest;
            });
        }
    }

    /** The slices that have members; any thread, but each slice belongs to its lane. */
    List<Members<Connection>> find(String name) {
        return slices.getOrDefault(name, List.of());
    }

    /** Whether the name has members. */
    boolean contains(String name) {
        return slices.containsKey(name);
    }

    /** Whether no name has members. */
    boolean isEmpty() {
        return slices.isEmpty();
    }

    private Members<Connection> sliceFor(String name, Turn turn) {
        for (Members<Connection> slice : find(name)) {
            if (slice.turn() == turn) {
                return slice;
            }
        }
        Members<Connection> created = new Members<>(turn);
        slices.merge(name, List.of(created), (all, more) -> {
            List<Members<Connection>> both = new ArrayList<>(all);
            both.addAll(more);
            return List.copyOf(both);
        });
        return created;
    }
}
