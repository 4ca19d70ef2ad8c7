package dev.groundwave.service;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Keeps what is to run later until the test lets it run. */
final class ManualScheduler implements HttpCaller.Scheduler {
    private final BlockingQueue<Pause> pauses = new LinkedBlockingQueue<>();

    /** What was to run, and after how long. */
    record Pause(Duration delay, Runnable task) {}

    @Override
    public void after(Duration delay, Runnable task) {
        pauses.add(new Pause(delay, task));
    }

    /** Waits until something is scheduled, lets it run at once, and tells how long it should have waited. */
    Duration step() throws InterruptedException {
        Pause pause = next();
        pause.task().run();
        return pause.delay();
    }

    /** Waits until something is scheduled, and leaves it to the caller to run. */
    Pause next() throws InterruptedException {
        Pause pause = pauses.poll(30, TimeUnit.SECONDS);
        if (pause == null) {
            throw new AssertionError("nothing was scheduled");
        }
        return pause;
    }

    boolean isIdle() {
        return pauses.isEmpty();
    }
}
