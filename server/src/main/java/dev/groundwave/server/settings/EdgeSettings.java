package dev.groundwave.server.settings;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Whom the service listens to and believes before any token is read.
 *
 * @param trustedProxies whose {@code X-Forwarded-*} headers count
 * @param clientCertHeader in which trusted proxies hand on the certificate that a client showed them
 * @param allowedOrigins of web pages that may call the REST API; {@code *} for all
 */
public record EdgeSettings(
        List<Cidr> trustedProxies,
        Optional<String> clientCertHeader,
        NetworkRules networkRules,
        List<String> allowedOrigins) {
    /** No proxies, no rules, no web pages. */
    public static final EdgeSettings DEFAULTS =
            new EdgeSettings(List.of(), Optional.empty(), NetworkRules.OPEN, List.of());

    /** Copies the lists. */
    public EdgeSettings {
        trustedProxies = List.copyOf(trustedProxies);
        allowedOrigins = List.copyOf(allowedOrigins);
    }

    /** Whether the address is a trusted proxy's. No stream: asked for each request. */
    public boolean trusts(InetAddress address) {
        for (Cidr block : trustedProxies) {
            if (block.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /** Whether pages of this origin may call; origins are the same in any letter case. */
    public boolean allowsOrigin(String origin) {
        return allowedOrigins.stream().anyMatch(allowed -> allowed.equals("*") || allowed.equalsIgnoreCase(origin));
    }
}
