package dev.groundwave.server.rest;

import dev.groundwave.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An answer. {@code Content-Length} is left to the transport: every status but 204 has it, and to {@code HEAD} it is
 * told although the body stays behind.
 *
 * @param headers in the order in which they are written
 */
public record RestResponse(int status, List<Map.Entry<String, String>> headers, Bytes body) {
    /** Copies the headers. */
    public RestResponse {
        headers = List.copyOf(headers);
    }

    /** An answer of its status alone. */
    static RestResponse empty(int status) {
        return new RestResponse(status, List.of(), Bytes.EMPTY);
    }

    /** The same answer with one more header at the end. */
    public RestResponse with(String name, String value) {
        List<Map.Entry<String, String>> more = new ArrayList<>(headers);
        more.add(Map.entry(name, value));
        return new RestResponse(status, more, body);
    }

    /** Hides the headers and the body, which may hold a token. */
    @Override
    public String toString() {
        return "RestResponse[" + status + ", " + body.size() + " bytes]";
    }
}
