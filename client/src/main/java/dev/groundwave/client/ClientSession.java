package dev.groundwave.client;

import dev.groundwave.client.ClientEvent.ConnectedEvent;
import dev.groundwave.client.port.TransportEnd;
import dev.groundwave.client.schedule.ControlLoop;
import dev.groundwave.client.transport.Channel;
import dev.groundwave.wire.ServiceMessage;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of a client: which state it is in and what leads to the next.
 *
 * <p>Public calls post to the control loop, where everything else happens; fields without a remark belong to it. It
 * decides only. Seeking a connection is the {@link Connector}'s work, coming back to one the
 * {@link Recovery}'s, what the program wants the {@link Workload}'s, messages the
 * {@link Inbox}', the orderly end the {@link Shutdown}'s. What a lost connection leads to is decided in one method,
 * {@link #lost}. Long, because all transitions shall be readable in one place. Source: client-sdk.md, section 2.
 */
final class ClientSession implements Connector.Owner, Recovery.Owner, Inbox.Owner, Channel.Owner {
    /** What any thread may read. */
    record Snapshot(SessionState state, Optional<String> connectionId, Optional<String> userId) {}

    /** How a transport ended, and when that was noticed. */
    private record Loss(TransportEnd end, long atNanos) {}

    private final ClientSettings settings;
    private final Surroundings surroundings;
    private final ClientLog log;
    private final ControlLoop loop;
    private final Dispatcher dispatcher;
    private final Workload workload;
    private final Inbox inbox;
    private final Connector connector;
    private final Recovery recovery;
    private final Shutdown shutdown;
    private final WakeProbe wakeProbe;
    private final Completions completions;

    private volatile Snapshot snapshot = new Snapshot(SessionState.STOPPED, Optional.empty(), Optional.empty());
    private SessionState state = SessionState.STOPPED;

    // From start to stop; null when there is none.
    private @Nullable CompletableFuture<ConnectedEvent> starting;
    private @Nullable CompletableFuture<Void> stopping;
    private boolean closing;

    // For one connection; null when there is none.
    private @Nullable LiveConnection connection;
    private @Nullable Channel channel;
    /** How and when the transport was lost; null unless recovering. */
    private @Nullable Loss loss;

    ClientSession(ClientSettings settings, Surroundings surroundings, Requests requests, Dispatcher dispatcher) {
        this.settings = settings;
        this.surroundings = surroundings;
        this.dispatcher = dispatcher;
        this.log = surroundings.log();
        this.loop = new ControlLoop(surroundings.workers(), surroundings.timers());
        this.workload = new Workload(
                loop,
                settings,
                surroundings,
                requests,
                new Workload.Host(() -> state, this::tell, dispatcher::groupLeft, this::workloadChanged));
        this.inbox = new Inbox(
                loop, settings, log, new Inbox.Targets(workload.operations(), workload.features(), dispatcher, this));
        this.connector = new Connector(loop, settings, surroundings, this);
        this.wakeProbe = new WakeProbe(loop, surroundings.sleepWatch(), log);
        this.completions = new Completions(surroundings.workers());
        this.recovery = new Recovery(loop, settings, surroundings, this);
        this.shutdown = new Shutdown(loop, workload.operations(), inbox.acks());
    }

    /** Any thread. */
    Snapshot snapshot() {
        return snapshot;
    }

    /** Any thread. */
    Set<String> groups() {
        return workload.groups();
    }

    /** Any thread. */
    Features features() {
        return workload.features();
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
                completions.fail(
                        future, new IllegalStateException("only a stopped client can start; this one is " + state));
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
            CompletableFuture<Void> unused = shared.whenComplete((nothing, failure) -> completions.done(future));
        });
        return future;
    }

    /** Any thread. */
    void submit(Operation operation) {
        loop.execute(() -> workload.submit(operation));
    }

    private void workloadChanged() {
        inbox.updateReading();
        shutdown.closeIfDrained();
    }

    @Override
    public void connected(Channel newChannel, ServiceMessage.Connected greeting) {
        boolean isFirst = state == SessionState.CONNECTING;
        channel = newChannel;
        connection = LiveConnection.of(greeting, settings.protocol().isReliable(), loop.nanoTime());
        moveTo(SessionState.CONNECTED);
        ConnectedEvent event = new ConnectedEvent(greeting.connectionId(), greeting.userId(), newChannel.generation());
        tell(event);
        if (starting != null) {
            completions.complete(starting, event);
            starting = null;
        }
        newChannel.goLive(this);
        wakeProbe.begin(newChannel);
        inbox.attach(newChannel, true);
        workload.connected(newChannel, isFirst);
    }

    @Override
    public void startFailed(ConnectFailedException failure) {
        log.info("the client could not start: " + failure.getMessage());
        endStart(failure);
    }

    private void endStart(ConnectFailedException failure) {
        settleStopped();
        if (starting != null) {
            completions.fail(starting, failure);
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
        workload.pump();
        shutdown.closeIfDrained();
    }

    @Override
    public void onEnd(Channel ended, TransportEnd end) {
        inbox.detach();
        channel = null;
        workload.transportLost(end.closeCode());
        if (state == SessionState.STOPPING) {
            shutdown.finish();
            stopped(end);
        } else if (connection != null && connection.token().isPresent() && end.closeCode() != Recovery.REFUSED) {
            recover(connection, end);
        } else {
            lost(new Loss(end, loop.nanoTime()));
        }
    }

    /** The transport is gone, but the service keeps the connection for a while. */
    private void recover(LiveConnection kept, TransportEnd end) {
        log.info("transport lost connectionId=" + kept.id() + " closeCode=" + end.closeCode());
        loss = new Loss(end, loop.nanoTime());
        boolean sleptTooLong = wakeProbe.hasSleptLonger(settings.recovery().window());
        wakeProbe.end();
        moveTo(SessionState.RECOVERING);
        tell(new ClientEvent.RecoveringEvent(kept.id(), end.closeCode(), end.reason(), end.cause()));
        recovery.begin(new Recovery.Target(
                AccessUrls.toRecoveryUri(
                        connector.lastUri(),
                        kept.id(),
                        kept.token().orElseThrow(),
                        settings.recovery().keepsAccessToken()),
                kept.id(),
                sleptTooLong,
                ReconnectPolicy.spread(end.closeCode(), surroundings.random())));
    }

    @Override
    public void recovered(Channel newChannel, byte @Nullable [] frame) {
        channel = newChannel;
        LiveConnection kept = standing();
        Duration downtime = Duration.ofNanos(loop.nanoTime() - endLoss().atNanos());
        moveTo(SessionState.CONNECTED);
        log.info("connection recovered connectionId=" + kept.id() + " after " + downtime.toMillis() + " ms");
        tell(new ClientEvent.RecoveredEvent(kept.id(), downtime));
        newChannel.goLive(this);
        wakeProbe.begin(newChannel);
        inbox.attach(newChannel, false);
        workload.recovered(newChannel);
        if (frame != null) {
            inbox.onMessage(newChannel, frame);
        }
    }

    @Override
    public void notRecovered(ConnectFailedException why) {
        log.info("recovery failed: " + why.getMessage());
        Loss first = endLoss();
        TransportEnd end = first.end();
        lost(new Loss(
                new TransportEnd(end.closeCode(), end.reason(), end.httpStatus(), end.headers(), Optional.of(why)),
                first.atNanos()));
    }

    @Override
    public void replaced(Channel newChannel, ServiceMessage.Connected greeting) {
        log.warning("the service answered for another connection");
        TransportEnd end = loss == null
                ? TransportEnd.aborted("the connection was replaced")
                : endLoss().end();
        LiveConnection gone = endConnection();
        workload.connectionLost();
        tell(disconnected(gone, end, true));
        connected(newChannel, greeting);
    }

    @Override
    public void greetedAgain(Channel on, ServiceMessage.Connected greeting) {
        LiveConnection known = standing();
        if (known.id().equals(greeting.connectionId())) {
            connection = known.greetedAgain(greeting);
        } else if (state == SessionState.CONNECTED) {
            inbox.detach();
            workload.transportLost(TransportEnd.ABNORMAL);
            replaced(on, greeting);
        }
    }

    @Override
    public void overflowed(BackpressureException why) {
        Channel ended = channel;
        if (ended == null || state != SessionState.CONNECTED) {
            return;
        }
        log.warning("the connection is ended: " + why.getMessage());
        inbox.detach();
        channel = null;
        // Whatever this transport still says is not heard any more; the service is to end the connection at once.
        loop.nextGeneration();
        ended.close(Shutdown.NORMAL);
        workload.transportLost(Shutdown.NORMAL);
        lost(new Loss(
                new TransportEnd(Shutdown.NORMAL, "", OptionalInt.empty(), Map.of(), Optional.of(why)),
                loop.nanoTime()));
    }

    /** The connection is gone without our doing. */
    private void lost(Loss how) {
        TransportEnd end = how.end();
        LiveConnection gone = endConnection();
        Duration lived = Duration.ofNanos(how.atNanos() - gone.sinceNanos());
        ReconnectPolicy.Next next = connector.afterLoss(lived, end.closeCode());
        log.info("connection lost connectionId=" + gone.id() + " closeCode=" + end.closeCode());
        workload.connectionLost();
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
                moveTo(SessionState.STOPPING);
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
            case RECOVERING -> {
                stopping = beginStop();
                stopRecovery();
            }
            case STOPPED -> closeIfAsked();
            case STOPPING, CLOSED -> {
                // Joins what runs.
            }
        }
        return stopping == null ? CompletableFuture.completedFuture(null) : stopping;
    }

    /** A transport that is open can still tell the service; without one it keeps the connection for its time. */
    private void stopRecovery() {
        TransportEnd end = endLoss().end();
        Channel open = recovery.cancel();
        moveTo(SessionState.STOPPING);
        if (open == null) {
            stopped(end);
        } else {
            channel = open;
            open.goLive(this);
            open.close(Shutdown.NORMAL);
        }
    }

    /** The one completion that all calls of this stop share, bounded however long listeners take. */
    private CompletableFuture<Void> beginStop() {
        CompletableFuture<Void> future = new CompletableFuture<>();
        Duration limit = Shutdown.DRAIN.plus(settings.timeouts().close());
        var timer = loop.after(limit, () -> completions.done(future));
        CompletableFuture<Void> unused = future.whenComplete((nothing, failure) -> loop.execute(timer::cancel));
        return future;
    }

    /** The transport of a connection that we ended is gone. */
    private void stopped(TransportEnd end) {
        LiveConnection gone = endConnection();
        CompletableFuture<Void> done = stopping;
        settleStopped();
        tell(disconnected(gone, end, false));
        tellStopped(done);
    }

    private void tellStopped(@Nullable CompletableFuture<Void> done) {
        ClientEvent event = new ClientEvent.StoppedEvent(StopReason.STOP_CALLED, Optional.empty());
        dispatcher.deliver(event, () -> {
            if (done != null) {
                completions.done(done);
            }
        });
    }

    private LiveConnection standing() {
        if (connection == null) {
            throw new IllegalStateException("no connection in state " + state);
        }
        return connection;
    }

    private LiveConnection endConnection() {
        LiveConnection gone = standing();
        wakeProbe.end();
        workload.cancelRejoin();
        connection = null;
        return gone;
    }

    private Loss endLoss() {
        Loss known = loss;
        if (known == null) {
            throw new IllegalStateException("no transport was lost in state " + state);
        }
        loss = null;
        return known;
    }

    private ClientEvent disconnected(LiveConnection gone, TransportEnd end, boolean willReconnect) {
        return new ClientEvent.DisconnectedEvent(
                gone.id(), inbox.farewell(), end.closeCode(), end.reason(), end.cause(), willReconnect);
    }

    /** Nothing runs any more: the way into STOPPED, whatever led there. */
    private void settleStopped() {
        loop.nextGeneration();
        moveTo(SessionState.STOPPED);
        workload.failAll(SessionState.STOPPED);
        closeIfAsked();
    }

    private void closeIfAsked() {
        if (closing) {
            moveTo(SessionState.CLOSED);
            surroundings.workers().execute(surroundings.release());
        }
    }

    private void moveTo(SessionState next) {
        SessionState from = state;
        state = next;
        boolean stands = next == SessionState.CONNECTED || next == SessionState.RECOVERING;
        Optional<LiveConnection> shown = stands ? Optional.ofNullable(connection) : Optional.empty();
        snapshot = new Snapshot(next, shown.map(LiveConnection::id), shown.flatMap(LiveConnection::userId));
        log.debug("state " + from + " -> " + next);
        tell(new ClientEvent.StateChangedEvent(from, next));
    }

    private void tell(ClientEvent event) {
        inbox.tell(event);
    }
}
