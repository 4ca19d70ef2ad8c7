package dev.groundwave.client;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ack id to operation, from submission to settlement and so always before the frame is written: an ack cannot come too
 * early. Lives on the control loop.
 */
final class PendingAcks {
    private final Map<Long, Operation> byId = new HashMap<>();

    /** False when another operation under way has this ack id. Fire-and-forget needs no entry. */
    boolean register(Operation operation) {
        return operation.ackId().isEmpty() || byId.putIfAbsent(operation.ackId().getAsLong(), operation) == null;
    }

    /** Null when nobody waits for this id (any more). */
    @Nullable
    Operation find(long ackId) {
        return byId.get(ackId);
    }

    void remove(Operation operation) {
        operation.ackId().ifPresent(id -> byId.remove(id, operation));
    }
}
