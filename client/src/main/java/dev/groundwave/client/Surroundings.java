package dev.groundwave.client;

import dev.groundwave.client.port.Timers;
import dev.groundwave.client.port.Transport;
import dev.groundwave.client.schedule.SleepWatch;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.DoubleSupplier;

/**
 * What a client takes from outside itself; tests put their own in.
 *
 * @param workers may block: the control loop, the credential and completions of futures run here
 * @param handlers run the listeners
 * @param random in [0, 1)
 * @param wallClock for the expiry of tokens and of what the service keeps
 * @param sleepWatch over the same clocks
 * @param release ends what belongs to this client alone, when it is closed
 */
record Surroundings(
        Transport transport,
        Executor workers,
        Executor handlers,
        Timers timers,
        DoubleSupplier random,
        InstantSource wallClock,
        SleepWatch sleepWatch,
        ClientLog log,
        Runnable release) {}
