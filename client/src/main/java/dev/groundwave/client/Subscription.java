package dev.groundwave.client;

/** A listener's place at a client. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {
    /** Takes the listener away from the next event on; any thread, any number of times. */
    @Override
    void close();
}
