package dev.groundwave.server.upstream;

import dev.groundwave.wire.event.UpstreamResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The cookies that handlers set for one connection, by which a load balancer finds the same handler again.
 *
 * <p>Safe for all threads. Source: events-and-operations.md, section 1.13.
 */
final class CookieJar {
    /** Stands for whatever a tunnel leads to: cookies need a host. */
    private static final String TUNNELLED = "http://tunnel.local";

    private final Affinity affinity = new Affinity();

    /** Null until the first cookie: most handlers set none. */
    private @Nullable CookieManager cookies;

    /** The same for a handler behind tunnels, of which one connection uses one. */
    Affinity affinity() {
        return affinity;
    }

    /** Keeps the cookies of an answer. */
    synchronized void keep(URI uri, UpstreamResponse response) {
        List<String> set = response.headers("Set-Cookie");
        if (set.isEmpty()) {
            return;
        }
        if (cookies == null) {
            cookies = new CookieManager(null, CookiePolicy.ACCEPT_ORIGINAL_SERVER);
        }
        try {
            cookies.put(place(uri), Map.of("Set-Cookie", set));
        } catch (IOException e) {
            throw new UncheckedIOException("a store in memory does no I/O", e);
        }
    }

    /** The value of a {@code Cookie} header for an address; empty when there is nothing to send. */
    synchronized Optional<String> headerFor(URI uri) {
        if (cookies == null) {
            return Optional.empty();
        }
        try {
            List<String> values = cookies.get(place(uri), Map.of()).getOrDefault("Cookie", List.of());
            return values.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", values));
        } catch (IOException e) {
            throw new UncheckedIOException("a store in memory does no I/O", e);
        }
    }

    private static URI place(URI uri) {
        return uri.getHost() == null ? URI.create(TUNNELLED + uri.getRawPath()) : uri;
    }
}
