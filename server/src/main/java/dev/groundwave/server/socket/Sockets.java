package dev.groundwave.server.socket;

import dev.groundwave.hub.Connection;
import dev.groundwave.server.auth.ReconnectionTokens;
import dev.groundwave.server.settings.CurrentHubs;
import dev.groundwave.server.settings.ServerSettings;
import dev.groundwave.server.upstream.EventSession;
import dev.groundwave.wire.Dialect;
import dev.groundwave.wire.HubName;
import dev.groundwave.wire.ServiceMessage;
import dev.groundwave.wire.codec.Codecs;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.Optional;

/** Makes the parts of a client's socket, for new and for recovered connections alike. Safe for all threads. */
public final class Sockets {
    private static final Duration TOKEN_RENEWAL = ReconnectionTokens.LIFETIME.dividedBy(2);

    private final Codecs codecs;
    private final ServerSettings settings;
    private final CurrentHubs hubs;
    private final ReconnectionTokens tokens;
    private final EventLines lines = new EventLines();

    /** Sockets that speak these dialects. */
    public Sockets(Codecs codecs, ServerSettings settings, CurrentHubs hubs, ReconnectionTokens tokens) {
        this.codecs = codecs;
        this.settings = settings;
        this.hubs = hubs;
        this.tokens = tokens;
    }

    SocketOutbox outbox(Channel channel) {
        return new SocketOutbox(channel, settings.limits(), System::nanoTime);
    }

    /** What a client is told first, with a fresh reconnection token where there is recovery; simple clients: nothing. */
    Optional<ServiceMessage> greeting(Dialect dialect, Optional<String> userId, String connectionId) {
        if (dialect == Dialect.SIMPLE) {
            return Optional.empty();
        }
        Optional<String> token = dialect.reliable() ? Optional.of(tokens.issue(connectionId)) : Optional.empty();
        return Optional.of(new ServiceMessage.Connected(userId, connectionId, token));
    }

    /** What the client of a connection that can be recovered is told first, and again before its token expires. */
    ServiceMessage greeting(Connection connection) {
        return greeting(connection.dialect(), connection.userId(), connection.id())
                .orElseThrow();
    }

    boolean mayRecover(String connectionId, String reconnectionToken) {
        return tokens.accept(reconnectionToken, connectionId);
    }

    /** The line of a new connection's events. */
    EventLine open(EventSession session, SocketLane lane) {
        return lines.open(session, lane.turn().lane());
    }

    ClientSocket socket(SocketLane lane, ClientSocket.Attached client, SimpleMode mode) {
        EventLine line = lines.of(client.connection());
        Conversation conversation = codecs.find(client.connection().dialect())
                .<Conversation>map(codec -> new ProtocolConversation(
                        lane, client, codec, settings.disabledFeatures(), events(client, line)))
                .orElseGet(() -> new SimpleConversation(lane, client, mode, line));
        Duration pingInterval = hubs.of(client.hub().name()).keepAliveInterval();
        return new ClientSocket(lane, client, conversation, pingInterval, renewal(client.connection()));
    }

    private EventConversation events(ClientSocket.Attached client, EventLine line) {
        HubName name = client.hub().name();
        return new EventConversation(
                client.hub(),
                client.connection(),
                line,
                () -> hubs.of(name).events().closeOnUserEventFailure());
    }

    private Optional<TokenRenewal> renewal(Connection connection) {
        return connection.dialect().reliable()
                ? Optional.of(
                        new TokenRenewal(connection, () -> greeting(connection), TOKEN_RENEWAL, System.nanoTime()))
                : Optional.empty();
    }
}
