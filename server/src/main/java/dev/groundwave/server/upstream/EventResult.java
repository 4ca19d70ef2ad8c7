package dev.groundwave.server.upstream;

import dev.groundwave.wire.Payload;
import java.util.Map;

/** What came of a client's event. Source: events-and-operations.md, sections 1.11 and 1.15. */
public sealed interface EventResult {
    /** The application answered with a message for the client. */
    record Message(Payload data, Map<String, String> metadata) implements EventResult {}

    /** The application took it and has nothing to say. */
    record Done() implements EventResult {}

    /** Nobody took it; why stands in the log. */
    record Failure() implements EventResult {}
}
