package dev.groundwave.server.socket;

import dev.groundwave.server.auth.ReconnectionTokens;
import dev.groundwave.server.settings.ServerSettings;
import dev.groundwave.wire.Dialect;
import dev.groundwave.wire.ServiceMessage;
import dev.groundwave.wire.codec.Codecs;
import io.netty.channel.Channel;
import java.util.Optional;

/** Makes the parts of a client's socket, for new and for recovered connections alike. Safe for all threads. */
public final class Sockets {
    private final Codecs codecs;
    private final ServerSettings settings;
    private final ReconnectionTokens tokens;

    /** Sockets that speak these dialects. */
    public Sockets(Codecs codecs, ServerSettings settings, ReconnectionTokens tokens) {
        this.codecs = codecs;
        this.settings = settings;
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

    boolean mayRecover(String connectionId, String reconnectionToken) {
        return tokens.accept(reconnectionToken, connectionId);
    }

    ClientSocket socket(SocketLane lane, ClientSocket.Attached client, SimpleMode mode) {
        Conversation conversation = codecs.find(client.connection().dialect())
                .<Conversation>map(codec -> new ProtocolConversation(lane, client.hub(), client.connection(), codec))
                .orElseGet(() -> new SimpleConversation(lane, client.hub(), client.connection(), mode));
        return new ClientSocket(
                lane, client, conversation, settings.hub(client.hub().name()).keepAliveInterval());
    }
}
