package dev.groundwave.server.socket;

import dev.groundwave.wire.WireLimits;
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
import java.util.Base64;
import java.util.Optional;

/**
 * From HTTP to WebSocket on one channel: the 101 answer, and the exchange of handlers.
 *
 * <p>On the channel's event loop. No HTTP handler stays behind, and Netty's frame encoder is not used: frames come
 * finished.
 */
final class ProtocolSwitch {
    /** Source: RFC 6455, section 1.3. */
    private static final String HANDSHAKE_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private static final WebSocketDecoderConfig DECODER = WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(WireLimits.MAX_MESSAGE_BYTES)
            .expectMaskedFrames(true)
            .allowMaskMismatch(false)
            .allowExtensions(false)
            .closeOnProtocolViolation(false)
            // Whole messages are checked, because a character may be cut by a fragment.
            .withUTF8Validator(false)
            .build();

    private ProtocolSwitch() {}

    /** Keeps what the client sends early until the exchange, for a channel that has to wait for its answer. */
    static void hold(Channel channel) {
        channel.pipeline().addLast(new EarlyBytes());
        channel.pipeline().get(HttpServerCodec.class).removeInboundHandler();
    }

    /** Writes the answer; whatever is written next is a frame. */
    static void answer(Channel channel, HttpRequest request, Optional<String> subprotocol) {
        channel.config()
                .setWriteBufferWaterMark(
                        new WriteBufferWaterMark(SocketOutbox.AHEAD_BYTES / 2, SocketOutbox.AHEAD_BYTES));
        // The HTTP encoder knows no such answer, and no frames behind it.
        channel.pipeline().get(HttpServerCodec.class).removeOutboundHandler();
        channel.write(switchingProtocols(channel, request, subprotocol), channel.voidPromise());
    }

    /** Puts the socket's handler in place; what the client sent early goes on to it. */
    static void exchange(Channel channel, SweptHandler socket) {
        channel.pipeline().addLast(new WebSocket13FrameDecoder(DECODER), socket);
        channel.pipeline().remove(HttpServerCodec.class);
        if (channel.pipeline().get(EarlyBytes.class) != null) {
            channel.pipeline().remove(EarlyBytes.class);
        }
        channel.flush();
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
