/**
 * Tunnels: WebSockets that back ends open towards the service, to get the events of a hub and to make REST calls.
 *
 * <p>Map: the {@link dev.groundwave.server.tunnel.TunnelEntrance} judges a handshake and opens a {@code TunnelSocket}, which
 * speaks {@code TunnelMessage}s by the {@code TunnelCodec}. {@link dev.groundwave.server.tunnel.Tunnels} knows all that are
 * open and is the way to event handlers behind them: {@code ForwardCalls} are what one tunnel carries to its back end,
 * {@code ReverseCalls} what comes from there. Source: events-and-operations.md, section 3.
 */
@NullMarked
package dev.groundwave.server.tunnel;

import org.jspecify.annotations.NullMarked;
