package dev.groundwave.server.socket;

import dev.groundwave.server.auth.Caller;
import dev.groundwave.wire.Dialect;
import dev.groundwave.wire.HubName;
import java.util.Optional;

/** What the gate says of a handshake. */
public sealed interface Handshake {
    /**
     * The client is let in.
     *
     * @param subprotocol what to echo, in the client's spelling; empty for a simple client
     */
    record Admitted(HubName hub, Caller caller, Dialect dialect, Optional<String> subprotocol, SimpleMode mode)
            implements Handshake {}

    /** The client is turned away with a status and a short text for its developer. */
    record Refused(int status, String text) implements Handshake {}
}
