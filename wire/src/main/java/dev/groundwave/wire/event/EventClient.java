package dev.groundwave.wire.event;

import java.util.Optional;

/**
 * The client that an event is about, as its headers tell it.
 *
 * @param hub in the client's own spelling
 * @param subprotocol the negotiated one; empty for a simple client and while a client connects
 * @param state what the application gave last; empty when it never did
 */
public record EventClient(
        String hub,
        String connectionId,
        Optional<String> userId,
        Optional<String> subprotocol,
        Optional<ConnectionState> state) {}
