package dev.groundwave.service;

import dev.groundwave.wire.Bytes;
import java.net.URI;
import java.util.Optional;

/**
 * One REST call, ready to be signed and sent.
 *
 * @param probe neither signed nor repeated: a question about now
 */
record Call(String method, URI url, Optional<Body> body, boolean probe) {
    /** What a request carries. */
    record Body(String contentType, Bytes content) {}

    static Call of(String method, ApiUrl url) {
        return new Call(method, complete(url), Optional.empty(), false);
    }

    static Call of(String method, ApiUrl url, Body body) {
        return new Call(method, complete(url), Optional.of(body), false);
    }

    static Call probe(URI url) {
        return new Call("HEAD", url, Optional.empty(), true);
    }

    /** Method and path, fit for a message: without the query. */
    @Override
    public String toString() {
        return method + " " + url.getRawPath();
    }

    private static URI complete(ApiUrl url) {
        return url.query("api-version", Endpoint.API_VERSION).uri();
    }
}
