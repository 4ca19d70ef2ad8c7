package dev.groundwave.server.socket;

import dev.groundwave.server.auth.Caller;
import dev.groundwave.wire.Dialect;
import dev.groundwave.wire.HubName;
import java.util.Optional;

/** What the gate says of a handshake. */
public sealed interface Handshake {
    /**
     * The client may come in as far as the service is concerned.
     *
     * @param subprotocol what to echo, in the client's spelling; empty for a simple client
     */
    record Admitted(
            HubName hub,
            ClientRequest request,
            Caller caller,
            Dialect dialect,
            Optional<String> subprotocol,
            SimpleMode mode)
            implements Handshake {
        /** The same, as the application wants it. */
        Admitted as(Caller other, Dialect chosen, Optional<String> name) {
            return new Admitted(hub, request, other, chosen, name, mode);
        }
    }

    /**
     * The client wants a connection back; whether it gets it is told after the upgrade.
     *
     * @param subprotocol the service's first one among those offered, in the client's spelling
     */
    record Recovering(HubName hub, String connectionId, String reconnectionToken, Optional<String> subprotocol)
            implements Handshake {
        /** Leaves out the token. */
        @Override
        public String toString() {
            return "Recovering[hub=" + hub + ", connectionId=" + connectionId + "]";
        }
    }

    /** The client is turned away with a status and a short text for its developer. */
    record Refused(int status, String text) implements Handshake {}
}
