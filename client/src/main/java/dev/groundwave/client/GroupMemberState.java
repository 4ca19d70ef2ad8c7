package dev.groundwave.client;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a member of a group has set as its state there. Immutable. Preview. Source: client-sdk.md, section 3.4.
 *
 * @param userId empty for a member without one
 * @param state may be an empty map; a member that cleared its state is not listed
 * @param updatedAt by the service's clock
 */
public record GroupMemberState(
        String connectionId, Optional<String> userId, Map<String, String> state, Instant updatedAt) {
    /** Copies the state. */
    public GroupMemberState {
        state = Map.copyOf(state);
    }

    @Override
    public String toString() {
        return "GroupMemberState[connectionId=" + connectionId + "]";
    }
}
