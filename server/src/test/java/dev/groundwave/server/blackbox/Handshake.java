package dev.groundwave.server.blackbox;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A WebSocket upgrade request under construction, good until a test breaks it.
 *
 * <p>Changes itself and returns itself.
 */
public final class Handshake {
    /** The key of RFC 6455, section 1.3, whose answer the RFC gives. */
    private static final String SAMPLE_KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    private final RunningServer server;
    private final String target;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final StringBuilder repeatedHeaders = new StringBuilder();
    private String method = "GET";
    private byte[] early = new byte[0];
    private int receiveBufferBytes;
    /** The port of a proxy before the server; 0 for none. */
    private int proxyPort;

    Handshake(RunningServer server, String target) {
        this.server = server;
        this.target = target;
        header("Host", server.authority());
        header("Connection", "Upgrade");
        header("Upgrade", "websocket");
        header("Sec-WebSocket-Version", "13");
        header("Sec-WebSocket-Key", SAMPLE_KEY);
    }

    /** Sets a header, the standard ones included. */
    public Handshake header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** Adds a header line, whatever lines of that name there are. */
    public Handshake headerLine(String name, String value) {
        repeatedHeaders.append(name).append(": ").append(value).append("\r\n");
        return this;
    }

    /** Removes a header. */
    public Handshake without(String name) {
        headers.remove(name);
        return this;
    }

    /** Another method than GET. */
    public Handshake method(String other) {
        method = other;
        return this;
    }

    /** Offers subprotocols in this order. */
    public Handshake offer(String... subprotocols) {
        return header("Sec-WebSocket-Protocol", String.join(", ", subprotocols));
    }

    /** Bytes that follow the request without waiting for its answer. */
    public Handshake followedBy(byte[] bytes) {
        early = bytes.clone();
        return this;
    }

    /** Bounds what the kernel takes for a client that does not read. */
    public Handshake receiveBuffer(int bytes) {
        receiveBufferBytes = bytes;
        return this;
    }

    /** Another port than the server's own: that of a proxy before it. */
    public Handshake through(int port) {
        proxyPort = port;
        return this;
    }

    /** Sends it and reads the answer, whatever it is. */
    public RawWebSocket send() {
        RawSocket socket = server.track(
                proxyPort == 0 ? server.connect(receiveBufferBytes) : RawSocket.connect(proxyPort, receiveBufferBytes));
        StringBuilder request = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        headers.forEach(
                (name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
        request.append(repeatedHeaders).append("\r\n");
        socket.write(WireBytes.join(WireBytes.utf8(request.toString()), early));
        return new RawWebSocket(socket, HttpAnswer.read(socket, false));
    }

    /** Sends it and requires the 101. */
    public RawWebSocket open() {
        return send().requireOpen();
    }

    /** Sends it and returns the status. */
    public int status() {
        return send().status();
    }
}
