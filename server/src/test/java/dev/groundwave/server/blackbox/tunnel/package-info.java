/**
 * Tunnels over real sockets, against a back end that is written by hand.
 *
 * <p>Map: a {@code TunnelRig} is a server whose hub has a handler behind tunnels, a {@code RawTunnel} one tunnel from the
 * back end's side; the classes test the handshake, the events that come through, the REST calls that go back, and bad frames.
 */
@NullMarked
package dev.groundwave.server.blackbox.tunnel;

import org.jspecify.annotations.NullMarked;
