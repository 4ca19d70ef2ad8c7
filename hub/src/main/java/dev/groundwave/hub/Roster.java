package dev.groundwave.hub;

import dev.groundwave.hub.command.CommandResult;
import dev.groundwave.hub.command.Member;
import dev.groundwave.hub.command.Target;
import dev.groundwave.hub.delivery.Lane;
import dev.groundwave.hub.delivery.Members;
import dev.groundwave.hub.session.ReliableOutbox;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one hub, by id, user and group.
 *
 * <p>Safe for all threads where a method says so; what changes a connection runs on that connection's lane.
 */
final class Roster {
    private static final String EVERYONE = "";
    private static final CompletableFuture<Integer> NOBODY = CompletableFuture.completedFuture(0);

    private final ConcurrentMap<String, Connection> byId = new ConcurrentHashMap<>();
    private final MemberIndex everyone = new MemberIndex();
    private final MemberIndex users = new MemberIndex();
    private final MemberIndex groups = new MemberIndex();

    /** On the connection's lane. */
    void add(Connection connection) {
        byId.put(connection.id(), connection);
        connection.attach(
                everyone.add(EVERYONE, connection),
                connection.userId().map(user -> users.add(user, connection)).orElse(null));
    }

    /** On the connection's lane; once more does no harm. */
    void remove(Connection connection) {
        Members.Place<Connection> place = connection.takeEveryonePlace();
        if (place == null) {
            return;
        }
        leaveAll(connection);
        everyone.remove(EVERYONE, place);
        Members.Place<Connection> userPlace = connection.takeUserPlace();
        if (userPlace != null) {
            users.remove(connection.userId().orElseThrow(), userPlace);
        }
        byId.remove(connection.id());
        ReliableOutbox outbox = connection.reliable();
        if (outbox != null) {
            outbox.end();
        }
    }

    /** On the connection's lane. A member stays one; a connection that is no longer attached joins nothing. */
    void join(Connection connection, String group) {
        if (connection.isAttached() && !connection.isIn(group)) {
            connection.enter(group, groups.add(group, connection));
            connection.observer().joined(group);
        }
    }

    /** On the connection's lane. */
    void leave(Connection connection, String group) {
        Members.Place<Connection> place = connection.exit(group);
        if (place != null) {
            groups.remove(group, place);
            connection.observer().left(group);
        }
    }

    private void leaveAll(Connection connection) {
        for (String group : connection.groupNames()) {
            leave(connection, group);
        }
    }

    /** From any thread. */
    boolean exists(Target target) {
        return switch (target) {
            case Target.All() -> !everyone.isEmpty();
            case Target.Group(String group) -> groups.contains(group);
            case Target.User(String userId) -> users.contains(userId);
            case Target.OneConnection(String id) -> byId.containsKey(id);
        };
    }

    /** From any thread. */
    int connectionCount() {
        return byId.size();
    }

    /** From any thread. */
    Collection<Connection> connections() {
        return List.copyOf(byId.values());
    }

    /** One connection; null when it is not attached. From any thread. */
    @Nullable
    Connection find(String connectionId) {
        return byId.get(connectionId);
    }

    /** The slices of a target other than one connection. From any thread; a slice belongs to its lane. */
    List<Members<Connection>> slices(Target target) {
        return switch (target) {
            case Target.All() -> everyone.find(EVERYONE);
            case Target.Group(String group) -> groups.find(group);
            case Target.User(String userId) -> users.find(userId);
            case Target.OneConnection _ -> throw new IllegalArgumentException("one connection is no slice");
        };
    }

    /**
     * Runs an action on every connection of the target, each on its lane, and completes with their number when all ran.
     * Those on the calling lane are done at once. An action that throws ends the walk on its lane and fails the answer,
     * which still waits for the other lanes. From any thread.
     */
    CompletionStage<Integer> forEach(Target target, Consumer<Connection> action) {
        if (target instanceof Target.OneConnection(String id)) {
            Connection connection = find(id);
            return connection == null
                    ? NOBODY
                    : onLane(connection.turn().lane(), () -> runIfAttached(connection, action));
        }
        CompletableFuture<Integer> visited = NOBODY;
        for (Members<Connection> slice : slices(target)) {
            visited = visited.thenCombine(onLane(slice.turn().lane(), () -> runOnSlice(slice, action)), Integer::sum);
        }
        return visited;
    }

    /** A group's first members behind an id, in the order of their ids. From any thread. */
    CompletionStage<List<Member>> members(String group, String after, int limit) {
        CompletableFuture<List<Member>> found = CompletableFuture.completedFuture(List.of());
        for (Members<Connection> slice : groups.find(group)) {
            found = found.thenCombine(
                    onLane(slice.turn().lane(), () -> firstOf(slice, after, limit)),
                    (some, others) -> FirstMembers.merge(some, others, limit));
        }
        return found;
    }

    private static List<Member> firstOf(Members<Connection> slice, String after, int limit) {
        FirstMembers first = new FirstMembers(after, limit);
        for (int i = 0; i < slice.size(); i++) {
            first.offer(slice.get(i));
        }
        return first.inOrder();
    }

    /** What an action on one connection says, from its lane; {@code NOT_FOUND} when it is not attached. Any thread. */
    CompletionStage<CommandResult> onConnection(String connectionId, Function<Connection, CommandResult> action) {
        Connection connection = find(connectionId);
        return connection == null
                ? CompletableFuture.completedStage(CommandResult.NOT_FOUND)
                : onLane(
                        connection.turn().lane(),
                        () -> connection.isAttached() ? action.apply(connection) : CommandResult.NOT_FOUND);
    }

    private static <T> CompletableFuture<T> onLane(Lane lane, Supplier<T> visit) {
        return lane.isCurrent()
                ? NOBODY.thenApply(_ -> visit.get())
                : CompletableFuture.supplyAsync(visit, lane::execute);
    }

    private static int runIfAttached(Connection connection, Consumer<Connection> action) {
        if (!connection.isAttached()) {
            return 0;
        }
        action.accept(connection);
        return 1;
    }

    private static int runOnSlice(Members<Connection> slice, Consumer<Connection> action) {
        List<Connection> members = slice.copy();
        members.forEach(action);
        return members.size();
    }
}
