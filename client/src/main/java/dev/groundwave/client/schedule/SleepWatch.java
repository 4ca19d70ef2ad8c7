package dev.groundwave.client.schedule;

import dev.groundwave.client.port.Timers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Notices that the computer has slept: the wall clock has then gone on and the monotonic clock has not.
 *
 * <p>One tick a second for all who want to know, none while nobody does. Safe for all threads; nothing foreign is called
 * while the lock is held. Source: client-sdk.md, section 2.2.
 */
public final class SleepWatch {
    private static final Duration TICK = Duration.ofSeconds(1);
    /** A smaller jump is a clock being set right. */
    private static final Duration LEAST_JUMP = Duration.ofSeconds(10);

    private final Timers timers;
    private final InstantSource wallClock;
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock.
    private final Map<Object, Consumer<Duration>> sleepers = new LinkedHashMap<>();
    /** Null while nobody wants to know. */
    private Timers.@Nullable Timer timer;

    /** Tells a tick that came too late to be cancelled from those of a later beginning. */
    private long chain;

    private long lastNanos;
    private Instant lastInstant = Instant.EPOCH;

    /** A watch over these two clocks. */
    public SleepWatch(Timers timers, InstantSource wallClock) {
        this.timers = timers;
        this.wallClock = wallClock;
    }

    /** From now on {@code onWake} is told how long the computer slept, on the thread of the timers. */
    public void add(Object who, Consumer<Duration> onWake) {
        lock.lock();
        try {
            sleepers.put(who, onWake);
            if (timer == null) {
                chain++;
                look();
            }
        } finally {
            lock.unlock();
        }
    }

    /** It is told no more, except of a sleep that is being told now. */
    public void remove(Object who) {
        lock.lock();
        try {
            sleepers.remove(who);
            if (sleepers.isEmpty() && timer != null) {
                timer.cancel();
                timer = null;
            }
        } finally {
            lock.unlock();
        }
    }

    private void tick(long number) {
        List<Consumer<Duration>> toTell = List.of();
        Duration jump;
        lock.lock();
        try {
            if (timer == null || number != chain) {
                return;
            }
            Duration wall = Duration.between(lastInstant, wallClock.instant());
            jump = wall.minusNanos(timers.nanoTime() - lastNanos);
            if (jump.compareTo(LEAST_JUMP) > 0) {
                toTell = List.copyOf(sleepers.values());
            }
            look();
        } finally {
            lock.unlock();
        }
        toTell.forEach(each -> each.accept(jump));
    }

    /** Reads both clocks and comes back in a second; with the lock held. */
    private void look() {
        lastNanos = timers.nanoTime();
        lastInstant = wallClock.instant();
        long number = chain;
        timer = timers.schedule(TICK, () -> tick(number));
    }
}
