/**
 * The server's edge over real sockets: TLS, HTTP/2, CORS, network rules and the ways to be authenticated.
 *
 * <p>Map: one class for each of them; the tools are those of the package above.
 */
@NullMarked
package dev.groundwave.server.blackbox.edge;

import org.jspecify.annotations.NullMarked;
