package dev.groundwave.server.upstream;

import dev.groundwave.wire.Bytes;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A request to an event handler, the same at every attempt. Tells neither headers nor query when printed. */
record UpstreamRequest(String method, URI uri, List<Map.Entry<String, String>> headers, Bytes body) {
    UpstreamRequest {
        headers = List.copyOf(headers);
    }

    static UpstreamRequest withoutBody(String method, URI uri, List<Map.Entry<String, String>> headers) {
        return new UpstreamRequest(method, uri, headers, Bytes.EMPTY);
    }

    UpstreamRequest with(String name, String value) {
        List<Map.Entry<String, String>> more = new ArrayList<>(headers);
        more.add(Map.entry(name, value));
        return new UpstreamRequest(method, uri, more, body);
    }

    @Override
    public String toString() {
        return "UpstreamRequest[" + method + " " + uri.getHost() + "]";
    }
}
