package dev.groundwave.client;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Waits for futures on behalf of the blocking calls. */
final class Blocking {
    private Blocking() {}

    /**
     * The result, or the exception that the operation failed with.
     *
     * @throws WebPubSubException also when this thread is interrupted; the flag is set again and the future cancelled
     */
    static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            throw interrupted(future, e);
        } catch (CancellationException e) {
            throw new WebPubSubException("the operation was cancelled", e);
        } catch (ExecutionException e) {
            throw unwrapped(e);
        }
    }

    /** As {@link #await} for a future that ends without a value. */
    static void awaitNothing(CompletableFuture<Void> future) {
        try {
            future.get();
        } catch (InterruptedException e) {
            throw interrupted(future, e);
        } catch (ExecutionException e) {
            throw unwrapped(e);
        }
    }

    private static WebPubSubException interrupted(CompletableFuture<?> future, InterruptedException cause) {
        future.cancel(false);
        Thread.currentThread().interrupt();
        return new WebPubSubException("interrupted while waiting", cause);
    }

    private static RuntimeException unwrapped(ExecutionException wrapper) {
        return wrapper.getCause() instanceof RuntimeException failure
                ? failure
                : new IllegalStateException("an operation failed in an unforeseen way", wrapper.getCause());
    }
}
