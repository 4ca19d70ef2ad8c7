package dev.groundwave.server.socket;

import dev.groundwave.hub.Connection;
import dev.groundwave.wire.ServiceMessage;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Greets a client again before its reconnection token expires, so that a connection of any age can be recovered.
 *
 * <p>Lives on the connection's lane. Source: client-protocol.md, section 8.3.
 */
final class TokenRenewal {
    private final Connection connection;
    private final Supplier<ServiceMessage> greeting;
    private final long intervalNanos;

    /** When the client was greeted last. */
    private long sinceNanos;

    /**
     * A renewal for a client that was greeted just now.
     *
     * @param greeting makes a greeting with a fresh token
     */
    TokenRenewal(Connection connection, Supplier<ServiceMessage> greeting, Duration interval, long nowNanos) {
        this.connection = connection;
        this.greeting = greeting;
        this.intervalNanos = interval.toNanos();
        this.sinceNanos = nowNanos;
    }

    /** Greets if it is time. */
    void sweep(long nowNanos) {
        if (nowNanos - sinceNanos >= intervalNanos) {
            sinceNanos = nowNanos;
            connection.turn().send(connection, greeting.get());
        }
    }
}
