package dev.groundwave.client.port;

/** Opens WebSockets. Safe for all threads. */
@FunctionalInterface
public interface Transport {
    /**
     * Begins one attempt and returns at once; how it went, the listener is told. Redirects are not followed.
     *
     * <p>Never throws for what the network or the peer does.
     */
    TransportLink open(TransportRequest request, TransportListener listener);
}
