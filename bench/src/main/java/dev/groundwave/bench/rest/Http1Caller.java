package dev.groundwave.bench.rest;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One keep-alive connection with one call under way at a time.
 *
 * <p>Reads no more of an answer than needed: the status and the blank line, because the answers have no content. On its
 * event loop.
 */
final class Http1Caller extends SimpleChannelInboundHandler<ByteBuf> {
    private static final int STATUS_AT = "HTTP/1.1 ".length();
    private static final byte[] END = {'\r', '\n', '\r', '\n'};

    private final Calls calls;
    private final byte[] before;
    private final byte[] after;
    private final StringBuilder line = new StringBuilder();
    /** How much of the blank line was seen. */
    private int ended;

    private @Nullable Round round;

    Http1Caller(Calls calls) {
        this.calls = calls;
        byte[] body = Calls.body();
        this.before = ascii("POST " + calls.path() + " HTTP/1.1\r\nHost: " + calls.host() + "\r\nAuthorization: ");
        this.after = ascii("\r\nContent-Type: " + Calls.CONTENT_TYPE + "\r\nContent-Length: " + body.length + "\r\n\r\n"
                + new String(body, StandardCharsets.US_ASCII));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof Round next) {
            round = next;
            send(ctx, next);
        }
    }

    private void send(ChannelHandlerContext ctx, Round current) {
        int number = current.next();
        if (number < 0) {
            return;
        }
        line.setLength(0);
        String authorization = calls.authorization(number);
        ByteBuf request = ctx.alloc().directBuffer(before.length + authorization.length() + after.length);
        request.writeBytes(before);
        ByteBufUtil.writeAscii(request, authorization);
        request.writeBytes(after);
        ctx.writeAndFlush(request, ctx.voidPromise());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf bytes) {
        while (bytes.isReadable()) {
            byte next = bytes.readByte();
            if (line.length() < STATUS_AT + 3) {
                line.append((char) next);
            }
            if (next == END[ended]) {
                ended++;
            } else {
                ended = next == END[0] ? 1 : 0;
            }
            if (ended == END.length) {
                ended = 0;
                Round current = Objects.requireNonNull(round, "an answer before any call");
                current.answered(Integer.parseInt(line.substring(STATUS_AT)));
                send(ctx, current);
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (round != null) {
            round.fail(new IOException("the server closed the connection"));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (round != null) {
            round.fail(cause);
        }
        ctx.close();
    }
}
