package dev.groundwave.client;

import dev.groundwave.client.ClientEvent.ConnectedEvent;
import dev.groundwave.client.schedule.ControlLoop;
import dev.groundwave.client.transport.Channel;
import dev.groundwave.client.transport.TransportEnd;
import dev.groundwave.wire.ServiceMessage;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of a client: which state it is in and what leads to the next.
 *
 * <p>Public calls post to the control loop, where everything else happens; fields without a remark belong to it. It
 * decides only. Seeking a connection is the {@link Connector}'s work, requests the {@link Operations}', messages the
 * {@link Inbox}', the orderly end the {@link Shutdown}'s. What a lost connection leads to is decided in one method,
 * {@link #lost}. Source: client-sdk.md, section 2.
 */
final class ClientSession implements Connector.Owner, Channel.Owner {
    /** What any thread may read. */
    record Snapshot(SessionState state, Optional<String> connectionId, Optional<String> userId) {}

    /** A connection that stands. */
    private record Connection(String id, Optional<String> userId, long sinceNanos) {}

    private final ClientSettings settings;
    private final Surroundings surroundings;
    private final ClientLog log;
    private final ControlLoop loop;
    private final Dispatcher dispatcher;
    private final GroupMemory groups = new GroupMemory();
    private final Operations operations;
    private final Rejoin rejoin;
    private final Features features;
    private final Inbox inbox;
    private final Connector connector;
    private final Shutdown shutdown;

    private volatile Snapshot snapshot = new Snapshot(SessionState.STOPPED, Optional.empty(), Optional.empty());
    private SessionState state = SessionState.STOPPED;

    // From start to stop; null when there is none.
    private @Nullable CompletableFuture<ConnectedEvent> starting;
    private @Nullable CompletableFuture<Void> stopping;
    private boolean closing;

    // For one connection; null when there is none.
    private @Nullable Connection connection;
    private @Nullable Channel channel;

    ClientSession(ClientSettings settings, Surroundings surroundings, Requests requests, Dispatcher dispatcher) {
        this.settings = settings;
        this.surroundings = surroundings;
        this.dispatcher = dispatcher;
        this.log = surroundings.log();
        this.loop = new ControlLoop(surroundings.workers(), surroundings.timers());
        this.operations = new Operations(loop, settings, surroundings, this::operationSettled);
        this.features = new Features(loop, settings, surroundings, requests, new FeaturesHost());
        this.inbox = new Inbox(
                loop,
                settings.protocol().newCodec(),
                new Inbox.Takers(operations, features, settings.features().streamFragmentsAsMessages()),
                dispatcher,
                log);
        this.rejoin = new Rejoin(operations, requests, groups, this::toldByRejoin);
        this.connector = new Connector(loop, settings, surroundings, this);
        this.shutdown = new Shutdown(loop, operations);
    }

    /** Any thread. */
    Snapshot snapshot() {
        return snapshot;
    }

    /** Any thread. */
    Set<String> groups() {
        return groups.all();
    }

    /** Any thread. */
    Features features() {
        return features;
    }

    /** Any thread: runs behind all events that what happened so far leads to. */
    void afterEvents(Runnable task) {
        loop.execute(() -> dispatcher.execute(task));
    }

    /** Any thread. The future ends on a worker, as all that are given out. */
    CompletableFuture<ConnectedEvent> start() {
        CompletableFuture<ConnectedEvent> future = new CompletableFuture<>();
        loop.execute(() -> {
            if (state != SessionState.STOPPED) {
                failLater(future, new IllegalStateException("only a stopped client can start; this one is " + state));
                return;
            }
            starting = future;
            moveTo(SessionState.CONNECTING);
            connector.start();
        });
        return future;
    }

    /** Any thread; {@code forGood} closes the client. */
    CompletableFuture<Void> stop(boolean forGood) {
        CompletableFuture<Void> future = new CompletableFuture<>();
        loop.execute(() -> {
            closing |= forGood;
            CompletableFuture<Void> shared = stopOnLoop();
            CompletableFuture<Void> unused = shared.whenComplete((nothing, failure) -> doneLater(future));
        });
        return future;
    }

    /** Any thread. */
    void submit(Operation operation) {
        loop.execute(() -> submitOnLoop(operation));
    }

    private void submitOnLoop(Operation operation) {
        if (state == SessionState.STOPPED || state == SessionState.STOPPING || state == SessionState.CLOSED) {
            operations.end(operation, null, new ClientStoppedException(state, Outcome.NOT_SENT));
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
        }
        CompletableFuture<WebPubSubResult> unused = operation.result().whenComplete((success, failure) -> {
            if (failure instanceof CancellationException) {
                loop.execute(() -> operations.withdraw(operation));
            }
        });
        operations.submit(operation);
        inbox.updateReading();
    }

    private void joinSettled(String group, @Nullable RuntimeException failure) {
        if (failure == null) {
            groups.joined(group);
        } else if (failure instanceof CancellationException
                || (failure instanceof SendMessageFailedException refusal && refusal.outcome() == Outcome.REJECTED)) {
            groups.notJoined(group);
        }
    }

    private void operationSettled() {
        inbox.updateReading();
        shutdown.closeIfDrained();
    }

    @Override
    public void connected(Channel newChannel, ServiceMessage.Connected greeting) {
        boolean isFirst = state == SessionState.CONNECTING;
        channel = newChannel;
        connection = new Connection(greeting.connectionId(), greeting.userId(), loop.nanoTime());
        moveTo(SessionState.CONNECTED);
        ConnectedEvent event = new ConnectedEvent(greeting.connectionId(), greeting.userId(), newChannel.generation());
        tell(event);
        if (starting != null) {
            completeLater(starting, event);
            starting = null;
        }
        newChannel.goLive(this);
        inbox.attach(newChannel);
        if (!isFirst) {
            operations.settleLeaves();
        }
        if (settings.autoRejoinGroups()) {
            rejoin.begin();
        } else {
            features.groupStates().groupsRejoined();
        }
        operations.connected(newChannel);
        features.attached(newChannel);
    }

    private void toldByRejoin(ClientEvent event) {
        tell(event);
        if (event instanceof ClientEvent.GroupsRejoinedEvent) {
            features.groupStates().groupsRejoined();
        }
    }

    @Override
    public void startFailed(ConnectFailedException failure) {
        log.info("the client could not start: " + failure.getMessage());
        endStart(failure);
    }

    private void endStart(ConnectFailedException failure) {
        settleStopped();
        if (starting != null) {
            failLater(starting, failure);
            starting = null;
        }
    }

    @Override
    public void retrying(ClientEvent.ReconnectingEvent event) {
        log.info("reconnecting failed, attempt " + event.attempt() + " follows in "
                + event.delay().toMillis() + " ms: "
                + event.cause().map(Throwable::getMessage).orElse(""));
        tell(event);
    }

    @Override
    public void gaveUp(StopReason reason, Optional<Throwable> cause) {
        log.warning("the client gave up: " + reason);
        settleStopped();
        tell(new ClientEvent.StoppedEvent(reason, cause));
    }

    @Override
    public void onOpen(Channel opened, String subprotocol) {
        // The attempt that made this channel has dealt with it.
    }

    @Override
    public void onMessage(Channel source, byte[] message) {
        inbox.onMessage(source, message);
    }

    @Override
    public void onWritable(Channel source) {
        operations.pump();
        features.pump();
        shutdown.closeIfDrained();
    }

    @Override
    public void onEnd(Channel ended, TransportEnd end) {
        inbox.detach();
        channel = null;
        operations.transportLost(end.closeCode());
        rejoin.cancel();
        if (state == SessionState.STOPPING) {
            shutdown.finish();
            stopped(end);
        } else {
            features.transportLost(end.closeCode());
            lost(end);
        }
    }

    /** The transport is gone without our doing. */
    private void lost(TransportEnd end) {
        Connection gone = endConnection();
        Duration lived = Duration.ofNanos(loop.nanoTime() - gone.sinceNanos());
        ReconnectPolicy.Next next = connector.afterLoss(lived, end.closeCode());
        log.info("connection lost connectionId=" + gone.id() + " closeCode=" + end.closeCode());
        operations.connectionLost();
        features.connectionLost();
        if (next.stop().isPresent()) {
            settleStopped();
            tell(disconnected(gone, end, false));
            tell(new ClientEvent.StoppedEvent(next.stop().get(), end.cause()));
        } else {
            moveTo(SessionState.RECONNECTING);
            tell(disconnected(gone, end, true));
            connector.reconnect(next);
        }
    }

    private CompletableFuture<Void> stopOnLoop() {
        switch (state) {
            case CONNECTING -> {
                connector.cancel();
                endStart(new ConnectFailedException("the client was stopped before it was connected", null));
                return CompletableFuture.completedFuture(null);
            }
            case RECONNECTING -> {
                connector.cancel();
                stopping = beginStop();
                settleStopped();
                tellStopped(stopping);
            }
            case CONNECTED -> {
                stopping = beginStop();
                moveTo(SessionState.STOPPING);
                if (channel != null) {
                    shutdown.begin(channel);
                }
            }
            case STOPPED -> closeIfAsked();
            case STOPPING, CLOSED -> {
                // Joins what runs.
            }
        }
        return stopping == null ? CompletableFuture.completedFuture(null) : stopping;
    }

    /** The one completion that all calls of this stop share, bounded however long listeners take. */
    private CompletableFuture<Void> beginStop() {
        CompletableFuture<Void> future = new CompletableFuture<>();
        Duration limit = Shutdown.DRAIN.plus(settings.timeouts().close());
        var timer = loop.after(limit, () -> doneLater(future));
        CompletableFuture<Void> unused = future.whenComplete((nothing, failure) -> loop.execute(timer::cancel));
        return future;
    }

    /** The transport of a connection that we ended is gone. */
    private void stopped(TransportEnd end) {
        Connection gone = endConnection();
        CompletableFuture<Void> done = stopping;
        settleStopped();
        tell(disconnected(gone, end, false));
        tellStopped(done);
    }

    private void tellStopped(@Nullable CompletableFuture<Void> done) {
        ClientEvent event = new ClientEvent.StoppedEvent(StopReason.STOP_CALLED, Optional.empty());
        dispatcher.deliver(event, 0, () -> {
            if (done != null) {
                doneLater(done);
            }
        });
    }

    private Connection endConnection() {
        Connection gone = connection;
        if (gone == null) {
            throw new IllegalStateException("no connection in state " + state);
        }
        connection = null;
        return gone;
    }

    private ClientEvent disconnected(Connection gone, TransportEnd end, boolean willReconnect) {
        return new ClientEvent.DisconnectedEvent(
                gone.id(), inbox.farewell(), end.closeCode(), end.reason(), end.cause(), willReconnect);
    }

    /** Nothing runs any more: the way into STOPPED, whatever led there. */
    private void settleStopped() {
        loop.nextGeneration();
        moveTo(SessionState.STOPPED);
        operations.failAll(SessionState.STOPPED);
        features.failAll(SessionState.STOPPED);
        if (settings.forgetGroupsOnStop()) {
            groups.clear();
        }
        closeIfAsked();
    }

    private void closeIfAsked() {
        if (closing) {
            moveTo(SessionState.CLOSED);
        }
    }

    private void moveTo(SessionState next) {
        SessionState from = state;
        state = next;
        Optional<Connection> shown =
                next == SessionState.CONNECTED ? Optional.ofNullable(connection) : Optional.empty();
        snapshot = new Snapshot(next, shown.map(Connection::id), shown.flatMap(Connection::userId));
        log.debug("state " + from + " -> " + next);
        tell(new ClientEvent.StateChangedEvent(from, next));
    }

    private void tell(ClientEvent event) {
        inbox.tell(event, 0);
    }

    private <T> void completeLater(CompletableFuture<T> future, T value) {
        surroundings.workers().execute(() -> future.complete(value));
    }

    private void doneLater(CompletableFuture<Void> future) {
        surroundings.workers().execute(() -> future.complete(null));
    }

    private void failLater(CompletableFuture<?> future, RuntimeException failure) {
        surroundings.workers().execute(() -> future.completeExceptionally(failure));
    }

    /** What the features may ask for. */
    private final class FeaturesHost implements Features.Host {
        @Override
        public void submit(Operation operation) {
            submitOnLoop(operation);
        }

        @Override
        public void withdraw(Operation operation) {
            operations.withdraw(operation);
        }

        @Override
        public void tell(ClientEvent event) {
            ClientSession.this.tell(event);
        }

        @Override
        public void waitingChanged() {
            inbox.updateReading();
        }
    }
}
