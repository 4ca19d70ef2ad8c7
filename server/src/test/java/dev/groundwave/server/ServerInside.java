package dev.groundwave.server;

import dev.groundwave.hub.Hubs;

/** Lets tests look at what a running server holds. */
public final class ServerInside {
    private ServerInside() {}

    /** The server's hubs. */
    public static Hubs hubs(WebPubSubServer server) {
        return server.hubs();
    }
}
