package dev.groundwave.server.blackbox.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.Frame;
import dev.groundwave.server.blackbox.Json;
import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.WireBytes;
import dev.groundwave.wire.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A tunnel from the back end's side; bytes are put together and taken apart by hand. Used by one thread. */
final class RawTunnel {
    private static final Pattern ACK_ID = Pattern.compile("\"AckId\":(\\d+)");

    private final RawWebSocket socket;
    private String id = "";

    RawTunnel(RawWebSocket socket) {
        this.socket = socket;
    }

    /**
     * A message as it came.
     *
     * @param content empty for nil
     */
    record Message(int type, String json, Optional<Bytes> content) {
        /** The number that an answer repeats. */
        int ackId() {
            Matcher matcher = ACK_ID.matcher(json);
            assertThat(matcher.find()).as(json).isTrue();
            return Integer.parseInt(matcher.group(1));
        }

        String text() {
            return content.map(Bytes::asUtf8).orElse("");
        }
    }

    /** The greeting, which must come now. */
    RawTunnel greeted() {
        Message greeting = next();
        assertThat(greeting.type()).isEqualTo(10);
        assertThat(greeting.content()).isEmpty();
        id = Json.text(greeting.json(), "ConnectionId");
        assertThat(greeting.json()).isEqualTo("{\"Type\":10,\"ConnectionId\":\"" + id + "\"}");
        return this;
    }

    String id() {
        return id;
    }

    RawWebSocket socket() {
        return socket;
    }

    /** The next message. */
    Message next() {
        return parse(socket.nextBinary());
    }

    /** The next message, which must be a call of this method and address. */
    Message nextCall(String method, String url) {
        Message call = next();
        assertThat(call.type()).isEqualTo(1);
        assertThat(call.json()).contains("\"HttpMethod\":\"" + method + "\",\"Url\":\"" + url + "\"");
        return call;
    }

    /** Sends a message in one frame. */
    RawTunnel send(int type, String json, byte @Nullable [] content) {
        socket.send(Frame.of(Frame.BINARY, bytes(type, json, content)).bytesUnderZeroMask());
        return this;
    }

    /** Answers a call. */
    RawTunnel answer(Message call, int status, String headers, String body) {
        return answer(call.ackId(), status, headers, WireBytes.utf8(body));
    }

    RawTunnel answer(int ackId, int status, String headers, byte[] body) {
        return send(
                2,
                "{\"Type\":2,\"AckId\":" + ackId + ",\"LocalRouting\":false,\"StatusCode\":" + status
                        + ",\"ChannelName\":\"\",\"NotCompleted\":false,\"Headers\":" + headers + "}",
                body);
    }

    /** Calls the service. */
    RawTunnel call(int ackId, String method, String pathAndQuery, String headers, byte @Nullable [] body) {
        return send(1, callJson(ackId, method, pathAndQuery, headers), body);
    }

    static String callJson(int ackId, String method, String pathAndQuery, String headers) {
        return "{\"Type\":1,\"AckId\":" + ackId + ",\"LocalRouting\":true,\"ChannelName\":\"\",\"HttpMethod\":\""
                + method + "\",\"Url\":\"https://host" + pathAndQuery + "\",\"Headers\":" + headers + "}";
    }

    /** A proof that nothing else came: the answer to a call comes next. */
    void expectNothing() {
        call(99, "HEAD", "/api/health", "{}", null);
        assertThat(next().ackId()).isEqualTo(99);
    }

    /** The bytes of a message: length, array of three, type, JSON, content. */
    static byte[] bytes(int type, String json, byte @Nullable [] content) {
        byte[] utf8 = WireBytes.utf8(json);
        byte[] str = WireBytes.join(number(0xdb, utf8.length), utf8);
        byte[] bin = content == null ? WireBytes.of(0xc0) : WireBytes.join(number(0xc6, content.length), content);
        return framed(WireBytes.join(WireBytes.of(0x93, type), str, bin));
    }

    /** Bytes behind their length. */
    static byte[] framed(byte[] array) {
        byte[] length = ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(array.length)
                .array();
        return WireBytes.join(length, array);
    }

    private static byte[] number(int form, int value) {
        return ByteBuffer.allocate(5).put((byte) form).putInt(value).array();
    }

    private static Message parse(byte[] frame) {
        ByteBuffer in = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(in.getInt()).isEqualTo(in.remaining());
        in.order(ByteOrder.BIG_ENDIAN);
        assertThat(in.get() & 0xFF).isEqualTo(0x93);
        int type = in.get();
        int form = in.get() & 0xFF;
        int length = switch (form) {
            case 0xd9 -> in.get() & 0xFF;
            case 0xda -> in.getShort() & 0xFFFF;
            case 0xdb -> in.getInt();
            default -> form & 0x1F;
        };
        byte[] json = take(in, length);
        int bin = in.get() & 0xFF;
        Optional<Bytes> content = switch (bin) {
            case 0xc4 -> Optional.of(Bytes.wrap(take(in, in.get() & 0xFF)));
            case 0xc5 -> Optional.of(Bytes.wrap(take(in, in.getShort() & 0xFFFF)));
            case 0xc6 -> Optional.of(Bytes.wrap(take(in, in.getInt())));
            default -> Optional.empty();
        };
        assertThat(in.remaining()).isZero();
        return new Message(type, new String(json, StandardCharsets.UTF_8), content);
    }

    private static byte[] take(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }
}
