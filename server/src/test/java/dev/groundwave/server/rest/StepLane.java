package dev.groundwave.server.rest;

import dev.groundwave.hub.delivery.Lane;
import java.util.ArrayDeque;
import java.util.Queue;

/** A lane whose tasks wait until the test runs them. */
final class StepLane implements Lane {
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean running;

    @Override
    public int index() {
        return 0;
    }

    @Override
    public boolean isCurrent() {
        return running;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    /** Runs what waits, and what that makes wait. */
    void runAll() {
        running = true;
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
        running = false;
    }

    int waiting() {
        return tasks.size();
    }
}
