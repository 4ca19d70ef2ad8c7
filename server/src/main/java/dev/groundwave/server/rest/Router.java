package dev.groundwave.server.rest;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Finds the route of a request, with or without the base path of a public endpoint before it.
 *
 * <p>Immutable. Source: rest-api.md, sections 1 and 4.
 */
final class Router {
    /** Decoded, in any letter case, none of them empty. */
    private final List<List<String>> basePaths;

    Router(List<URI> publicEndpoints) {
        this.basePaths = publicEndpoints.stream()
                .map(Router::basePath)
                .filter(base -> !base.isEmpty())
                .distinct()
                .toList();
    }

    /** The route of a path, which is still percent-encoded. */
    RouteMatch find(String method, String rawPath) {
        if (!rawPath.startsWith("/")) {
            return new RouteMatch.Nothing();
        }
        List<String> segments = List.of(rawPath.substring(1).split("/", -1));
        RouteMatch match = match(method, segments);
        for (List<String> base : basePaths) {
            if (match instanceof RouteMatch.Nothing && startsWith(segments, base)) {
                match = match(method, segments.subList(base.size(), segments.size()));
            }
        }
        return match;
    }

    private static RouteMatch match(String method, List<String> segments) {
        TreeSet<String> allowed = new TreeSet<>();
        for (Route route : Route.values()) {
            Optional<Map<String, String>> names = route.match(segments);
            if (names.isPresent() && route.methods().contains(method)) {
                return new RouteMatch.Found(route, names.get());
            }
            if (names.isPresent()) {
                allowed.addAll(route.methods());
            }
        }
        return allowed.isEmpty() ? new RouteMatch.Nothing() : new RouteMatch.WrongMethod(List.copyOf(allowed));
    }

    private static boolean startsWith(List<String> segments, List<String> base) {
        if (segments.size() < base.size()) {
            return false;
        }
        for (int i = 0; i < base.size(); i++) {
            String expected = base.get(i);
            if (PercentCoding.decodeSegment(segments.get(i))
                    .filter(expected::equalsIgnoreCase)
                    .isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private static List<String> basePath(URI endpoint) {
        List<String> segments = new ArrayList<>();
        for (String segment : endpoint.getPath().split("/", -1)) {
            if (!segment.isEmpty()) {
                segments.add(segment);
            }
        }
        return List.copyOf(segments);
    }
}
