/**
 * What a client needs from outside itself, for those who write a transport or a clock of their own.
 *
 * <p>Map: {@link dev.groundwave.client.port.Transport} opens {@link dev.groundwave.client.port.TransportLink}s and tells a
 * {@link dev.groundwave.client.port.TransportListener}; {@link dev.groundwave.client.port.Timers} is the clock.
 */
@NullMarked
package dev.groundwave.client.port;

import org.jspecify.annotations.NullMarked;
