package dev.groundwave.hub;

import dev.groundwave.hub.delivery.ManualLane;
import dev.groundwave.hub.delivery.Members;
import dev.groundwave.hub.delivery.PlainFrameEncoder;
import dev.groundwave.hub.delivery.RecordingOutbox;
import dev.groundwave.hub.delivery.Turn;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A name's first and last members come and go on two lanes, each by one thread at a time, while others look: every
 * outcome must be one that some order of these steps has without any concurrency.
 */
public class MemberIndexLincheckTest {
    private static final String NAME = "room";

    private static final Connection HERE = connection(0);
    private static final Connection THERE = connection(1);

    private final MemberIndex index = new MemberIndex();
    private Members.@Nullable Place<Connection> placeHere = index.add(NAME, HERE);
    private Members.@Nullable Place<Connection> placeThere = index.add(NAME, THERE);

    private static Connection connection(int lane) {
        Turn turn = new Turn(new ManualLane(lane), new PlainFrameEncoder());
        return new Connection(SteppedHub.attachment("guest-" + lane, ""), turn, new RecordingOutbox());
    }

    private Members.@Nullable Place<Connection> comeOrGo(Connection guest, Members.@Nullable Place<Connection> place) {
        if (place == null) {
            return index.add(NAME, guest);
        }
        index.remove(NAME, place);
        return null;
    }

    /** On one lane. */
    @Operation(nonParallelGroup = "here")
    public void comeOrGoHere() {
        placeHere = comeOrGo(HERE, placeHere);
    }

    /** On another lane. */
    @Operation(nonParallelGroup = "there")
    public void comeOrGoThere() {
        placeThere = comeOrGo(THERE, placeThere);
    }

    /** Which lanes have members, one bit for each. From any thread. */
    @Operation
    public int lanes() {
        int bits = 0;
        for (Members<Connection> slice : index.find(NAME)) {
            bits |= 1 << slice.turn().lane().index();
        }
        return bits;
    }

    @Test
    void everyInterleavingIsLikeSomeOrder() {
        new ModelCheckingOptions()
                .iterations(12)
                .invocationsPerIteration(50)
                .threads(2)
                .actorsPerThread(2)
                .actorsBefore(2)
                .actorsAfter(1)
                .check(MemberIndexLincheckTest.class);
    }
}
