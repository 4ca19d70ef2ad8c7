package dev.groundwave.client;

/** A listener's place at a client. Closing it need not be waited for. Source: client-sdk.md, section 1.7. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {
    /** Takes the listener away from the next event on; any thread, any number of times. */
    @Override
    void close();
}
