/**
 * When and where code of a client runs.
 *
 * <p>Map: {@link dev.groundwave.client.schedule.ControlLoop} is the one order of a client's transitions,
 * {@link dev.groundwave.client.schedule.SerialExecutor} an order on top of any executor,
 * {@link dev.groundwave.client.schedule.SharedThreads} what all clients of a program share,
 * {@link dev.groundwave.client.schedule.SleepWatch} notices that the computer slept.
 */
@NullMarked
package dev.groundwave.client.schedule;

import org.jspecify.annotations.NullMarked;
