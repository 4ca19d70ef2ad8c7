package dev.groundwave.server.blackbox;

import dev.groundwave.wire.Bytes;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * The client's end of an HTTP/2 connection, written frame by frame so that rules can be broken.
 *
 * <p>Requests use header fields in their plainest form. Of what the server sends, settings and window updates are passed
 * over. Source: RFC 9113 and RFC 7541.
 */
public final class RawHttp2 implements Closeable {
    /** Frame types. */
    public static final int DATA = 0;

    /** A request's or an answer's head. */
    public static final int HEADERS = 1;

    /** The end of one stream before its time. */
    public static final int RST_STREAM = 3;

    /** The end of the connection is near. */
    public static final int GOAWAY = 7;

    private static final int SETTINGS = 4;
    private static final int WINDOW_UPDATE = 8;
    private static final int END_STREAM = 1;
    private static final int ACK = 1;
    private static final int END_HEADERS = 4;
    private static final int FRAME_BYTES = 16_384;
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    private final RawSocket socket;
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder();
    private int lastStream = -1;

    RawHttp2(RawSocket socket) {
        this.socket = socket;
        socket.write(WireBytes.utf8(PREFACE));
        frame(SETTINGS, 0, 0, new byte[0]);
    }

    /** A frame of the server. */
    public record Frame(int type, int flags, int stream, Bytes payload) {
        /** Whether nothing follows on the stream. */
        public boolean isLast() {
            return (flags & END_STREAM) != 0;
        }

        /** The error code of a RST_STREAM, or of a GOAWAY. */
        public int errorCode() {
            return payload.asByteBuffer().getInt(type == GOAWAY ? 4 : 0);
        }
    }

    /** An answer as a whole. */
    public record Answer(int status, Map<String, String> headers, String body) {}

    /** Sends a head on a new stream; fields come as name, value, name, value. */
    public int head(boolean last, String... fields) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (int i = 0; i < fields.length; i += 2) {
            block.write(0);
            writeText(block, fields[i]);
            writeText(block, fields[i + 1]);
        }
        lastStream += 2;
        byte[] bytes = block.toByteArray();
        int type = HEADERS;
        for (int at = 0; at < bytes.length; at += FRAME_BYTES) {
            int end = Math.min(bytes.length, at + FRAME_BYTES);
            int flags = (end == bytes.length ? END_HEADERS : 0) | (last && at == 0 ? END_STREAM : 0);
            frame(type, flags, lastStream, Arrays.copyOfRange(bytes, at, end));
            type = 9;
        }
        return lastStream;
    }

    /** Sends content. */
    public void data(int stream, byte[] bytes, boolean last) {
        frame(DATA, last ? END_STREAM : 0, stream, bytes);
    }

    /** Takes a request back. */
    public void reset(int stream) {
        frame(RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8});
    }

    /** The next frame that is neither settings nor a window update. */
    public Frame next() {
        Frame frame = read();
        while (frame.type == SETTINGS || frame.type == WINDOW_UPDATE) {
            if (frame.type == SETTINGS && frame.flags == 0) {
                frame(SETTINGS, ACK, 0, new byte[0]);
            }
            frame = read();
        }
        return frame;
    }

    /** The next answer; no other stream may come between. */
    public Answer answer() {
        Frame head = next();
        if (head.type != HEADERS) {
            throw new AssertionError("a frame of type " + head.type + " instead of an answer's head");
        }
        Http2Headers fields = decode(head);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        Frame frame = head;
        while (!frame.isLast()) {
            frame = next();
            body.writeBytes(frame.payload.toArray());
        }
        Map<String, String> headers = new TreeMap<>();
        fields.forEach(
                field -> headers.put(field.getKey().toString(), field.getValue().toString()));
        return new Answer(Integer.parseInt(fields.status().toString()), headers, body.toString(StandardCharsets.UTF_8));
    }

    private Http2Headers decode(Frame head) {
        try {
            return decoder.decodeHeaders(head.stream, Unpooled.wrappedBuffer(head.payload.asByteBuffer()));
        } catch (Http2Exception e) {
            throw new AssertionError("the server's header fields cannot be read", e);
        }
    }

    @Override
    public void close() {
        socket.close();
    }

    private Frame read() {
        byte[] head = socket.readBytes(9);
        int length = (head[0] & 0xFF) << 16 | (head[1] & 0xFF) << 8 | (head[2] & 0xFF);
        int stream = (head[5] & 0x7F) << 24 | (head[6] & 0xFF) << 16 | (head[7] & 0xFF) << 8 | (head[8] & 0xFF);
        return new Frame(head[3], head[4], stream, Bytes.wrap(socket.readBytes(length)));
    }

    private void frame(int type, int flags, int stream, byte[] payload) {
        byte[] head = {
            (byte) (payload.length >> 16),
            (byte) (payload.length >> 8),
            (byte) payload.length,
            (byte) type,
            (byte) flags,
            (byte) (stream >> 24),
            (byte) (stream >> 16),
            (byte) (stream >> 8),
            (byte) stream
        };
        socket.tryWrite(WireBytes.join(head, payload));
    }

    /** A string without Huffman coding, its length with a prefix of seven bits. */
    private static void writeText(ByteArrayOutputStream out, String text) {
        byte[] bytes = WireBytes.utf8(text);
        int length = bytes.length;
        if (length < 127) {
            out.write(length);
        } else {
            out.write(127);
            length -= 127;
            while (length >= 128) {
                out.write(length % 128 + 128);
                length /= 128;
            }
            out.write(length);
        }
        out.writeBytes(bytes);
    }
}
