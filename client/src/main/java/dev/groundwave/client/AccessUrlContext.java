package dev.groundwave.client;

import java.util.Optional;

/**
 * Why a client asks for an access URL. Source: client-sdk.md, section 1.3.
 *
 * @param attempt 1 for the first attempt of this start or of this reconnect, then rising
 * @param previousFailure of the attempt before, with its HTTP status
 */
public record AccessUrlContext(Reason reason, int attempt, Optional<ConnectFailedException> previousFailure) {
    /** The two occasions. */
    public enum Reason {
        /** {@code start()} was called. */
        START,
        /** The connection was lost. */
        RECONNECT
    }
}
