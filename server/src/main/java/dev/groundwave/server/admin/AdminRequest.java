package dev.groundwave.server.admin;

import java.util.Optional;

/**
 * The head of a request to the management port.
 *
 * @param target path and query as on the wire
 * @param host the {@code Host} header; empty when it is missing
 * @param authorization the header of that name
 */
public record AdminRequest(String method, String target, String host, Optional<String> authorization) {
    /** The path as on the wire. */
    String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** Hides what may be secret. */
    @Override
    public String toString() {
        return "AdminRequest[" + method + " " + path() + "]";
    }
}
