package dev.groundwave.server.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.nio.charset.StandardCharsets;

/**
 * The client's end of a WebSocket, or of a handshake that was refused.
 *
 * <p>Reads wait up to a deadline. The server's pings are answered and passed over unless a test reads single frames
 * with {@link #nextFrame()}. Used by one thread.
 */
public final class RawWebSocket implements Closeable {
    private static final String PING = "{\"type\":\"ping\"}";
    private static final String PONG = "{\"type\":\"pong\"}";
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int NO_CODE = 1005;

    private final RawSocket socket;
    private final HttpAnswer answer;
    private String connectionId = "";

    RawWebSocket(RawSocket socket, HttpAnswer answer) {
        this.socket = socket;
        this.answer = answer;
    }

    /** What a close frame said; 1005 when it said nothing. */
    public record Close(int code, String reason) {}

    /** The answer to the handshake. */
    public HttpAnswer answer() {
        return answer;
    }

    /** The status of the handshake. */
    public int status() {
        return answer.status();
    }

    /** Takes the {@code connected} frame, which must come now, and keeps the connection id. */
    public RawWebSocket started() {
        String connected = nextText();
        assertThat(connected).startsWith("{\"type\":\"system\",\"event\":\"connected\",");
        connectionId = Json.text(connected, "connectionId");
        return this;
    }

    /** The id from the {@code connected} frame. */
    public String connectionId() {
        assertThat(connectionId).as("connected frame read").isNotEmpty();
        return connectionId;
    }

    /** Sends bytes as they are. */
    public RawWebSocket send(byte[] bytes) {
        socket.write(bytes);
        return this;
    }

    /** Sends a frame as it is. */
    public RawWebSocket send(Frame frame) {
        return send(frame.bytes());
    }

    /** Sends one text message. */
    public RawWebSocket text(String text) {
        return send(Frame.of(Frame.TEXT, WireBytes.utf8(text)));
    }

    /** Sends one binary message. */
    public RawWebSocket binary(byte[] bytes) {
        return send(Frame.of(Frame.BINARY, bytes));
    }

    /** Moves the deadline of the reads that follow. */
    public RawWebSocket deadline(int milliseconds) {
        socket.deadline(milliseconds);
        return this;
    }

    /** The next frame of any kind. */
    public Frame nextFrame() {
        return Frame.read(socket, socket.readByte());
    }

    /** The next message, which must be a text message in one frame. */
    public String nextText() {
        Frame frame = nextBesidesPings();
        assertThat(frame.opcode()).as("%s", frame).isEqualTo(Frame.TEXT);
        assertThat(frame.fin()).isTrue();
        return frame.text();
    }

    /** The next message, which must be a binary message in one frame. */
    public byte[] nextBinary() {
        Frame frame = nextBesidesPings();
        assertThat(frame.opcode()).as("%s", frame).isEqualTo(Frame.BINARY);
        assertThat(frame.fin()).isTrue();
        return frame.payload();
    }

    /** The next frame, which must be a close frame. */
    public Close nextClose() {
        Frame frame = nextBesidesPings();
        assertThat(frame.opcode()).as("%s", frame).isEqualTo(Frame.CLOSE);
        return toClose(frame);
    }

    /** Reads on to the close frame and gives the data frames before it to nobody. */
    public Close closeAfterOthers() {
        Frame frame = nextBesidesPings();
        while (frame.opcode() != Frame.CLOSE) {
            frame = nextBesidesPings();
        }
        return toClose(frame);
    }

    /** How many data frames come before the close frame, which must say this code. */
    public int countUntilClose(int code) {
        int count = 0;
        Frame frame = nextBesidesPings();
        while (frame.opcode() != Frame.CLOSE) {
            count++;
            frame = nextBesidesPings();
        }
        assertThat(toClose(frame).code()).isEqualTo(code);
        return count;
    }

    /** The TCP connection ends now, without one more byte. */
    public void expectEnd() {
        assertThat(socket.readToEnd())
                .as("bytes before the end of the TCP connection")
                .isEmpty();
    }

    /** The TCP connection ends without a close frame; the server's pings may come before it and stay unanswered. */
    public void expectAborted() {
        int first = socket.read();
        while (first != -1) {
            Frame frame = Frame.read(socket, first);
            assertThat(frame.opcode()).as("%s", frame).isEqualTo(Frame.PING);
            first = socket.read();
        }
    }

    /** A JSON client's proof that nothing waits for it: a ping is answered and nothing comes before the answer. */
    public void expectNothingBeforePong() {
        text(PING);
        assertThat(nextText()).isEqualTo(PONG);
    }

    /** Sends a JSON request and returns the next message. */
    public String ask(String request) {
        return text(request).nextText();
    }

    /** Closes with 1000 and waits until the server ended the TCP connection, so that the connection is gone. */
    public void leave() {
        send(Frame.close(1000, ""));
        closeAfterOthers();
        expectEnd();
    }

    @Override
    public void close() {
        socket.close();
    }

    RawWebSocket requireOpen() {
        assertThat(status()).as("%s", answer).isEqualTo(SWITCHING_PROTOCOLS);
        return this;
    }

    private Frame nextBesidesPings() {
        Frame frame = nextFrame();
        while (frame.opcode() == Frame.PING) {
            send(Frame.of(Frame.PONG, frame.payload()));
            frame = nextFrame();
        }
        return frame;
    }

    private static Close toClose(Frame frame) {
        byte[] payload = frame.payload();
        if (payload.length == 0) {
            return new Close(NO_CODE, "");
        }
        int code = (payload[0] & 0xFF) << 8 | (payload[1] & 0xFF);
        return new Close(code, new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8));
    }
}
