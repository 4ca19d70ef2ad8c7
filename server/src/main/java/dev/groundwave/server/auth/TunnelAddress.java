package dev.groundwave.server.auth;

import dev.groundwave.wire.HubName;
import java.util.Optional;

/**
 * Where a tunnel is to be opened, as a token's audience has to name it. Source: events-and-operations.md, section 3.1.
 *
 * @param rawPath the path of the request, still percent-encoded
 * @param target where the service sent the tool before; empty mostly
 */
public record TunnelAddress(String rawPath, HubName hub, Optional<String> target) {
    /** The query parameter of the hub. */
    public static final String HUB = "hub";

    /** The query parameter of the target. */
    public static final String TARGET = "target";
}
