/**
 * One WebSocket, from opening to end.
 *
 * <p>Map: {@link dev.groundwave.client.transport.Transport} is the port,
 * {@link dev.groundwave.client.transport.JdkWebSocketTransport} its form on the JDK,
 * {@link dev.groundwave.client.transport.Channel} brings a link's callbacks onto a client's control loop.
 */
@NullMarked
package dev.groundwave.client.transport;

import org.jspecify.annotations.NullMarked;
