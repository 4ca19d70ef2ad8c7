package dev.groundwave.server.settings;

import dev.groundwave.wire.Feature;
import dev.groundwave.wire.HubName;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything the service is told before it starts.
 *
 * @param publicEndpoints further {@code http(s)} addresses under which clients know the service; tokens for them count
 * @param anyHost development only: a token for any host name is accepted
 * @param drain how long a stop waits for connections to leave
 * @param disabledFeatures parts of the protocol that clients may not use
 * @param hubs by name; a hub that is absent has the default settings
 * @param auth whose tokens count besides those of the access keys
 */
public record ServerSettings(
        ListenerSettings listener,
        AccessKeys accessKeys,
        List<URI> publicEndpoints,
        boolean anyHost,
        Duration drain,
        ReliableSettings reliable,
        LimitSettings limits,
        UpstreamSettings upstream,
        Set<Feature> disabledFeatures,
        Map<HubName, HubSettings> hubs,
        EdgeSettings edge,
        AuthSettings auth) {
    /** The settings without any file: loopback, port 8080, the public key. */
    public static final ServerSettings DEFAULTS = new ServerSettings(
            new ListenerSettings("127.0.0.1", 8080),
            AccessKeys.publicKey(),
            List.of(),
            false,
            Duration.ofSeconds(10),
            ReliableSettings.DEFAULTS,
            LimitSettings.DEFAULTS,
            UpstreamSettings.DEFAULTS,
            Set.of(),
            Map.of(),
            EdgeSettings.DEFAULTS,
            AuthSettings.DEFAULTS);

    /** Copies, and refuses the public key on an address that others can reach. */
    public ServerSettings {
        publicEndpoints = List.copyOf(publicEndpoints);
        disabledFeatures = Set.copyOf(disabledFeatures);
        hubs = Map.copyOf(hubs);
        for (URI endpoint : publicEndpoints) {
            boolean web =
                    "http".equalsIgnoreCase(endpoint.getScheme()) || "https".equalsIgnoreCase(endpoint.getScheme());
            if (!web || endpoint.getHost() == null) {
                throw new IllegalArgumentException(
                        "publicEndpoints: '" + endpoint + "' is not an absolute http or https address");
            }
        }
        if (drain.isNegative()) {
            throw new IllegalArgumentException("drainSeconds is " + drain.toSeconds() + ", the least is 0");
        }
        int eventListeners = hubs.values().stream()
                .mapToInt(hub -> hub.events().listeners().size())
                .sum();
        if (eventListeners > EventListenerSettings.AT_MOST) {
            throw new IllegalArgumentException("there are " + eventListeners
                    + " eventListeners over all hubs, allowed are " + EventListenerSettings.AT_MOST);
        }
        if (accessKeys.includePublicKey() && !isLoopback(listener.host())) {
            throw new IllegalArgumentException("the built-in access key is public: with it the service listens on a"
                    + " loopback address only, not on '" + listener.host() + "'; set accessKeys.primary");
        }
    }

    /** The settings of a hub, configured or not. */
    public HubSettings hub(HubName name) {
        return hubs.getOrDefault(name, HubSettings.DEFAULTS);
    }

    /**
     * The host under which clients know the service: that of the first public endpoint, else where it listens.
     *
     * <p>Source: events-and-operations.md, section 1.5.
     */
    public String publicHost() {
        if (!publicEndpoints.isEmpty()) {
            return publicEndpoints.getFirst().getHost();
        }
        String host = listener.host();
        boolean everywhere = host.equals("0.0.0.0") || host.equals("::");
        return everywhere || isLoopback(host) ? "localhost" : host;
    }

    private static boolean isLoopback(String host) {
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (!address.isLoopbackAddress()) {
                    return false;
                }
            }
            return true;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
