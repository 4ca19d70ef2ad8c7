package dev.groundwave.client;

import dev.groundwave.client.transport.Channel;

/** A feature that shares the connection with the operations; every call comes on the control loop. */
interface SessionPart {
    /** Frames can be sent: a new connection stands, or the same one stands again after a recovery. */
    void attached(Channel channel);

    /** The channel may take more than before. */
    void pump();

    /** The transport is gone, the connection perhaps not; nothing can be sent until {@link #attached}. */
    void transportLost(int closeCode);

    /** The connection is gone too: the service has forgotten everything that belonged to it. */
    void connectionLost();

    /** The client stops. */
    void failAll(SessionState state);

    /** Whether somebody waits for a frame of the service, so that reading must go on. */
    boolean awaitsAnswer();
}
