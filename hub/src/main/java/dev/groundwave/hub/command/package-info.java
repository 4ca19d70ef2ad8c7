/**
 * What can be asked of a hub, as values that could travel between nodes.
 *
 * <p>Map: {@link dev.groundwave.hub.command.HubCommand} is everything that changes something,
 * {@link dev.groundwave.hub.command.Target} says whom it concerns, {@link dev.groundwave.hub.command.CommandResult} is
 * the answer.
 */
@NullMarked
package dev.groundwave.hub.command;

import org.jspecify.annotations.NullMarked;
