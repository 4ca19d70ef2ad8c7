/**
 * Listeners and the pipeline of every connection before it becomes a client's.
 *
 * <p>Map: {@code Listeners} binds and owns the event loops, {@code PublicPipeline} orders the handlers, an
 * {@code HttpGate} sends each request to the handshake or to the REST API.
 */
@NullMarked
package dev.groundwave.server.net;

import org.jspecify.annotations.NullMarked;
