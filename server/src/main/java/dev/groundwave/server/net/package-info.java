/**
 * Listeners and the pipeline of every connection before it becomes a client's.
 *
 * <p>Map: {@code Listeners} binds and owns the event loops, {@code PublicPipeline} orders the handlers from {@code ServerTls}
 * on, an {@code HttpGate} sends each request past the {@code Entrance} to a handshake or to the REST API, and so does a
 * {@code StreamGate} with a call over HTTP/2. {@code Peers} and {@code Forwarding} tell where a request came from.
 */
@NullMarked
package dev.groundwave.server.net;

import org.jspecify.annotations.NullMarked;
