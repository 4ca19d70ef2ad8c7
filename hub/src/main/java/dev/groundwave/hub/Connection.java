package dev.groundwave.hub;

import dev.groundwave.hub.command.Candidate;
import dev.groundwave.hub.command.Target;
import dev.groundwave.hub.delivery.Members;
import dev.groundwave.hub.delivery.Outbox;
import dev.groundwave.hub.delivery.Recipient;
import dev.groundwave.hub.delivery.Turn;
import dev.groundwave.hub.session.AckLedger;
import dev.groundwave.hub.session.OpenStreams;
import dev.groundwave.hub.session.ReliableOutbox;
import dev.groundwave.wire.Permission;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One attached client.
 *
 * <p>Made and changed by its {@link Hub} on its lane only; id, user and permissions may be read from any thread.
 */
public final class Connection extends Recipient implements Candidate {
    private final String id;
    private final Optional<String> userId;
    private final Target self;
    private final Set<String> onlySelf;
    private final Congestion congestion;

    private final ConnectionObserver observer;

    /** Replaced on the lane; volatile because other threads ask what the client may do. */
    private volatile Permissions permissions;

    private final AckLedger acks = new AckLedger();
    private final Map<String, Members.Place<Connection>> groups = new HashMap<>(4);

    /** The groups whose members' state it follows; null until the first. */
    private @Nullable Map<String, Members.Place<Connection>> followed;

    /** The streams it publishes; null until the first. */
    private @Nullable OpenStreams streams;

    /** When it last changed its state in a group, in milliseconds since the epoch; 0 before. */
    private long lastStateTimeMs;

    /** The place among all connections of the hub; null before the attach and after the detach. */
    private Members.@Nullable Place<Connection> everyonePlace;

    /** The place among the user's connections; null like the other one, and for a client without a user. */
    private Members.@Nullable Place<Connection> userPlace;

    /** The outbox of a connection that can be recovered; null for the others, which end with their transport. */
    private final @Nullable ReliableOutbox reliable;

    /** How many transports there have been. */
    private int transports = 1;

    Connection(Attachment attachment, Turn turn, Outbox outbox) {
        super(turn, attachment.dialect(), outbox);
        this.id = attachment.connectionId();
        this.userId = attachment.userId();
        this.permissions = attachment.permissions();
        this.observer = attachment.observer();
        this.self = new Target.OneConnection(id);
        this.onlySelf = Set.of(id);
        this.congestion = new Congestion(turn.lane(), outbox);
        this.reliable = outbox instanceof ReliableOutbox own ? own : null;
    }

    /** The id that REST calls and other clients know. */
    @Override
    public String id() {
        return id;
    }

    /** The user, if the client has one. */
    @Override
    public Optional<String> userId() {
        return userId;
    }

    /** What the client may do now; not to be kept, because grants replace it. From any thread. */
    public Permissions permissions() {
        return permissions;
    }

    /** Lets the client do more; false when it holds as much as it may. On its lane. */
    boolean grant(Permission permission, String group) {
        Optional<Permissions> more = permissions.grant(permission, group);
        more.ifPresent(granted -> permissions = granted);
        return more.isPresent();
    }

    /** Lets the client do less. On its lane. */
    void revoke(Permission permission, String group) {
        permissions = permissions.revoke(permission, group);
    }

    /** This connection as a command's target. */
    public Target asTarget() {
        return self;
    }

    /** A set of just this connection's id, for publishing without an echo. */
    public Set<String> onlySelf() {
        return onlySelf;
    }

    /** Whether its publications are more than the lanes carry, so that reading from it must pause. On its lane. */
    public boolean isCongested() {
        return congestion.isPaused();
    }

    /** The client has received everything up to this number. On its lane; of no effect where nothing is numbered. */
    public void acknowledge(long sequenceId) {
        if (reliable != null) {
            reliable.acknowledge(sequenceId);
        }
    }

    @Nullable
    ReliableOutbox reliable() {
        return reliable;
    }

    int transports() {
        return transports;
    }

    void countTransport() {
        transports++;
    }

    /** Whether a request of this client with this ack id succeeded before. On its lane. */
    public boolean hasSucceeded(long ackId) {
        return acks.contains(ackId);
    }

    /** A request of this client with this ack id has succeeded. On its lane. */
    public void noteSuccess(long ackId) {
        acks.add(ackId);
    }

    /** Who is told of this connection's life. */
    ConnectionObserver observer() {
        return observer;
    }

    Congestion congestion() {
        return congestion;
    }

    AckLedger acks() {
        return acks;
    }

    boolean isAttached() {
        return everyonePlace != null;
    }

    @Override
    public boolean isIn(String group) {
        return groups.containsKey(group);
    }

    @Override
    public int groupCount() {
        return groups.size();
    }

    List<String> groupNames() {
        return List.copyOf(groups.keySet());
    }

    boolean isFollowing(String group) {
        return followed != null && followed.containsKey(group);
    }

    void follow(String group, Members.Place<Connection> place) {
        if (followed == null) {
            followed = new HashMap<>(4);
        }
        followed.put(group, place);
    }

    Members.@Nullable Place<Connection> unfollow(String group) {
        return followed == null ? null : followed.remove(group);
    }

    /** A time for the next change of its state in a group: now, but later than all before. */
    long nextStateTime(long nowMs) {
        lastStateTimeMs = Math.max(nowMs, lastStateTimeMs + 1);
        return lastStateTimeMs;
    }

    /** Whether it has a stream open. On its lane. */
    public boolean isStreaming() {
        return streams != null && !streams.isEmpty();
    }

    OpenStreams streams() {
        if (streams == null) {
            streams = new OpenStreams(userId, onlySelf);
        }
        return streams;
    }

    void attach(Members.Place<Connection> everyone, Members.@Nullable Place<Connection> ofUser) {
        everyonePlace = everyone;
        userPlace = ofUser;
    }

    void enter(String group, Members.Place<Connection> place) {
        groups.put(group, place);
    }

    Members.@Nullable Place<Connection> exit(String group) {
        return groups.remove(group);
    }

    Members.@Nullable Place<Connection> takeEveryonePlace() {
        Members.Place<Connection> place = everyonePlace;
        everyonePlace = null;
        return place;
    }

    Members.@Nullable Place<Connection> takeUserPlace() {
        Members.Place<Connection> place = userPlace;
        userPlace = null;
        return place;
    }

    @Override
    protected boolean isAmong(Members<?> members) {
        if (isAt(everyonePlace, members) || isAt(userPlace, members)) {
            return true;
        }
        return isAt(groups, members) || (followed != null && isAt(followed, members));
    }

    private static boolean isAt(Map<String, Members.Place<Connection>> places, Members<?> members) {
        for (Members.Place<Connection> place : places.values()) {
            if (isAt(place, members)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAt(Members.@Nullable Place<Connection> place, Members<?> members) {
        return place != null && place.members() == members;
    }

    @Override
    public String toString() {
        return "Connection[" + id + "]";
    }
}
