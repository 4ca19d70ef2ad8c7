package dev.groundwave.server.socket;

import dev.groundwave.hub.Attachment;
import dev.groundwave.hub.Connection;
import dev.groundwave.hub.Hub;
import dev.groundwave.hub.Hubs;
import dev.groundwave.hub.Permissions;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns an admitted HTTP connection into a client socket and attaches the client to its hub.
 *
 * <p>Safe for all threads; {@link #perform} runs on the channel's event loop.
 */
public final class Upgrade {
    private static final Logger LOG = LoggerFactory.getLogger(Upgrade.class);

    private final Hubs hubs;
    private final Sockets sockets;
    private final Occupancy occupancy;

    /** Upgrades for these hubs. */
    public Upgrade(Hubs hubs, Sockets sockets, Occupancy occupancy) {
        this.hubs = hubs;
        this.sockets = sockets;
        this.occupancy = occupancy;
    }

    /** Lets the client in. The request is complete, and the caller's handler has left the pipeline. */
    public void perform(Channel channel, SocketLane lane, HttpRequest request, Admission.Entering entering) {
        Handshake.Admitted handshake = entering.handshake();
        channel.closeFuture().addListener(_ -> occupancy.leave());
        ProtocolSwitch.answer(channel, request, handshake.subprotocol());
        Hub hub = hubs.hub(handshake.hub());
        SocketOutbox outbox = sockets.outbox(channel);
        Attachment attachment = attachment(handshake, sockets.open(entering.session(), lane));
        Connection connection = hub.attach(
                attachment,
                lane.turn(),
                outbox,
                sockets.greeting(attachment.dialect(), attachment.userId(), attachment.connectionId()));
        int ineffective = connection.permissions().ineffectiveRoles();
        if (ineffective > 0) {
            LOG.info("{} roles without effect. hub={} connectionId={}", ineffective, hub.name(), connection.id());
        }
        ClientSocket.Attached client = new ClientSocket.Attached(hub, connection, outbox);
        ProtocolSwitch.exchange(channel, sockets.socket(lane, client, handshake.mode()));
        LOG.debug("Client is in. hub={} connectionId={} dialect={}", hub.name(), connection.id(), handshake.dialect());
    }

    private static Attachment attachment(Handshake.Admitted handshake, EventLine line) {
        return new Attachment(
                line.session().connectionId(),
                handshake.caller().userId(),
                Permissions.ofRoles(handshake.caller().roles()),
                handshake.caller().groups(),
                handshake.dialect(),
                line);
    }
}
