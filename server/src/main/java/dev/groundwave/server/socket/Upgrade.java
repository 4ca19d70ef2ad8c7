package dev.groundwave.server.socket;

import dev.groundwave.hub.Attachment;
import dev.groundwave.hub.Connection;
import dev.groundwave.hub.Hub;
import dev.groundwave.hub.Hubs;
import dev.groundwave.hub.Permissions;
import dev.groundwave.server.settings.ServerSettings;
import dev.groundwave.wire.Dialect;
import dev.groundwave.wire.ServiceMessage;
import dev.groundwave.wire.WireLimits;
import dev.groundwave.wire.codec.Codecs;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns an admitted HTTP connection into a client socket: answers 101, exchanges the HTTP handlers for WebSocket ones,
 * and attaches the client to its hub.
 *
 * <p>Safe for all threads; {@link #perform} runs on the channel's event loop.
 */
public final class Upgrade {
    private static final Logger LOG = LoggerFactory.getLogger(Upgrade.class);
    /** Source: RFC 6455, section 1.3. */
    private static final String HANDSHAKE_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private static final int CONNECTION_ID_BYTES = 24;

    private static final WebSocketDecoderConfig DECODER = WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(WireLimits.MAX_MESSAGE_BYTES)
            .expectMaskedFrames(true)
            .allowMaskMismatch(false)
            .allowExtensions(false)
            .closeOnProtocolViolation(false)
            // Whole messages are checked, because a character may be cut by a fragment.
            .withUTF8Validator(false)
            .build();

    private final Hubs hubs;
    private final Codecs codecs;
    private final ServerSettings settings;
    private final Occupancy occupancy;
    private final SecureRandom random = new SecureRandom();

    /** Upgrades for these hubs. */
    public Upgrade(Hubs hubs, Codecs codecs, ServerSettings settings, Occupancy occupancy) {
        this.hubs = hubs;
        this.codecs = codecs;
        this.settings = settings;
        this.occupancy = occupancy;
    }

    /**
     * Lets the client in. The request must be complete; the HTTP codec is removed here, the caller's own handler before.
     */
    public void perform(Channel channel, SocketLane lane, HttpRequest request, Handshake.Admitted handshake) {
        channel.closeFuture().addListener(_ -> occupancy.leave());
        channel.config()
                .setWriteBufferWaterMark(
                        new WriteBufferWaterMark(SocketOutbox.AHEAD_BYTES / 2, SocketOutbox.AHEAD_BYTES));
        // Past the HTTP encoder, which knows no more answers after this one.
        channel.pipeline()
                .context(HttpServerCodec.class)
                .write(switchingProtocols(channel, request, handshake.subprotocol()), channel.voidPromise());
        attach(channel, lane, handshake);
        // What the client sent early goes on to the handlers behind.
        channel.pipeline().remove(HttpServerCodec.class);
        channel.flush();
    }

    private void attach(Channel channel, SocketLane lane, Handshake.Admitted handshake) {
        Hub hub = hubs.hub(handshake.hub());
        SocketOutbox outbox = new SocketOutbox(channel, settings.limits());
        Attachment attachment = attachment(handshake);
        Connection connection = hub.attach(attachment, lane.turn(), outbox, greeting(attachment));
        int ineffective = connection.permissions().ineffectiveRoles();
        if (ineffective > 0) {
            LOG.info("{} roles without effect. hub={} connectionId={}", ineffective, hub.name(), connection.id());
        }
        ClientSocket socket = new ClientSocket(
                lane,
                new ClientSocket.Attached(hub, connection, outbox),
                conversation(lane, hub, connection, handshake),
                settings.hub(hub.name()).keepAliveInterval());
        channel.pipeline().addLast(new WebSocket13FrameDecoder(DECODER), socket);
        LOG.debug("Client is in. hub={} connectionId={} dialect={}", hub.name(), connection.id(), handshake.dialect());
    }

    private Attachment attachment(Handshake.Admitted handshake) {
        byte[] id = new byte[CONNECTION_ID_BYTES];
        random.nextBytes(id);
        return new Attachment(
                Base64.getUrlEncoder().withoutPadding().encodeToString(id),
                handshake.caller().userId(),
                Permissions.ofRoles(handshake.caller().roles()),
                handshake.caller().groups(),
                handshake.dialect());
    }

    private static Optional<ServiceMessage> greeting(Attachment attachment) {
        return attachment.dialect() == Dialect.SIMPLE
                ? Optional.empty()
                : Optional.of(
                        new ServiceMessage.Connected(attachment.userId(), attachment.connectionId(), Optional.empty()));
    }

    private Conversation conversation(SocketLane lane, Hub hub, Connection connection, Handshake.Admitted handshake) {
        return codecs.find(handshake.dialect())
                .<Conversation>map(codec -> new ProtocolConversation(lane, hub, connection, codec))
                .orElseGet(() -> new SimpleConversation(lane, hub, connection, handshake.mode()));
    }

    private static ByteBuf switchingProtocols(Channel channel, HttpRequest request, Optional<String> subprotocol) {
        StringBuilder head = new StringBuilder("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n")
                .append("Connection: Upgrade\r\nSec-WebSocket-Accept: ")
                .append(acceptKey(request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_KEY, "")))
                .append("\r\n");
        subprotocol.ifPresent(
                name -> head.append("Sec-WebSocket-Protocol: ").append(name).append("\r\n"));
        return ByteBufUtil.writeAscii(channel.alloc(), head.append("\r\n"));
    }

    private static String acceptKey(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1")
                    .digest((key.trim() + HANDSHAKE_GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
