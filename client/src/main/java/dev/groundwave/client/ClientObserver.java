package dev.groundwave.client;

import java.time.Duration;

/**
 * Is told how a client fares, for meters; everything else that can be measured is an event or a method of the client.
 *
 * <p>Called on the client's own threads, several at a time: must neither block nor throw. Source: client-sdk.md, section
 * 5.
 */
public interface ClientObserver {
    /**
     * An operation has ended.
     *
     * @param operation the name of the method that was called, for example {@code joinGroup}; joining again counts, too
     * @param took from the call to the end, all attempts and waiting included
     */
    default void onOperation(String operation, Duration took, boolean succeeded) {}

    /**
     * All listeners of one event have returned.
     *
     * @param waited from the arrival of the event to the first listener
     * @param took in all listeners together
     */
    default void onHandled(Duration waited, Duration took) {}
}
