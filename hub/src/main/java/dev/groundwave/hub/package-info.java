/**
 * Who is connected, who is in what group, and who gets a message.
 *
 * <p>Map: {@link dev.groundwave.hub.Hubs} finds a {@link dev.groundwave.hub.Hub} by name; a hub carries out commands on
 * its {@link dev.groundwave.hub.Connection}s. A published message goes from here through {@code hub.delivery} to the
 * receivers' outboxes. No I/O, no clock, no logging.
 */
@NullMarked
package dev.groundwave.hub;

import org.jspecify.annotations.NullMarked;
