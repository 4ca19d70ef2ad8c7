package dev.groundwave.server.socket;

import dev.groundwave.hub.Connection;
import dev.groundwave.hub.Hub;
import dev.groundwave.hub.Hubs;
import dev.groundwave.server.frame.ControlFrames;
import dev.groundwave.wire.CloseReason;
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

    /** A connection whose client wants it back. */
    private record Lost(Hub hub, Connection connection) {
        /** On the connection's lane. */
        boolean isStillThere() {
            return hub.recoverable(connection.id()).isPresent();
        }
    }

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
        Optional<Lost> found = hubs.find(handshake.hub())
                .flatMap(hub -> hub.recoverable(handshake.connectionId()).map(connection -> new Lost(hub, connection)))
                .filter(_ -> sockets.mayRecover(handshake.connectionId(), handshake.reconnectionToken()));
        if (found.isEmpty()) {
            refuse(channel, lane, request, handshake);
            return;
        }
        occupancy.enter();
        channel.closeFuture().addListener(_ -> occupancy.leave());
        Lost lost = found.get();
        SocketLane home = lane.peer(lost.connection().turn().lane().index());
        ProtocolSwitch.hold(channel);
        lane.move(channel, home, () -> {
            if (!channel.isActive()) {
                return;
            }
            if (lost.isStillThere()) {
                resume(channel, home, request, lost);
            } else {
                refuse(channel, home, request, handshake);
            }
        });
    }

    private void resume(Channel channel, SocketLane lane, HttpRequest request, Lost lost) {
        Connection connection = lost.connection();
        SocketOutbox outbox = sockets.outbox(channel);
        // First, because a long replay writes at once.
        ProtocolSwitch.answer(channel, request, Optional.of(connection.dialect().subprotocol()));
        lost.hub().recover(connection, outbox, sockets.greeting(connection));
        ClientSocket.Attached client = new ClientSocket.Attached(lost.hub(), connection, outbox);
        ProtocolSwitch.exchange(channel, sockets.socket(lane, client, new SimpleMode.SendEvent()));
        LOG.debug("Client is back. hub={} connectionId={}", lost.hub().name(), connection.id());
    }

    private static void refuse(Channel channel, SocketLane lane, HttpRequest request, Handshake.Recovering handshake) {
        ProtocolSwitch.answer(channel, request, handshake.subprotocol());
        ProtocolSwitch.exchange(channel, new RefusedSocket(lane));
        channel.writeAndFlush(
                ControlFrames.close(channel.alloc(), CloseReason.RECOVERY_REFUSED), channel.voidPromise());
        LOG.debug("Recovery refused. hub={} connectionId={}", handshake.hub(), handshake.connectionId());
    }
}
