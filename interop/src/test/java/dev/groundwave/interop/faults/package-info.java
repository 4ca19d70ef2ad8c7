/**
 * Our own client on a bad network, for as long as one likes: nothing may be lost, repeated or reordered, and nothing may
 * stay behind.
 *
 * <p>Map: {@link dev.groundwave.interop.faults.Member} is one client with what it got; {@link
 * dev.groundwave.interop.faults.Crowd} lets many of them talk; the proxy between them and the server is that of the server's
 * tests.
 */
@NullMarked
package dev.groundwave.interop.faults;

import org.jspecify.annotations.NullMarked;
