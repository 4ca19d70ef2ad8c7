package dev.groundwave.server.rest;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Marks every answer with an id of ours, and with the caller's own when that is harmless.
 *
 * <p>Safe for all threads. Source: rest-api.md, section 4.
 */
final class RequestIds {
    private static final String OURS = "x-ms-request-id";
    private static final String CALLERS = "x-ms-client-request-id";
    private static final int LONGEST_ECHO = 128;

    /** Tells this run of the service from others; the count tells its requests apart. */
    private final String run = UUID.randomUUID().toString();

    private final AtomicLong count = new AtomicLong();

    /** The same answer with an id of ours. */
    RestResponse mark(RestResponse response) {
        return response.with(OURS, run + "-" + count.incrementAndGet());
    }

    /** The same answer with an id of ours and the caller's. */
    RestResponse mark(RestResponse response, RestHead head) {
        List<String> ids = head.values(CALLERS);
        RestResponse marked = mark(response);
        return ids.size() == 1 && isPrintable(ids.getFirst()) ? marked.with(CALLERS, ids.getFirst()) : marked;
    }

    private static boolean isPrintable(String id) {
        return !id.isEmpty() && id.length() <= LONGEST_ECHO && id.chars().allMatch(c -> c >= ' ' && c <= '~');
    }
}
