package dev.groundwave.client;

import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Notes which groups operations are about: what is asked counts at the time of the call, and the latest call wins.
 *
 * <p>Lives on the control loop. Source: client-sdk.md, section 2.4.
 */
final class GroupWishes {
    private final GroupMemory groups;
    private final Rejoin rejoin;
    private final GroupStates states;

    GroupWishes(GroupMemory groups, Rejoin rejoin, GroupStates states) {
        this.groups = groups;
        this.rejoin = rejoin;
        this.states = states;
    }

    /** An operation is about to be submitted. */
    void note(Operation operation) {
        String group = operation.target();
        if (operation.kind() == Operation.Kind.JOIN_GROUP) {
            groups.wish(group);
            operation.onSettled = (success, failure) -> joinSettled(group, failure);
        } else if (operation.kind() == Operation.Kind.LEAVE_GROUP) {
            groups.leave(group);
            rejoin.forget(group);
            states.groupLeft(group);
        }
    }

    private void joinSettled(String group, @Nullable RuntimeException failure) {
        if (failure == null) {
            groups.joined(group);
        } else if (failure instanceof CancellationException
                || (failure instanceof SendMessageFailedException refusal && refusal.outcome() == Outcome.REJECTED)) {
            groups.notJoined(group);
        }
    }
}
