package dev.groundwave.server.settings;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Somebody else whose tokens open the REST API: a tenant of Microsoft Entra ID, or any OpenID Connect provider.
 *
 * <p>Source: rest-api.md, section 3.5.
 *
 * @param issuer as it stands in the tokens' {@code iss}, to the letter
 * @param audiences of which a token must have one
 * @param roleClaim where a token says what its holder is
 * @param ownerRoles values of that claim that allow everything
 * @param readerRoles values of that claim that allow to look; where neither kind is named, every token allows everything
 */
public record IssuerSettings(
        String issuer,
        Keys keys,
        List<String> audiences,
        String roleClaim,
        Set<String> ownerRoles,
        Set<String> readerRoles) {
    /** What the hosted service's SDKs ask a token for. */
    public static final String DEFAULT_AUDIENCE = "https://webpubsub.azure.com";

    /** Where Microsoft Entra ID puts application roles. */
    public static final String DEFAULT_ROLE_CLAIM = "roles";

    /** Where the issuer's public keys are. */
    public sealed interface Keys {
        /** Where the issuer's discovery document says. */
        record Discovered() implements Keys {}

        /** At an address. */
        record Remote(URI location) implements Keys {
            /** Checks the address. */
            public Remote {
                requireSafe("issuers[].jwks", location);
            }
        }

        /** Here, as a JSON Web Key Set. */
        record Given(String jwks) implements Keys {}
    }

    /** Checks that keys cannot be exchanged on their way, and copies. */
    public IssuerSettings {
        audiences = List.copyOf(audiences);
        ownerRoles = Set.copyOf(ownerRoles);
        readerRoles = Set.copyOf(readerRoles);
        if (issuer.isBlank()) {
            throw new IllegalArgumentException("issuers[].issuer is blank");
        }
        if (audiences.isEmpty()) {
            throw new IllegalArgumentException("issuers[].audiences is empty");
        }
        if (keys instanceof Keys.Discovered) {
            requireSafe("issuers[].issuer", discovery(issuer));
        }
    }

    /** Where the issuer's discovery document is. Source: OpenID Connect Discovery 1.0, section 4. */
    public URI discovery() {
        return discovery(issuer);
    }

    private static URI discovery(String issuer) {
        String base = issuer.endsWith("/") ? issuer : issuer + "/";
        return URI.create(base + ".well-known/openid-configuration");
    }

    /** Whether what is fetched from an address can be believed: over TLS, or on this very machine. */
    public static boolean isSafe(URI location) {
        String scheme = String.valueOf(location.getScheme()).toLowerCase(Locale.ROOT);
        String host = String.valueOf(location.getHost());
        boolean here = host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
        return location.getHost() != null && (scheme.equals("https") || (scheme.equals("http") && here));
    }

    private static void requireSafe(String key, URI location) {
        if (!isSafe(location)) {
            throw new IllegalArgumentException(key + " '" + location + "' is not an https address");
        }
    }
}
