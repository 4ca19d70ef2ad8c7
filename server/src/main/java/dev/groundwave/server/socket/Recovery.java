package dev.groundwave.server.socket;

import dev.groundwave.hub.Connection;
import dev.groundwave.hub.Hub;
import dev.groundwave.hub.Hubs;
import dev.groundwave.server.frame.ControlFrames;
import dev.groundwave.wire.CloseReason;
import dev.groundwave.wire.ServiceMessage;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpRequest;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a client its connection back on a new WebSocket, or refuses it in the one way that clients understand.
 *
 * <p>A connection never leaves its lane, so the new channel moves to that lane's event loop before its first frame.
 * Safe for all threads; {@link #perform} runs on the channel's event loop. Source: client-protocol.md, section 8.4.
 */
public final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final Hubs hubs;
    private final Sockets sockets;
    private final Occupancy occupancy;

    /** Recovery in these hubs. */
    public Recovery(Hubs hubs, Sockets sockets, Occupancy occupancy) {
        this.hubs = hubs;
        this.sockets = sockets;
        this.occupancy = occupancy;
    }

    /** Answers the client. The request is complete, and the caller's handler has left the pipeline. */
    public void perform(Channel channel, SocketLane lane, HttpRequest request, Handshake.Recovering handshake) {
        channel.closeFuture().addListener(_ -> occupancy.leave());
        Hub hub = hubs.hub(handshake.hub());
        Optional<Connection> found = hub.recoverable(handshake.connectionId())
                .filter(_ -> sockets.mayRecover(handshake.connectionId(), handshake.reconnectionToken()));
        if (found.isEmpty()) {
            refuse(channel, lane, request, handshake);
            return;
        }
        Connection connection = found.get();
        SocketLane home = lane.peer(connection.turn().lane().index());
        lane.move(channel, home, () -> resume(channel, home, request, handshake, connection));
    }

    private void resume(
            Channel channel,
            SocketLane lane,
            HttpRequest request,
            Handshake.Recovering handshake,
            Connection connection) {
        Hub hub = hubs.hub(handshake.hub());
        SocketOutbox outbox = sockets.outbox(channel);
        ServiceMessage greeting = sockets.greeting(connection.dialect(), connection.userId(), connection.id())
                .orElseThrow();
        if (!channel.isActive()) {
            return;
        }
        if (!hub.recover(connection, outbox, greeting)) {
            refuse(channel, lane, request, handshake);
            return;
        }
        ProtocolSwitch.answer(channel, request, Optional.of(connection.dialect().subprotocol()));
        ClientSocket.Attached client = new ClientSocket.Attached(hub, connection, outbox);
        ProtocolSwitch.exchange(channel, sockets.socket(lane, client, new SimpleMode.SendEvent()));
        LOG.debug("Client is back. hub={} connectionId={}", hub.name(), connection.id());
    }

    private static void refuse(Channel channel, SocketLane lane, HttpRequest request, Handshake.Recovering handshake) {
        ProtocolSwitch.answer(channel, request, handshake.subprotocol());
        ProtocolSwitch.exchange(channel, new RefusedSocket(lane));
        channel.writeAndFlush(
                ControlFrames.close(channel.alloc(), CloseReason.RECOVERY_REFUSED), channel.voidPromise());
        LOG.debug("Recovery refused. hub={} connectionId={}", handshake.hub(), handshake.connectionId());
    }
}
