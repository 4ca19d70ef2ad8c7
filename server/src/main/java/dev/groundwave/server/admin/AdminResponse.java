package dev.groundwave.server.admin;

import dev.groundwave.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An answer of the management port; its length is left to the transport.
 *
 * @param headers in the order in which they are written
 */
public record AdminResponse(int status, List<Map.Entry<String, String>> headers, Bytes body) {
    /** What is told is of the moment. */
    private static final Map.Entry<String, String> OF_THE_MOMENT = Map.entry("Cache-Control", "no-store");

    /** Copies the headers. */
    public AdminResponse {
        headers = List.copyOf(headers);
    }

    static AdminResponse empty(int status) {
        return new AdminResponse(status, List.of(OF_THE_MOMENT), Bytes.EMPTY);
    }

    /** A word for a person's eyes. */
    static AdminResponse text(int status, String text) {
        return new AdminResponse(
                status,
                List.of(Map.entry("Content-Type", "text/plain; charset=utf-8"), OF_THE_MOMENT),
                Bytes.utf8(text + "\n"));
    }

    static AdminResponse json(Bytes body) {
        return new AdminResponse(
                200, List.of(Map.entry("Content-Type", "application/json; charset=utf-8"), OF_THE_MOMENT), body);
    }

    AdminResponse with(String name, String value) {
        List<Map.Entry<String, String>> more = new ArrayList<>(headers);
        more.add(Map.entry(name, value));
        return new AdminResponse(status, more, body);
    }
}
