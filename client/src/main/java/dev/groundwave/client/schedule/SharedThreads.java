package dev.groundwave.client.schedule;

import dev.groundwave.client.port.Timers;
import java.lang.reflect.InvocationTargetException;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/**
 * The threads that all clients of a program share: workers and one timer thread, all daemons, made at first use.
 *
 * <p>The one static holder of the module, because ten thousand clients in one program must not have ten thousand
 * pools (client-sdk.md, section 1.8). On Java 21 and later workers are virtual threads; before that a cached pool,
 * whose idle threads end after a minute.
 */
public final class SharedThreads {
    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

    private SharedThreads() {}

    /** Runs tasks that may block. */
    public static Executor workers() {
        return Workers.SHARED;
    }

    /** The system's clock. */
    public static Timers timers() {
        return Clockwork.SHARED;
    }

    /** The watch over the system's two clocks. */
    public static SleepWatch sleepWatch() {
        return Watch.SHARED;
    }

    private static Executor newWorkers() {
        if (Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS) {
            try {
                return (ExecutorService) Executors.class
                        .getMethod("newVirtualThreadPerTaskExecutor")
                        .invoke(null);
            } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException("this Java should have virtual threads", e);
            }
        }
        return Executors.newCachedThreadPool(daemons("groundwave-client-worker"));
    }

    private static ThreadFactory daemons(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Defers the making of the workers until somebody wants them. */
    private static final class Workers {
        static final Executor SHARED = newWorkers();
    }

    /** One tick for all clients. */
    private static final class Watch {
        static final SleepWatch SHARED = new SleepWatch(timers(), Clock.systemUTC());
    }

    /** Defers the start of the timer thread until somebody wants it. */
    private static final class Clockwork {
        static final Timers SHARED = new ThreadTimers(daemons("groundwave-client-timer"));
    }
}
