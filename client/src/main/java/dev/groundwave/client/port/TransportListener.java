package dev.groundwave.client.port;

/**
 * Told what happens on one transport, one call at a time, none within another, except {@link #onActivity} and
 * {@link #onWritable}.
 *
 * <p>Called on the transport's threads or on one that calls the {@link TransportLink}; must not block and not throw.
 */
public interface TransportListener {
    /** The handshake succeeded; the subprotocol that the server chose, empty when none. At most once, first. */
    void onOpen(String subprotocol);

    /** Something came in, control frames and parts of messages included. */
    void onActivity();

    /** A whole message. The array is the listener's. */
    void onMessage(byte[] message);

    /** There is room again after a refused {@link TransportLink#offer}. */
    void onWritable();

    /** The transport is over, or never opened. Exactly once, last, for whatever reason. */
    void onEnd(TransportEnd end);
}
