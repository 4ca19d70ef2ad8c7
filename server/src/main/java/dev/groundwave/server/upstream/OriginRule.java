package dev.groundwave.server.upstream;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Under which name the service asks handlers for their consent, and which answers mean it.
 *
 * <p>Source: events-and-operations.md, section 1.5, "Origin value and the traps around it".
 */
final class OriginRule {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final String host;
    private final Supplier<URI> endpoint;

    /**
     * The rule for a service.
     *
     * @param host of the service's address, which is what connection strings name
     * @param endpoint the whole address; asked for when an answer is judged, because the port may be known late
     */
    OriginRule(String host, Supplier<URI> endpoint) {
        this.host = host;
        this.endpoint = endpoint;
    }

    /** What stands in {@code WebHook-Request-Origin}: the host without port. */
    String host() {
        return host;
    }

    /** Whether a handler that answers with this {@code WebHook-Allowed-Origin} means us. */
    boolean isMeantBy(String allowed) {
        String wanted = allowed.strip().toLowerCase(Locale.ROOT);
        String ours = host.toLowerCase(Locale.ROOT);
        if (wanted.equals("*")) {
            return true;
        }
        String port = ":" + port(endpoint.get());
        String name = wanted.endsWith(port) ? wanted.substring(0, wanted.length() - port.length()) : wanted;
        return name.equals(ours) || (LOOPBACK.contains(ours) && LOOPBACK.contains(name));
    }

    private static int port(URI address) {
        if (address.getPort() >= 0) {
            return address.getPort();
        }
        return "https".equalsIgnoreCase(address.getScheme()) ? 443 : 80;
    }
}
