package dev.groundwave.client;

import dev.groundwave.wire.AckError;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** How far an operation came; what exceptions tell about it. */
record OperationReport(
        OptionalLong ackId,
        String operation,
        String target,
        Optional<AckError> errorDetail,
        int attempts,
        Outcome outcome) {
    /** Errors that a repetition cannot heal. Source: client-sdk.md, section 2.6. */
    private static final Set<String> PERMANENT = Set.of(AckError.FORBIDDEN, AckError.BAD_REQUEST, "NotFound");

    /** Whether a repetition may help; names not known to us count so, as the protocol's list is open-ended. */
    static boolean isTransient(AckError error) {
        return !PERMANENT.contains(error.name());
    }
}
