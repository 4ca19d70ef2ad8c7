package dev.groundwave.server.upstream;

import dev.groundwave.server.listener.EventListeners;
import dev.groundwave.server.settings.PresenceEvent;
import dev.groundwave.server.settings.SystemEvent;
import dev.groundwave.wire.Bytes;
import dev.groundwave.wire.HubName;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.event.ClientCertificate;
import dev.groundwave.wire.event.ConnectionState;
import dev.groundwave.wire.event.EventClient;
import dev.groundwave.wire.event.ReplyReader;
import dev.groundwave.wire.event.UpstreamEvent;
import dev.groundwave.wire.event.UpstreamReply;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One connection as its application sees it: the numbers of its events, its state and its cookies.
 *
 * <p>Lives as long as the connection, across recoveries. Its methods are called on the connection's lane, and until the
 * client is in by one event loop after the other; the futures they give are completed on any event loop. Source:
 * events-and-operations.md, sections 1.6, 1.10, 1.13 and 1.14.
 */
public final class EventSession {
    private static final ReplyReader READER = new ReplyReader();
    private static final int REFUSAL_BODY_BYTES = 4096;
    private static final int SERVER_ERROR = 500;

    private final EventDispatcher dispatcher;
    private final EventListeners listeners;
    private final HubName hub;
    private final String spelling;
    private final String connectionId;
    private final CookieJar cookies = new CookieJar();

    // On the lane.
    private Optional<String> userId = Optional.empty();
    private Optional<String> subprotocol = Optional.empty();
    private long lastId;
    /** Null until the first: most hubs have no handler. */
    private @Nullable Notifications notifications;

    /** What the application gave last; null when it never did. Set on any event loop. */
    private volatile @Nullable ConnectionState state;

    EventSession(
            EventDispatcher dispatcher, EventListeners listeners, HubName hub, String spelling, String connectionId) {
        this.dispatcher = dispatcher;
        this.listeners = listeners;
        this.hub = hub;
        this.spelling = spelling;
        this.connectionId = connectionId;
    }

    /** The id of the connection, which its events carry. */
    public String connectionId() {
        return connectionId;
    }

    /** What is known of a client that wants in; none of it holds its token. */
    public record Newcomer(
            Optional<String> userId,
            Map<String, List<String>> claims,
            Map<String, List<String>> query,
            Map<String, List<String>> headers,
            List<String> subprotocols,
            List<ClientCertificate> certificates) {
        /** Tells nothing: claims and headers are the client's own. */
        @Override
        public String toString() {
            return "Newcomer[]";
        }
    }

    /** Whether the application decides who comes in. */
    public boolean asksForConnect() {
        return dispatcher.isWanted(hub, SystemEvent.CONNECT);
    }

    /** Asks the application whether the client may come in. */
    public CompletableFuture<ConnectVerdict> connect(Newcomer newcomer) {
        userId = newcomer.userId();
        UpstreamEvent event = new UpstreamEvent.Connect(
                client(),
                newcomer.claims(),
                newcomer.query(),
                newcomer.headers(),
                newcomer.subprotocols(),
                newcomer.certificates());
        return dispatcher.ask(hub, event, cookies, READER::connect).thenApply(this::verdict);
    }

    /** The client has come in. What the application decided on is known from now on. */
    public void admit(Optional<String> user, Optional<String> chosenSubprotocol) {
        userId = user;
        subprotocol = chosenSubprotocol;
    }

    /** Tells the application that the client is in. */
    public void connected() {
        if (isWanted(SystemEvent.CONNECTED)) {
            tell(new UpstreamEvent.Connected(client(), nextId()));
        }
    }

    /** Tells the application that the client is gone for good. */
    public void disconnected(String reason) {
        if (isWanted(SystemEvent.DISCONNECTED)) {
            tell(new UpstreamEvent.Disconnected(client(), nextId(), reason));
        }
    }

    /** Tells the application that the client is a member of a group now. */
    public void joined(String group) {
        if (dispatcher.isWanted(hub, PresenceEvent.JOINED, group)) {
            notifications().announceIfRoom(new UpstreamEvent.Joined(client(), nextId(), group));
        }
    }

    /** Tells the application that the client is a member of a group no longer. */
    public void left(String group) {
        if (dispatcher.isWanted(hub, PresenceEvent.LEFT, group)) {
            notifications().announceIfRoom(new UpstreamEvent.Left(client(), nextId(), group));
        }
    }

    /**
     * Brings what the client says to the application. Cancelling the answer gives the call up. Where there is no handler
     * for it, a listener is recipient enough. Source: events-and-operations.md, section 1.15.
     *
     * @param simple whether it is a simple client
     */
    public CompletableFuture<EventResult> userEvent(
            String name, Payload data, Map<String, String> metadata, boolean simple) {
        UpstreamEvent event = new UpstreamEvent.UserEvent(client(), nextId(), name, data, metadata);
        if (listeners.offer(hub, event) && !dispatcher.isWanted(hub, event)) {
            return CompletableFuture.completedFuture(new EventResult.Done());
        }
        CompletableFuture<UpstreamReply> reply =
                dispatcher.ask(hub, event, cookies, response -> READER.userEvent(response, simple));
        CompletableFuture<EventResult> result = reply.thenApply(this::result);
        result.whenComplete((_, _) -> {
            if (result.isCancelled()) {
                reply.cancel(true);
            }
        });
        return result;
    }

    /** Events that will not be sent are counted and logged. */
    public void noteLost(int events) {
        if (events > 0) {
            dispatcher.noteLost(client(), events);
        }
    }

    /** Lets a server that stops wait for this connection's last events, until the answer is run. */
    public Runnable keepBusy() {
        return dispatcher.counters().begin();
    }

    private EventClient client() {
        return new EventClient(spelling, connectionId, userId, subprotocol, Optional.ofNullable(state));
    }

    private long nextId() {
        return ++lastId;
    }

    private boolean isWanted(SystemEvent event) {
        return dispatcher.isWanted(hub, event) || listeners.isWanted(hub, event);
    }

    /** Both copies of an event have its one number: those for listeners, and that for the handler. */
    private void tell(UpstreamEvent event) {
        listeners.offer(hub, event);
        if (dispatcher.isWanted(hub, event)) {
            notifications().announce(event);
        }
    }

    private Notifications notifications() {
        if (notifications == null) {
            notifications = new Notifications(dispatcher, hub, cookies, Notifications.MAX_WAITING);
        }
        return notifications;
    }

    private ConnectVerdict verdict(UpstreamReply reply) {
        return switch (reply) {
            case UpstreamReply.Accepted accepted -> {
                accepted.state().ifPresent(this::keep);
                yield new ConnectVerdict.Admitted(accepted);
            }
            case UpstreamReply.Rejected(int status, Optional<String> type, Bytes body) ->
                UpstreamClient.isTemporary(status)
                        ? refusal(status)
                        : new ConnectVerdict.Refused(status, type, cut(body));
            case UpstreamReply.Failed _, UpstreamReply.Reply _, UpstreamReply.Nothing _ -> refusal(SERVER_ERROR);
        };
    }

    private static ConnectVerdict refusal(int status) {
        return new ConnectVerdict.Refused(status, Optional.empty(), Bytes.EMPTY);
    }

    private static Bytes cut(Bytes body) {
        return body.size() <= REFUSAL_BODY_BYTES ? body : Bytes.copyOf(body.toArray(), 0, REFUSAL_BODY_BYTES);
    }

    private EventResult result(UpstreamReply reply) {
        return switch (reply) {
            case UpstreamReply.Reply(Payload data, Map<String, String> metadata, Optional<ConnectionState> next) -> {
                next.ifPresent(this::keep);
                yield new EventResult.Message(data, metadata);
            }
            case UpstreamReply.Nothing(Optional<ConnectionState> next) -> {
                next.ifPresent(this::keep);
                yield new EventResult.Done();
            }
            case UpstreamReply.Rejected _, UpstreamReply.Failed _, UpstreamReply.Accepted _ ->
                new EventResult.Failure();
        };
    }

    private void keep(ConnectionState next) {
        state = next;
    }
}
