package dev.groundwave.service;

import dev.groundwave.wire.HubName;
import java.net.URI;
import java.util.Locale;

/**
 * The addresses of one hub: its REST calls and its clients' WebSocket URL.
 *
 * <p>A base path of the endpoint stays in front of every path. Source: rest-api.md, sections 1, 3.4 and 5.
 */
final class Endpoint {
    /** The newest version of the API; a server takes every operation under every version. */
    static final String API_VERSION = "2024-12-01";

    private final String base;
    private final String hub;

    /** The endpoint has no slash at its end, as in a checked connection string. */
    Endpoint(URI endpoint, HubName hub) {
        // Only the scheme's case is free: what follows is part of the signed URL and stays as given.
        String scheme = endpoint.getScheme();
        this.base = scheme.toLowerCase(Locale.ROOT) + endpoint.toString().substring(scheme.length());
        this.hub = ApiUrl.encode(hub.value());
    }

    /** Starts a call to the hub. */
    ApiUrl hubCall() {
        return new ApiUrl(base).fixed("api/hubs/" + hub);
    }

    URI health() {
        return new ApiUrl(base).fixed("api/health").uri();
    }

    /** What a client token's audience is: the client path with the scheme http or https. */
    String clientAudience() {
        return base + "/client/hubs/" + hub;
    }

    /** Where clients connect, by ws for http and wss for https. */
    URI clientUrl() {
        // "http" becomes "ws" and "https" becomes "wss".
        return URI.create("ws" + clientAudience().substring("http".length()));
    }
}
