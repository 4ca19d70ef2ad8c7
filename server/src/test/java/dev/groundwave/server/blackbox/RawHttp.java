package dev.groundwave.server.blackbox;

import java.io.Closeable;

/** One kept-alive HTTP/1.1 connection whose requests may be malformed and may be sent before the answers are read. */
public final class RawHttp implements Closeable {
    private final RawSocket socket;

    RawHttp(RawSocket socket) {
        this.socket = socket;
    }

    /** Sends bytes as they are. */
    public RawHttp send(byte[] bytes) {
        socket.write(bytes);
        return this;
    }

    /** Reads the answer to a request that was not a HEAD. */
    public HttpAnswer answer() {
        return HttpAnswer.read(socket, false);
    }

    /** Reads the answer to a HEAD. */
    public HttpAnswer headAnswer() {
        return HttpAnswer.read(socket, true);
    }

    /** Sends and reads. */
    public HttpAnswer call(HttpCall call) {
        send(call.bytes());
        return call.isHead() ? headAnswer() : answer();
    }

    /** The server ends the connection now, without one more byte. */
    public boolean ended() {
        return socket.readToEnd().length == 0;
    }

    @Override
    public void close() {
        socket.close();
    }
}
