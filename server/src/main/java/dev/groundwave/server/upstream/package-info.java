/**
 * Tells applications what their clients do, and brings their answers back: webhooks.
 *
 * <p>Map: an {@link dev.groundwave.server.upstream.EventSession} is one connection's side of it, the
 * {@link dev.groundwave.server.upstream.EventDispatcher} finds the handler of an event among the {@code Upstreams} that
 * the settings have at the moment, an {@code Upstream} is one handler with its consent ({@code OriginValidation}), its
 * credentials and its {@code UpstreamClient}, which goes an {@link dev.groundwave.server.upstream.UpstreamWay}:
 * {@code HttpWay}, or through a tunnel.
 */
@NullMarked
package dev.groundwave.server.upstream;

import org.jspecify.annotations.NullMarked;
