package dev.groundwave.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Joins the wanted groups again on a new connection: the oldest wish first, a hundred under way at most.
 *
 * <p>Lives on the control loop. Source: client-sdk.md, section 2.4.
 */
final class Rejoin {
    private static final int MAX_UNDER_WAY = 100;

    private final Operations operations;
    private final Requests requests;
    private final GroupMemory groups;
    private final Consumer<ClientEvent> events;

    // For one connection.
    private final Queue<String> todo = new ArrayDeque<>();
    private final Map<String, Operation> underWay = new LinkedHashMap<>();
    private final List<String> joined = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();

    Rejoin(Operations operations, Requests requests, GroupMemory groups, Consumer<ClientEvent> events) {
        this.operations = operations;
        this.requests = requests;
        this.groups = groups;
        this.events = events;
    }

    /** Begins for a connection that stands now. */
    void begin() {
        joined.clear();
        failed.clear();
        todo.addAll(groups.oldestFirst());
        // What a call of the user's is about to join needs no second frame.
        todo.removeAll(operations.groupsBeingJoined());
        proceed();
    }

    /** The connection is lost; nothing more is told about this round. */
    void cancel() {
        todo.clear();
        List<Operation> left = List.copyOf(underWay.values());
        underWay.clear();
        left.forEach(operations::withdraw);
    }

    /** The group was left: a join that failed in between must not come again. */
    void forget(String group) {
        todo.remove(group);
        Operation running = underWay.get(group);
        if (running != null) {
            operations.withdraw(running);
        }
    }

    private void proceed() {
        while (underWay.size() < MAX_UNDER_WAY && !todo.isEmpty()) {
            String group = todo.remove();
            Operation join = requests.rejoin(group);
            underWay.put(group, join);
            join.onSettled = (success, failure) -> settled(join, failure);
            operations.submit(join);
        }
        if (todo.isEmpty() && underWay.isEmpty()) {
            events.accept(new ClientEvent.GroupsRejoinedEvent(joined, failed));
        }
    }

    private void settled(Operation join, @Nullable RuntimeException failure) {
        String group = join.target();
        if (!underWay.remove(group, join)) {
            return;
        }
        if (failure == null) {
            groups.joined(group);
            joined.add(group);
        } else if (groups.wants(group) && failure instanceof WebPubSubException error) {
            failed.add(group);
            events.accept(new ClientEvent.RejoinGroupFailedEvent(group, error));
        }
        proceed();
    }
}
