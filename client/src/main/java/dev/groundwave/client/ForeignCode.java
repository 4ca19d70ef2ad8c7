package dev.groundwave.client;

import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Calls the program's code, whose faults, of whatever kind, must not reach ours. Safe for all threads. */
final class ForeignCode {
    private ForeignCode() {}

    /** What it threw; empty when it returned. */
    static Optional<Throwable> faultOf(Runnable call) {
        FutureTask<Void> guarded = new FutureTask<>(call, null);
        guarded.run();
        try {
            guarded.get();
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.of(e.getCause() == null ? e : e.getCause());
        } catch (CancellationException | InterruptedException e) {
            // The task has ended, so this is no interrupt of ours.
            return Optional.of(e);
        }
    }
}
