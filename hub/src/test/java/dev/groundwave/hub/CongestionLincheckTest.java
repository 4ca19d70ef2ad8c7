package dev.groundwave.hub;

import dev.groundwave.hub.delivery.Lane;
import dev.groundwave.hub.delivery.RecordingOutbox;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/**
 * Publications set out and the client's lane runs on one thread, other threads end them: a client whose publications have
 * all ended is never left paused, in no interleaving.
 */
public class CongestionLincheckTest {
    private static final int FIVE_MEBIBYTES = 5 << 20;

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final RecordingOutbox outbox = new RecordingOutbox();
    private final Congestion congestion = new Congestion(new QueueLane(), outbox);
    private final AtomicInteger underWay = new AtomicInteger();

    /** Tasks from any thread, run by the one that stands for the lane. */
    private final class QueueLane implements Lane {
        @Override
        public int index() {
            return 0;
        }

        @Override
        public boolean isCurrent() {
            return false;
        }

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }
    }

    /** On the lane. */
    @Operation(nonParallelGroup = "lane")
    public void start() {
        underWay.incrementAndGet();
        congestion.start(FIVE_MEBIBYTES);
    }

    /** On the lane. */
    @Operation(nonParallelGroup = "lane")
    public void runTasks() {
        Runnable task = tasks.poll();
        while (task != null) {
            task.run();
            task = tasks.poll();
        }
    }

    /** From any thread; nothing when nothing is under way. */
    @Operation
    public void end() {
        int before = underWay.get();
        if (before > 0 && underWay.compareAndSet(before, before - 1)) {
            congestion.end(FIVE_MEBIBYTES);
        }
    }

    /** When all threads are done. */
    @Validate
    public void whoHasNothingUnderWayIsNotLeftPaused() {
        while (underWay.get() > 0) {
            end();
        }
        runTasks();
        if (congestion.isPaused()) {
            throw new IllegalStateException("paused for good");
        }
    }

    @Test
    void nobodyIsPausedForGood() {
        new ModelCheckingOptions()
                .iterations(10)
                .invocationsPerIteration(50)
                .threads(2)
                .actorsPerThread(2)
                .actorsBefore(0)
                // Whatever came after would wake a client up that was left paused.
                .actorsAfter(0)
                .check(CongestionLincheckTest.class);
    }
}
