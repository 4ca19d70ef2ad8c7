package dev.groundwave.client;

import dev.groundwave.client.schedule.ControlLoop;
import dev.groundwave.client.transport.Channel;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the program wants of the service: operations and features under way, and the groups to be in on every connection.
 *
 * <p>Lives on the control loop. The session tells it what became of connections; it answers nothing back but events and
 * that something has changed. Source: client-sdk.md, sections 2.4, 2.6 and 3.
 */
final class Workload {
    /**
     * What it needs of the session.
     *
     * @param state where the session stands
     * @param tell tells the listeners
     * @param groupLeft the program has left a group
     * @param changed somebody began or ceased to wait for an answer
     */
    record Host(
            Supplier<SessionState> state, Consumer<ClientEvent> tell, Consumer<String> groupLeft, Runnable changed) {}

    private final ControlLoop loop;
    private final ClientSettings settings;
    private final Host host;
    private final GroupMemory groups = new GroupMemory();
    private final Operations operations;
    private final Features features;
    private final Rejoin rejoin;

    Workload(ControlLoop loop, ClientSettings settings, Surroundings surroundings, Requests requests, Host host) {
        this.loop = loop;
        this.settings = settings;
        this.host = host;
        this.operations = new Operations(loop, settings, surroundings, host.changed());
        this.features = new Features(
                loop,
                settings,
                surroundings,
                requests,
                new Features.Host(this::submit, operations::withdraw, host.tell(), host.changed()));
        this.rejoin = new Rejoin(operations, requests, groups, this::toldByRejoin);
    }

    /** Any thread. */
    Set<String> groups() {
        return groups.all();
    }

    /** Any thread. */
    Features features() {
        return features;
    }

    Operations operations() {
        return operations;
    }

    /** Takes an operation, or ends it at once when the client does not run. */
    void submit(Operation operation) {
        SessionState state = host.state().get();
        if (state == SessionState.STOPPED || state == SessionState.STOPPING || state == SessionState.CLOSED) {
            operations.end(operation, null, new ClientStoppedException(state, Outcome.NOT_SENT));
            return;
        }
        if (settings.failFastWhenDisconnected() && state != SessionState.CONNECTED) {
            operations.end(operation, null, operation.failure("there is no connection", Outcome.NOT_SENT));
            return;
        }
        String group = operation.target();
        if (operation.kind() == Operation.Kind.JOIN_GROUP) {
            groups.wish(group);
            operation.onSettled = (success, failure) -> joinSettled(group, failure);
        } else if (operation.kind() == Operation.Kind.LEAVE_GROUP) {
            groups.leave(group);
            rejoin.forget(group);
            features.groupStates().groupLeft(group);
            host.groupLeft().accept(group);
        }
        CompletableFuture<WebPubSubResult> unused = operation.result().whenComplete((success, failure) -> {
            if (failure instanceof CancellationException) {
                loop.execute(() -> operations.withdraw(operation));
            }
        });
        operations.submit(operation);
        host.changed().run();
    }

    private void joinSettled(String group, @Nullable RuntimeException failure) {
        if (failure == null) {
            groups.joined(group);
        } else if (failure instanceof CancellationException
                || (failure instanceof SendMessageFailedException refusal && refusal.outcome() == Outcome.REJECTED)) {
            groups.notJoined(group);
        }
    }

    private void toldByRejoin(ClientEvent event) {
        host.tell().accept(event);
        if (event instanceof ClientEvent.GroupsRejoinedEvent) {
            features.groupStates().groupsRejoined();
        }
    }

    /** A new connection stands; nobody is in a group there yet. */
    void connected(Channel channel, boolean isFirst) {
        if (!isFirst) {
            operations.settleLeaves();
        }
        if (settings.autoRejoinGroups()) {
            rejoin.begin();
        } else {
            features.groupStates().groupsRejoined();
        }
        recovered(channel);
    }

    /** The connection goes on with another transport. */
    void recovered(Channel channel) {
        operations.connected(channel);
        features.attached(channel);
    }

    /** Sends what can be sent now. */
    void pump() {
        operations.pump();
        features.pump();
    }

    /** The transport is gone, the connection perhaps not. */
    void transportLost(int closeCode) {
        operations.transportLost(closeCode);
        if (host.state().get() != SessionState.STOPPING) {
            // Otherwise everything is about to fail because of the stop.
            features.transportLost(closeCode);
        }
    }

    /** The connection is gone too. */
    void connectionLost() {
        operations.connectionLost();
        features.connectionLost();
    }

    /** The groups are not to be joined any more on the connection that was. */
    void cancelRejoin() {
        rejoin.cancel();
    }

    /** The client stops. */
    void failAll(SessionState state) {
        operations.failAll(state);
        features.failAll(state);
        if (settings.forgetGroupsOnStop()) {
            groups.clear();
        }
    }
}
