/**
 * One WebSocket, from opening to end.
 *
 * <p>Map: {@link dev.groundwave.client.transport.JdkWebSocketTransport} is the port's form on the JDK with its
 * {@code SendQueue}, {@link dev.groundwave.client.transport.Channel} brings a link's callbacks onto a client's control
 * loop and watches for silence.
 */
@NullMarked
package dev.groundwave.client.transport;

import org.jspecify.annotations.NullMarked;
