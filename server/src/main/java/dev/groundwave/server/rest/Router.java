package dev.groundwave.server.rest;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Finds the route of a request, with or without the base path of a public endpoint before it.
 *
 * <p>Immutable. Source: rest-api.md, sections 1 and 4.
 */
final class Router {
    /** Most requests are for one of a few routes of their length. */
    private static final Map<Integer, List<Route>> BY_LENGTH =
            Arrays.stream(Route.values()).collect(Collectors.groupingBy(Route::segments));

    /** Decoded, in any letter case, none of them empty. */
    private final List<List<String>> basePaths;

    Router(List<URI> publicEndpoints) {
        this.basePaths = publicEndpoints.stream()
                .map(Router::basePath)
                .filter(base -> !base.isEmpty())
                .distinct()
                .toList();
    }

    /** The route of a request. */
    RouteMatch find(String method, RequestTarget target) {
        String rawPath = target.path();
        if (!rawPath.startsWith("/")) {
            return new RouteMatch.Nothing();
        }
        List<String> segments = List.of(rawPath.substring(1).split("/", -1));
        RouteMatch match = match(method, target, segments);
        for (List<String> base : basePaths) {
            if (match instanceof RouteMatch.Nothing && startsWith(segments, base)) {
                match = match(method, target, segments.subList(base.size(), segments.size()));
            }
        }
        return match;
    }

    private static RouteMatch match(String method, RequestTarget target, List<String> segments) {
        TreeSet<String> allowed = new TreeSet<>();
        for (Route route : BY_LENGTH.getOrDefault(segments.size(), List.of())) {
            if (!route.matches(segments)) {
                continue;
            }
            if (route.methods().contains(method)) {
                return new RouteMatch.Found(route, target, route.names(segments));
            }
            allowed.addAll(route.methods());
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
