package dev.groundwave.hub;

import dev.groundwave.hub.delivery.Members;
import dev.groundwave.wire.AckError;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.GroupStateItem;
import dev.groundwave.wire.Permission;
import dev.groundwave.wire.ServiceMessage;
import dev.groundwave.wire.WireLimits;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The small state that members of groups show each other, and who follows it.
 *
 * <p>Requests run on their connection's lane. Source: client-protocol.md, section 12.
 *
 * <h2>Why a snapshot never undoes an update</h2>
 *
 * Each group has one board, shared by all lanes. A change is on the board before its update sets out, and a subscriber is
 * among the subscribers before it reads the board. So what a snapshot does not hold yet comes as an update behind it, and
 * an update that a snapshot holds already says the same again.
 */
final class GroupStates {
    /** Group to the items of its members by connection id; a group is present while it has one. */
    private final ConcurrentMap<String, ConcurrentNavigableMap<String, GroupStateItem>> boards =
            new ConcurrentHashMap<>();

    private final MemberIndex subscribers = new MemberIndex();
    private final Publisher publisher;
    private final InstantSource wallClock;

    GroupStates(Publisher publisher, InstantSource wallClock) {
        this.publisher = publisher;
        this.wallClock = wallClock;
    }

    /** Carries a request out and answers it; what follows from it comes behind the answer. */
    void handle(Connection connection, ClientMessage.GroupStateRequest request) {
        OptionalLong ackId = request.ackId();
        Optional<AckError> refusal = ackId.isPresent() && connection.hasSucceeded(ackId.getAsLong())
                ? Optional.of(AckError.duplicate(ackId.getAsLong()))
                : refusal(connection, request);
        if (refusal.isPresent()) {
            ackId.ifPresent(id -> answer(connection, ServiceMessage.Ack.failure(id, refusal.get())));
            return;
        }
        switch (request) {
            case ClientMessage.SetGroupState set -> {
                GroupStateItem item = store(connection, set);
                succeed(connection, ackId);
                announce(connection, set.group(), item);
            }
            case ClientMessage.SubscribeGroupState subscribe -> {
                follow(connection, subscribe.group());
                succeed(connection, ackId);
                answer(connection, snapshot(subscribe.group()));
            }
            case ClientMessage.UnsubscribeGroupState unsubscribe -> {
                unfollow(connection, unsubscribe.group());
                succeed(connection, ackId);
            }
        }
    }

    /** A connection is not in the group any more: its state and its subscription end. On its lane. */
    void forget(Connection connection, String group) {
        unfollow(connection, group);
        if (clear(connection, group)) {
            announce(connection, group, item(connection, Optional.empty()));
        }
    }

    /** Whether nothing is kept of any group. Any thread. */
    boolean isEmpty() {
        return boards.isEmpty() && subscribers.isEmpty();
    }

    private static Optional<AckError> refusal(Connection connection, ClientMessage.GroupStateRequest request) {
        return switch (request) {
            case ClientMessage.SetGroupState set -> {
                if (!connection.permissions().allow(Permission.SET_GROUP_STATE, set.group())) {
                    yield Optional.of(forbidden("Permission denied."));
                }
                yield set.state().map(GroupStates::bytes).orElse(0) > WireLimits.MAX_GROUP_STATE_BYTES
                        ? Optional.of(AckError.badRequest(
                                "State payload exceeds maximum size " + WireLimits.MAX_GROUP_STATE_BYTES + " bytes."))
                        : refusalOfStranger(connection, set.group());
            }
            case ClientMessage.SubscribeGroupState(String group, OptionalLong _) ->
                connection.permissions().allow(Permission.GET_GROUP_STATE, group)
                        ? refusalOfStranger(connection, group)
                        : Optional.of(forbidden("Permission denied."));
            case ClientMessage.UnsubscribeGroupState _ -> Optional.empty();
        };
    }

    private static Optional<AckError> refusalOfStranger(Connection connection, String group) {
        return connection.isIn(group) ? Optional.empty() : Optional.of(forbidden("Not a member of group."));
    }

    private static AckError forbidden(String message) {
        return new AckError(AckError.FORBIDDEN, message);
    }

    private static int bytes(Map<String, String> state) {
        int bytes = 0;
        for (Map.Entry<String, String> entry : state.entrySet()) {
            bytes += entry.getKey().getBytes(StandardCharsets.UTF_8).length;
            bytes += entry.getValue().getBytes(StandardCharsets.UTF_8).length;
        }
        return bytes;
    }

    private GroupStateItem store(Connection connection, ClientMessage.SetGroupState set) {
        GroupStateItem item = item(connection, set.state());
        if (set.state().isEmpty()) {
            clear(connection, set.group());
            return item;
        }
        boards.compute(set.group(), (_, board) -> {
            ConcurrentNavigableMap<String, GroupStateItem> items =
                    board == null ? new ConcurrentSkipListMap<>() : board;
            items.put(connection.id(), item);
            return items;
        });
        return item;
    }

    private boolean clear(Connection connection, String group) {
        ConcurrentNavigableMap<String, GroupStateItem> board = boards.get(group);
        if (board == null || board.remove(connection.id()) == null) {
            return false;
        }
        boards.computeIfPresent(group, (_, items) -> items.isEmpty() ? null : items);
        return true;
    }

    private GroupStateItem item(Connection connection, Optional<Map<String, String>> state) {
        return new GroupStateItem(
                connection.id(), connection.userId(), state, connection.nextStateTime(wallClock.millis()));
    }

    private void follow(Connection connection, String group) {
        if (!connection.isFollowing(group)) {
            connection.follow(group, subscribers.add(group, connection));
        }
    }

    private void unfollow(Connection connection, String group) {
        Members.Place<Connection> place = connection.unfollow(group);
        if (place != null) {
            subscribers.remove(group, place);
        }
    }

    private ServiceMessage snapshot(String group) {
        ConcurrentNavigableMap<String, GroupStateItem> board = boards.get(group);
        List<GroupStateItem> items = board == null
                ? List.of()
                : board.values().stream()
                        .limit(WireLimits.MAX_GROUP_STATE_ITEMS)
                        .toList();
        return new ServiceMessage.GroupStateSnapshot(group, items, OptionalLong.empty());
    }

    private void announce(Connection connection, String group, GroupStateItem item) {
        publisher.publishFrom(
                connection,
                subscribers.find(group),
                new ServiceMessage.GroupStateUpdate(group, List.of(item), OptionalLong.empty()));
    }

    private static void succeed(Connection connection, OptionalLong ackId) {
        ackId.ifPresent(id -> {
            connection.acks().add(id);
            answer(connection, ServiceMessage.Ack.success(id));
        });
    }

    private static void answer(Connection connection, ServiceMessage message) {
        connection.turn().send(connection, message);
    }
}
