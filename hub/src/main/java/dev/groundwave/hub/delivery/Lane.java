package dev.groundwave.hub.delivery;

/**
 * The single thread that some connections live on: an event loop, or a queue stepped by hand in tests.
 *
 * <p>What a connection owns is touched on its lane only.
 */
public interface Lane {
    /** The lane's place among all lanes of the node, from 0. */
    int index();

    /** Whether the calling thread is this lane. */
    boolean isCurrent();

    /** Runs the task on the lane, after everything given to it before. From any thread, never at once. */
    void execute(Runnable task);
}
