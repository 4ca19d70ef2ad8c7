/**
 * Reliable clients on a bad network: nothing may be lost, repeated or reordered, and nothing may stay behind.
 *
 * <p>Map: a {@link dev.groundwave.server.blackbox.faults.CuttingProxy} treats each connection by its {@link
 * dev.groundwave.server.blackbox.faults.FaultScript}; {@link dev.groundwave.server.blackbox.faults.ReliableClient} does
 * what client-protocol.md, section 13.8, asks of a client; {@link dev.groundwave.server.blackbox.faults.BadNetwork} lets
 * many of them talk.
 */
@NullMarked
package dev.groundwave.server.blackbox.faults;

import org.jspecify.annotations.NullMarked;
