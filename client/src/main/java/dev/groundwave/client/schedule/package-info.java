/**
 * When and where code of a client runs.
 *
 * <p>Map: {@link dev.groundwave.client.schedule.ControlLoop} is the one order of a client's transitions,
 * {@link dev.groundwave.client.schedule.SerialExecutor} an order on top of any executor,
 * {@link dev.groundwave.client.schedule.SharedThreads} the threads all clients of a program share.
 */
@NullMarked
package dev.groundwave.client.schedule;

import org.jspecify.annotations.NullMarked;
