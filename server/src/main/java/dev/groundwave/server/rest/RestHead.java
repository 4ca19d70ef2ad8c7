package dev.groundwave.server.rest;

import java.util.List;
import java.util.Optional;

/**
 * The head of a request.
 *
 * @param target path and query as on the wire, still percent-encoded
 * @param secure whether it came over TLS
 * @param framed whether the transport itself tells where the body ends, as HTTP/2 does, so that its length may be missing
 */
public record RestHead(String method, String target, RestHeaders headers, boolean secure, boolean framed) {
    /** A head of HTTP/1.1. */
    public RestHead(String method, String target, RestHeaders headers, boolean secure) {
        this(method, target, headers, secure, false);
    }

    /** The first value of a header. */
    Optional<String> header(String lowerCaseName) {
        List<String> values = values(lowerCaseName);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
    }

    /** All values of a header. */
    List<String> values(String lowerCaseName) {
        return headers.values(lowerCaseName);
    }

    /** Hides what may be secret: the query and the headers. */
    @Override
    public String toString() {
        return "RestHead[" + method + "]";
    }
}
