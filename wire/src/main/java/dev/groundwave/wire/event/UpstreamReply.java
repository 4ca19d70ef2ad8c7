package dev.groundwave.wire.event;

import dev.groundwave.wire.Bytes;
import dev.groundwave.wire.Metadata;
import dev.groundwave.wire.Payload;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an event handler's answer means.
 *
 * <p>Immutable. Source: events-and-operations.md, sections 1.9, 1.11 and 1.13.
 */
public sealed interface UpstreamReply {
    /**
     * The client may come in. What is empty keeps what the token says.
     *
     * @param userId replaces the user, also by an empty one
     * @param roles replace all roles
     * @param groups replace the first groups unless there are none
     * @param subprotocol not compared yet with what the client offered
     * @param state to be kept with the connection
     */
    record Accepted(
            Optional<String> userId,
            Optional<List<String>> roles,
            List<String> groups,
            Optional<String> subprotocol,
            Optional<ConnectionState> state)
            implements UpstreamReply {
        /** Copies the lists. */
        public Accepted {
            roles = roles.map(List::copyOf);
            groups = List.copyOf(groups);
        }
    }

    /**
     * The handler says no.
     *
     * @param contentType of the body, as the handler wrote it
     */
    record Rejected(int status, Optional<String> contentType, Bytes body) implements UpstreamReply {}

    /**
     * A message for the client that raised the event.
     *
     * @param state to be kept with the connection
     */
    record Reply(Payload data, Map<String, String> metadata, Optional<ConnectionState> state) implements UpstreamReply {
        /** Checks the metadata. */
        public Reply {
            metadata = Metadata.checkedCopy(metadata);
        }
    }

    /**
     * The handler took the event and has nothing to say.
     *
     * @param state to be kept with the connection
     */
    record Nothing(Optional<ConnectionState> state) implements UpstreamReply {}

    /**
     * There is no answer to work with: none came, or one that breaks the contract.
     *
     * @param why for the log; quotes nothing of an answer
     */
    record Failed(String why) implements UpstreamReply {}
}
