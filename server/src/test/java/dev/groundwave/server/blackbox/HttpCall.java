package dev.groundwave.server.blackbox;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A REST request under construction: HTTP/1.1, signed for its own URL with the primary key unless a test says otherwise.
 *
 * <p>Changes itself and returns itself.
 */
public final class HttpCall {
    private final String method;
    private final String target;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private byte[] body = new byte[0];
    private Optional<String> authorization = Optional.empty();
    private boolean signed = true;

    HttpCall(String method, String target, String authority) {
        this.method = method;
        this.target = target;
        header("Host", authority);
        if (!method.equals("GET")) {
            header("Content-Length", "0");
        }
    }

    /** Sets a header. */
    public HttpCall header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** Removes a header. */
    public HttpCall without(String name) {
        headers.remove(name);
        return this;
    }

    /** Sets the body and its length. */
    public HttpCall body(byte[] bytes) {
        body = bytes.clone();
        return header("Content-Length", Integer.toString(bytes.length));
    }

    /** Sets a body with its type. */
    public HttpCall body(String contentType, byte[] bytes) {
        return header("Content-Type", contentType).body(bytes);
    }

    /** Sets a UTF-8 body with its type. */
    public HttpCall body(String contentType, String text) {
        return body(contentType, WireBytes.utf8(text));
    }

    /** Sends bytes behind the head without saying how many. */
    public HttpCall bodyAsIs(byte[] bytes) {
        body = bytes.clone();
        return without("Content-Length");
    }

    /** Sends no Authorization header. */
    public HttpCall unsigned() {
        signed = false;
        return this;
    }

    /** Sends this token. */
    public HttpCall token(String token) {
        return authorization("Bearer " + token);
    }

    /** Sends this Authorization header. */
    public HttpCall authorization(String value) {
        authorization = Optional.of(value);
        return this;
    }

    boolean isHead() {
        return method.equals("HEAD");
    }

    /** The request's bytes; the token, when none was set, is for the URL that the Host header and the target make. */
    public byte[] bytes() {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (signed) {
            String value = authorization.orElseGet(() -> "Bearer "
                    + Token.of(RunningServer.PRIMARY_KEY, "http://" + headers.get("Host") + target)
                            .sign());
            head.append("Authorization: ").append(value).append("\r\n");
        }
        return WireBytes.join(WireBytes.utf8(head.append("\r\n").toString()), body);
    }
}
