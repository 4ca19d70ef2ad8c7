package dev.groundwave.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Ends the futures that are given out: never on the control loop, so that whatever hangs on them may block. */
final class Completions {
    private final Executor workers;

    Completions(Executor workers) {
        this.workers = workers;
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
