package dev.groundwave.server.upstream;

import dev.groundwave.wire.Bytes;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request to an event handler, the same at every attempt. Tells neither headers nor query when printed.
 *
 * @param affinity of the connection for which the call is made; empty for the service's own calls
 */
public record UpstreamRequest(
        String method, URI uri, List<Map.Entry<String, String>> headers, Bytes body, Optional<Affinity> affinity) {
    /** Copies the headers. */
    public UpstreamRequest {
        headers = List.copyOf(headers);
    }

    /** A request on nobody's behalf. */
    static UpstreamRequest of(String method, URI uri, List<Map.Entry<String, String>> headers, Bytes body) {
        return new UpstreamRequest(method, uri, headers, body, Optional.empty());
    }

    static UpstreamRequest withoutBody(String method, URI uri, List<Map.Entry<String, String>> headers) {
        return of(method, uri, headers, Bytes.EMPTY);
    }

    UpstreamRequest with(String name, String value) {
        List<Map.Entry<String, String>> more = new ArrayList<>(headers);
        more.add(Map.entry(name, value));
        return new UpstreamRequest(method, uri, more, body, affinity);
    }

    @Override
    public String toString() {
        return "UpstreamRequest[" + method + " " + uri.getHost() + "]";
    }
}
