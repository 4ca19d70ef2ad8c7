package dev.groundwave.client;

import dev.groundwave.wire.ServiceMessage;
import java.util.Optional;

/**
 * A connection that stands, or whose transport is lost and may yet be replaced.
 *
 * @param token with which it can be recovered; a secret, empty where that is not possible
 * @param sinceNanos when it began
 */
record LiveConnection(String id, Optional<String> userId, Optional<String> token, long sinceNanos) {
    static LiveConnection of(ServiceMessage.Connected greeting, boolean reliable, long nowNanos) {
        Optional<String> token = reliable ? greeting.reconnectionToken() : Optional.empty();
        return new LiveConnection(greeting.connectionId(), greeting.userId(), token, nowNanos);
    }

    /** The service repeats its greeting to hand out a fresh token. Source: client-protocol.md, section 8.3. */
    LiveConnection greetedAgain(ServiceMessage.Connected greeting) {
        Optional<String> fresh = greeting.reconnectionToken();
        boolean takesToken = token.isPresent() && fresh.isPresent();
        return new LiveConnection(id, greeting.userId().or(() -> userId), takesToken ? fresh : token, sinceNanos);
    }

    @Override
    public String toString() {
        return "LiveConnection[" + id + "]";
    }
}
