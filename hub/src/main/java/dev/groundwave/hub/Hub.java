package dev.groundwave.hub;

import dev.groundwave.hub.command.AudienceFilter;
import dev.groundwave.hub.command.CommandResult;
import dev.groundwave.hub.command.HubCommand;
import dev.groundwave.hub.command.Member;
import dev.groundwave.hub.command.Publication;
import dev.groundwave.hub.command.Target;
import dev.groundwave.hub.delivery.FrameEncoder;
import dev.groundwave.hub.delivery.Transport;
import dev.groundwave.hub.delivery.Turn;
import dev.groundwave.hub.session.OpenStreams;
import dev.groundwave.hub.session.ReliableOutbox;
import dev.groundwave.hub.session.ReplayLimits;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.CloseReason;
import dev.groundwave.wire.HubName;
import dev.groundwave.wire.Permission;
import dev.groundwave.wire.ServiceMessage;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * One application's space: its connections, users and groups.
 *
 * <p>Commands come in two ways. A client's own request is carried out {@linkplain #ask at once on its lane}, with its
 * permissions and its ack ids. The application's {@linkplain #submit may come from any thread}, needs no permission, and
 * is answered when every lane concerned has carried it out.
 */
public final class Hub {
    private static final Target EVERYONE = new Target.All();

    private final HubName name;
    private final Roster roster = new Roster();
    private final Publisher publisher;
    private final GroupStates groupStates;
    private final ReplayLimits replayLimits;
    private final LongSupplier nanoClock;

    Hub(
            HubName name,
            FrameEncoder encoder,
            ReplayLimits replayLimits,
            LongSupplier nanoClock,
            InstantSource wallClock) {
        this.name = name;
        this.replayLimits = replayLimits;
        this.nanoClock = nanoClock;
        this.publisher = new Publisher(roster, encoder, nanoClock);
        this.groupStates = new GroupStates(publisher, wallClock);
    }

    /** The hub's name. */
    public HubName name() {
        return name;
    }

    /**
     * Lets a client in: it is in the indexes and in its first groups, and what it is greeted with stands first in its
     * outbox. On the turn's lane.
     *
     * @param greeting the first message; empty for simple clients
     */
    public Connection attach(Attachment attachment, Turn turn, Transport transport, Optional<ServiceMessage> greeting) {
        Connection connection = attachment.dialect().reliable()
                ? reliableConnection(attachment, turn, transport)
                : new Connection(attachment, turn, transport);
        greeting.ifPresent(message -> turn.send(connection, message));
        roster.add(connection);
        connection.observer().attached();
        for (String group : attachment.groups()) {
            roster.join(connection, group);
        }
        return connection;
    }

    private Connection reliableConnection(Attachment attachment, Turn turn, Transport transport) {
        String id = attachment.connectionId();
        // Later, because a buffer fills up in the middle of a fan-out.
        Runnable whenFull = () -> turn.lane().execute(() -> endFull(id));
        ReliableOutbox outbox = new ReliableOutbox(replayLimits, whenFull);
        outbox.attach(transport);
        return new Connection(attachment, turn, outbox);
    }

    private void endFull(String connectionId) {
        Connection connection = roster.find(connectionId);
        if (connection != null) {
            fail(connection, CloseReason.RELIABLE_BUFFER_FULL);
        }
    }

    /** Ends a connection for good with a close frame and nothing else. On its lane; once more does no harm. */
    public void fail(Connection connection, CloseReason reason) {
        detach(connection, reason.text());
        connection.outbox().close(reason);
        connection.turn().touch(connection);
    }

    /**
     * Forgets a client for good, whatever it was. On its lane; once more does no harm.
     *
     * @param reason for a developer's eyes; may be empty
     */
    public void detach(Connection connection, String reason) {
        if (!connection.isAttached()) {
            return;
        }
        leaveAll(connection);
        roster.remove(connection);
        if (connection.isStreaming()) {
            connection.streams().cancel().forEach(last -> publisher.publishFrom(connection, last));
        }
        connection.observer().ended(reason);
    }

    /**
     * A client's transport is gone. A reliable connection stays and waits; any other ends. On its lane.
     *
     * @param reason why a connection that ends does so
     * @return whether the connection now waits for its client
     */
    public boolean suspend(Connection connection, Transport gone, String reason) {
        ReliableOutbox outbox = connection.reliable();
        if (outbox == null || !connection.isAttached()) {
            detach(connection, reason);
            return false;
        }
        return outbox.detach(gone);
    }

    /**
     * The connection that a client wants to recover, if it is there and can be. From any thread; only on the
     * connection's lane does the answer hold until the caller is done.
     */
    public Optional<Connection> recoverable(String connectionId) {
        return Optional.ofNullable(roster.find(connectionId)).filter(connection -> connection.reliable() != null);
    }

    /**
     * A client is back: the new transport takes the place of the old one, which is aborted if it still lives; then come
     * the greeting, everything unacknowledged under its old numbers, and new traffic. On the connection's lane.
     *
     * @param connection {@linkplain #recoverable still recoverable}
     */
    public void recover(Connection connection, Transport transport, ServiceMessage greeting) {
        ReliableOutbox outbox = connection.reliable();
        if (outbox == null || !connection.isAttached()) {
            throw new IllegalStateException("cannot be recovered: " + connection);
        }
        connection.countTransport();
        connection.turn().touch(connection);
        outbox.attach(transport);
        connection.turn().send(connection, greeting);
        outbox.replay();
    }

    /**
     * Carries out a client's own request at once. On the connection's lane. A client that is no longer attached is
     * forbidden everything.
     *
     * @param ackId the id under which the request counts once; empty for fire and forget
     */
    public CommandResult ask(Connection connection, OptionalLong ackId, HubCommand command) {
        if (!connection.isAttached()) {
            return CommandResult.FORBIDDEN;
        }
        if (ackId.isPresent() && connection.acks().contains(ackId.getAsLong())) {
            return CommandResult.DUPLICATE;
        }
        CommandResult result = askNew(connection, command);
        if (ackId.isPresent() && result == CommandResult.DONE) {
            connection.acks().add(ackId.getAsLong());
        }
        return result;
    }

    private CommandResult askNew(Connection connection, HubCommand command) {
        return switch (command) {
            case HubCommand.Publish(Publication publication) -> {
                if (publication.target() instanceof Target.Group(String group)
                        && connection.permissions().allow(Permission.SEND_TO_GROUP, group)) {
                    publisher.publishFrom(connection, publication);
                    yield CommandResult.DONE;
                }
                yield CommandResult.FORBIDDEN;
            }
            case HubCommand.Join(Target _, String group) -> {
                if (connection.permissions().allow(Permission.JOIN_LEAVE_GROUP, group)) {
                    roster.join(connection, group);
                    yield CommandResult.DONE;
                }
                yield CommandResult.FORBIDDEN;
            }
            case HubCommand.Leave(Target _, String group) -> {
                if (connection.permissions().allow(Permission.JOIN_LEAVE_GROUP, group)) {
                    leave(connection, group);
                    yield CommandResult.DONE;
                }
                yield CommandResult.FORBIDDEN;
            }
            case HubCommand.JoinGroups _,
                    HubCommand.LeaveGroups _,
                    HubCommand.LeaveAll _,
                    HubCommand.Grant _,
                    HubCommand.Revoke _,
                    HubCommand.Close _ -> CommandResult.FORBIDDEN;
        };
    }

    /**
     * Carries out what a client asks of one of its streams, and answers it. On the connection's lane.
     *
     * <p>It is no command, because it never comes from anybody else, and its answer has more shapes than a command's.
     */
    public void stream(Connection connection, ClientMessage.StreamRequest request) {
        if (connection.isAttached()) {
            carryOut(
                    connection,
                    connection
                            .streams()
                            .on(
                                    request,
                                    group -> connection.permissions().allow(Permission.SEND_TO_GROUP, group),
                                    nanoClock.getAsLong()));
        }
    }

    /** Ends the streams that were silent for too long; false when none is left. On the connection's lane. */
    boolean endSilentStreams(Connection connection) {
        if (connection.isStreaming()) {
            connection.streams().endSilent(nanoClock.getAsLong()).forEach(step -> carryOut(connection, step));
        }
        return connection.isStreaming();
    }

    private void carryOut(Connection connection, OpenStreams.Step step) {
        step.publication().ifPresent(publication -> publisher.publishFrom(connection, publication));
        step.answer().ifPresent(answer -> connection.turn().send(connection, answer));
    }

    /**
     * Carries out what a client asks of the state of a group's members, and answers it. On the connection's lane.
     *
     * <p>The hub answers itself, because the contract wants the answer before what follows from the request.
     */
    public void groupState(Connection connection, ClientMessage.GroupStateRequest request) {
        if (connection.isAttached()) {
            groupStates.handle(connection, request);
        }
    }

    /** Whether any group's state or a follower of it is kept. From any thread. */
    boolean keepsGroupState() {
        return !groupStates.isEmpty();
    }

    private void leave(Connection connection, String group) {
        roster.leave(connection, group);
        groupStates.forget(connection, group);
    }

    private void leaveAll(Connection connection) {
        for (String group : connection.groupNames()) {
            leave(connection, group);
        }
    }

    /**
     * Carries out the application's request. From any thread; the answer may be completed on any lane, and a
     * continuation must not block.
     */
    public CompletionStage<CommandResult> submit(HubCommand command) {
        return switch (command) {
            case HubCommand.Publish(Publication publication) ->
                publisher.publish(publication).thenApply(_ -> CommandResult.DONE);
            case HubCommand.Join(Target who, String group) ->
                roster.forEach(who, connection -> roster.join(connection, group))
                        .thenApply(Hub::doneIfAny);
            case HubCommand.Leave(Target who, String group) ->
                roster.forEach(who, connection -> leave(connection, group)).thenApply(_ -> CommandResult.DONE);
            case HubCommand.LeaveAll(Target who) ->
                roster.forEach(who, this::leaveAll).thenApply(_ -> CommandResult.DONE);
            case HubCommand.JoinGroups(AudienceFilter filter, Set<String> groups) ->
                forEachIncluded(filter, connection -> groups.forEach(group -> roster.join(connection, group)));
            case HubCommand.LeaveGroups(AudienceFilter filter, Set<String> groups) ->
                forEachIncluded(filter, connection -> groups.forEach(group -> leave(connection, group)));
            case HubCommand.Grant(Target.OneConnection(String id), Permission permission, String group) ->
                roster.onConnection(id, connection -> grant(connection, permission, group));
            case HubCommand.Revoke(Target.OneConnection who, Permission permission, String group) ->
                roster.forEach(who, connection -> connection.revoke(permission, group))
                        .thenApply(_ -> CommandResult.DONE);
            case HubCommand.Close close ->
                roster.forEach(close.who(), connection -> closeUnlessExcluded(connection, close))
                        .thenApply(_ -> CommandResult.DONE);
        };
    }

    /** A connection is judged before it changes, and nothing it is asked depends on others. */
    private CompletionStage<CommandResult> forEachIncluded(AudienceFilter filter, Consumer<Connection> change) {
        return roster.forEach(EVERYONE, connection -> {
                    if (filter.includes(connection)) {
                        change.accept(connection);
                    }
                })
                .thenApply(_ -> CommandResult.DONE);
    }

    /**
     * A group's first members behind an id, in the order of their ids. From any thread.
     *
     * @param after the id; empty for the beginning
     * @param limit how many at most
     */
    public CompletionStage<List<Member>> members(String group, String after, int limit) {
        return roster.members(group, after, limit);
    }

    /** Whether the connection is there and may do this now. From any thread. */
    public boolean allows(String connectionId, Permission permission, String group) {
        Connection connection = roster.find(connectionId);
        return connection != null && connection.permissions().allow(permission, group);
    }

    /** Whether the target has a connection. From any thread. */
    public boolean exists(Target target) {
        return roster.exists(target);
    }

    /** How many connections are attached. From any thread. */
    public int connectionCount() {
        return roster.connectionCount();
    }

    /** All connections at this moment. From any thread. */
    public Collection<Connection> connections() {
        return roster.connections();
    }

    /** Ends a connection for good. From any thread; it happens on the connection's lane. */
    public void dismiss(Connection connection, Farewell farewell) {
        connection.turn().lane().execute(() -> {
            if (connection.isAttached()) {
                end(connection, farewell);
            }
        });
    }

    private void end(Connection connection, Farewell farewell) {
        detach(connection, farewell.message());
        farewell.say(connection);
    }

    private static CommandResult doneIfAny(int connections) {
        return connections > 0 ? CommandResult.DONE : CommandResult.NOT_FOUND;
    }

    private static CommandResult grant(Connection connection, Permission permission, String group) {
        return connection.grant(permission, group) ? CommandResult.DONE : CommandResult.CONFLICT;
    }

    /** Source: client-protocol.md, section 13.4, and rest-api.md, section 5.5. */
    private void closeUnlessExcluded(Connection connection, HubCommand.Close close) {
        if (close.excluded().contains(connection.id())) {
            return;
        }
        end(connection, Farewell.ofApplication(close.reason()));
    }
}
