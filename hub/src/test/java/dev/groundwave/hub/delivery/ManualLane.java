package dev.groundwave.hub.delivery;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;

/**
 * A lane stepped by hand: tasks wait until the test runs them.
 *
 * <p>Used by one thread. The lane is current while one of its tasks runs, or what the test {@linkplain #run runs as if
 * its loop had called}; never step a lane from within another one.
 */
public final class ManualLane implements Lane {
    private final int index;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean current;
    private long given;
    private long done;

    /** A lane without tasks. */
    public ManualLane(int index) {
        this.index = index;
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public boolean isCurrent() {
        return current;
    }

    @Override
    public void execute(Runnable task) {
        given++;
        tasks.add(task);
    }

    /** Runs the oldest task; false when there is none. */
    public boolean step() {
        Runnable task = tasks.poll();
        if (task == null) {
            return false;
        }
        done++;
        run(task);
        return true;
    }

    /** Runs tasks, also those that they add, until none is left: the turn ends and the next ones too. */
    public void runAll() {
        while (step()) {
            // Until nothing is left.
        }
    }

    /** Runs something on this lane now, as the loop does for a socket that became readable. */
    public void run(Runnable action) {
        boolean before = current;
        current = true;
        try {
            action.run();
        } finally {
            current = before;
        }
    }

    /** Like {@link #run}, with an answer. */
    public <T> T call(Supplier<T> action) {
        boolean before = current;
        current = true;
        try {
            return action.get();
        } finally {
            current = before;
        }
    }

    /** How many tasks wait. */
    public int waiting() {
        return tasks.size();
    }

    /** How many tasks were ever given to the lane. */
    public long given() {
        return given;
    }

    /** How many of them ran or run now. */
    public long done() {
        return done;
    }
}
