package dev.groundwave.hub;

import dev.groundwave.hub.delivery.ManualLane;
import dev.groundwave.hub.delivery.PlainFrameEncoder;
import dev.groundwave.hub.delivery.RecordingOutbox;
import dev.groundwave.hub.delivery.Turn;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Two sessions come and go on two lanes, join and leave, while others look for them: every outcome must be one that some
 * order of these steps has without any concurrency. Others look by id only: a session enters and leaves the indexes one
 * after the other, which nobody may rely on.
 */
public class RosterLincheckTest {
    private static final String GROUP = "room";

    private final Roster roster = new Roster();
    private @Nullable Connection here;
    private @Nullable Connection there;

    private static Connection connection(int lane) {
        Turn turn = new Turn(new ManualLane(lane), new PlainFrameEncoder());
        return new Connection(SteppedHub.attachment("guest-" + lane, "user"), turn, new RecordingOutbox());
    }

    private @Nullable Connection comeOrGo(@Nullable Connection session, int lane) {
        if (session == null) {
            Connection made = connection(lane);
            roster.add(made);
            return made;
        }
        roster.remove(session);
        return null;
    }

    private void joinOrLeave(@Nullable Connection session) {
        if (session != null && session.isIn(GROUP)) {
            roster.leave(session, GROUP);
        } else if (session != null) {
            roster.join(session, GROUP);
        }
    }

    /** On one lane. */
    @Operation(nonParallelGroup = "here")
    public void comeOrGoHere() {
        here = comeOrGo(here, 0);
    }

    /** On one lane. */
    @Operation(nonParallelGroup = "here")
    public void joinOrLeaveHere() {
        joinOrLeave(here);
    }

    /** On another lane. */
    @Operation(nonParallelGroup = "there")
    public void comeOrGoThere() {
        there = comeOrGo(there, 1);
    }

    /** On another lane. */
    @Operation(nonParallelGroup = "there")
    public void joinOrLeaveThere() {
        joinOrLeave(there);
    }

    /** From any thread. */
    @Operation
    public boolean isHere() {
        return roster.find("guest-0") != null;
    }

    /** From any thread. */
    @Operation
    public int sessions() {
        return roster.connectionCount();
    }

    @Test
    void everyInterleavingIsLikeSomeOrder() {
        new ModelCheckingOptions()
                .iterations(6)
                .invocationsPerIteration(30)
                .threads(2)
                .actorsPerThread(2)
                .actorsBefore(2)
                .actorsAfter(1)
                .check(RosterLincheckTest.class);
    }
}
