package dev.groundwave.server.rest;

import java.util.List;
import java.util.Map;

/** What the routes say of a method and a path. */
sealed interface RouteMatch {
    /**
     * There is such a call.
     *
     * @param target path and query of the request
     * @param rawNames the names in the path, still percent-encoded
     */
    record Found(Route route, RequestTarget target, Map<String, String> rawNames) implements RouteMatch {}

    /** The path is known, with these other methods. */
    record WrongMethod(List<String> allowed) implements RouteMatch {}

    /** The path is not known. */
    record Nothing() implements RouteMatch {}
}
