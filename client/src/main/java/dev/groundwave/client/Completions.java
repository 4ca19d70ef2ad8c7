package dev.groundwave.client;

import dev.groundwave.client.schedule.ControlLoop;
import dev.groundwave.client.schedule.Timers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Ends the futures that are given out: never on the control loop, so that whatever hangs on them may block. */
final class Completions {
    private final Executor workers;

    Completions(Executor workers) {
        this.workers = workers;
    }

    /** A future that ends by itself when nobody has ended it in time. */
    CompletableFuture<Void> within(ControlLoop loop, Duration limit) {
        CompletableFuture<Void> future = new CompletableFuture<>();
        Timers.Timer timer = loop.after(limit, () -> done(future));
        CompletableFuture<Void> unused = future.whenComplete((nothing, failure) -> loop.execute(timer::cancel));
        return future;
    }

    <T> void complete(CompletableFuture<T> future, T value) {
        workers.execute(() -> future.complete(value));
    }

    void done(CompletableFuture<Void> future) {
        workers.execute(() -> future.complete(null));
    }

    void fail(CompletableFuture<?> future, RuntimeException failure) {
        workers.execute(() -> future.completeExceptionally(failure));
    }
}
