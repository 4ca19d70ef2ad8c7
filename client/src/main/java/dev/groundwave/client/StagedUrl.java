package dev.groundwave.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** Waits for a URL that a program fetches without blocking; on the worker thread of an attempt. */
final class StagedUrl {
    private StagedUrl() {}

    /** The URL. An interrupt, which is how an attempt is given up, cancels the program's work. */
    static String await(CompletionStage<String> stage) throws ExecutionException, InterruptedException {
        CompletableFuture<String> future = stage.toCompletableFuture();
        try {
            return future.get();
        } finally {
            // Without effect on one that is done.
            future.cancel(true);
        }
    }
}
