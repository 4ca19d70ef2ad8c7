/**
 * Tells those who only observe a hub what its clients do: event listeners.
 *
 * <p>Map: {@link dev.groundwave.server.listener.EventListeners} finds the listeners of an event; each has an
 * {@code EventSink}, of which {@code KafkaSink} is the one there is: a bounded queue ({@code WaitingEvents}), a thread
 * and a producer. Nobody who raises an event ever waits here.
 */
@NullMarked
package dev.groundwave.server.listener;

import org.jspecify.annotations.NullMarked;
