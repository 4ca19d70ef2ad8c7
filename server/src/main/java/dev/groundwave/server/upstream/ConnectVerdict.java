package dev.groundwave.server.upstream;

import dev.groundwave.wire.Bytes;
import dev.groundwave.wire.event.UpstreamReply;
import java.util.Optional;

/** What a client that wants in hears from the application. Source: events-and-operations.md, section 1.9. */
public sealed interface ConnectVerdict {
    /** It may come in, with these changes. */
    record Admitted(UpstreamReply.Accepted changes) implements ConnectVerdict {}

    /**
     * It may not.
     *
     * @param status of the handshake's answer
     * @param contentType of the body; empty for none
     */
    record Refused(int status, Optional<String> contentType, Bytes body) implements ConnectVerdict {}
}
