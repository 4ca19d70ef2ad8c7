package dev.groundwave.server.blackbox;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A response as it stood on the wire: status, headers by lower-case name, body bytes. */
public final class HttpAnswer {
    private static final int HEX = 16;

    private final int status;
    private final Map<String, List<String>> headers;
    private final byte[] body;

    private HttpAnswer(int status, Map<String, List<String>> headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    /** Reads one response; {@code bodyless} for the answer to a HEAD, whose length is not that of its body. */
    static HttpAnswer read(RawSocket socket, boolean bodyless) {
        String statusLine = socket.readLine();
        if (!statusLine.matches("HTTP/1\\.1 \\d{3}( .*)?")) {
            throw new AssertionError("not a status line: " + statusLine);
        }
        int status = Integer.parseInt(statusLine.substring(9, 12));
        Map<String, List<String>> headers = new TreeMap<>();
        for (String line = socket.readLine(); !line.isEmpty(); line = socket.readLine()) {
            int colon = line.indexOf(':');
            headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).trim());
        }
        boolean none = bodyless || status < 200 || status == 204 || status == 304;
        return new HttpAnswer(status, headers, none ? new byte[0] : readBody(socket, headers));
    }

    /** The status code. */
    public int status() {
        return status;
    }

    /** The value of a header that may stand once at most. */
    public Optional<String> header(String name) {
        List<String> values = headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
        if (values.size() > 1) {
            throw new AssertionError("header " + name + " stands " + values.size() + " times");
        }
        return values.stream().findFirst();
    }

    /** The body as UTF-8 text. */
    public String body() {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return status + " " + headers + " " + body();
    }

    private static byte[] readBody(RawSocket socket, Map<String, List<String>> headers) {
        if (headers.containsKey("content-length")) {
            return socket.readBytes(
                    Integer.parseInt(headers.get("content-length").getFirst()));
        }
        if (headers.containsKey("transfer-encoding")) {
            return readChunks(socket);
        }
        return socket.readToEnd();
    }

    private static byte[] readChunks(RawSocket socket) {
        List<byte[]> chunks = new ArrayList<>();
        int size = Integer.parseInt(socket.readLine().trim(), HEX);
        while (size > 0) {
            chunks.add(socket.readBytes(size));
            socket.readLine();
            size = Integer.parseInt(socket.readLine().trim(), HEX);
        }
        socket.readLine();
        return WireBytes.join(chunks);
    }
}
