package dev.groundwave.wire;

import java.util.Map;
import java.util.Optional;

/**
 * The state of one member of a group.
 *
 * <p>Source: client-protocol.md, section 12.
 *
 * @param state absent when it was cleared
 * @param updatedAtMs milliseconds since the epoch, rising with every change of the connection
 */
public record GroupStateItem(
        String connectionId, Optional<String> userId, Optional<Map<String, String>> state, long updatedAtMs) {
    /** Copies the state. */
    public GroupStateItem {
        state = state.map(Metadata::copy);
    }

    @Override
    public String toString() {
        return "GroupStateItem[connectionId=" + connectionId + "]";
    }
}
