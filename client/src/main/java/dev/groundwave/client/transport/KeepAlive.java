package dev.groundwave.client.transport;

import dev.groundwave.client.schedule.ControlLoop;
import dev.groundwave.client.schedule.Timers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Notices a dead network by silence: pings after {@code interval} without anything coming in, gives up after
 * {@code timeout}. Zero turns either off.
 *
 * <p>Lives on the control loop, except {@link #heard()}. Outgoing traffic proves nothing and does not count. Source:
 * client-sdk.md, section 2.2.
 */
final class KeepAlive {
    private final ControlLoop loop;
    private final Duration interval;
    private final Duration timeout;
    private final Runnable ping;
    private final Runnable silent;

    /** When something came in last; written by the transport's threads. */
    private volatile long lastHeardNanos;

    private long lastPingNanos;
    private Timers.@Nullable Timer timer;

    KeepAlive(ControlLoop loop, Duration interval, Duration timeout, Runnable ping, Runnable silent) {
        this.loop = loop;
        this.interval = interval;
        this.timeout = timeout;
        this.ping = ping;
        this.silent = silent;
        this.lastHeardNanos = loop.nanoTime();
    }

    /** Something came in; any thread. */
    void heard() {
        lastHeardNanos = loop.nanoTime();
    }

    /** Begins, or begins anew after {@link #stop()}, with a full interval to go. */
    void start() {
        heard();
        lastPingNanos = lastHeardNanos;
        arm();
    }

    void stop() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void arm() {
        stop();
        long now = loop.nanoTime();
        long wait = Long.MAX_VALUE;
        if (!interval.isZero()) {
            wait = untilPing(now);
        }
        if (!timeout.isZero()) {
            wait = Math.min(wait, untilSilence(now));
        }
        if (wait != Long.MAX_VALUE) {
            timer = loop.after(Duration.ofNanos(Math.max(wait, 0)), this::check);
        }
    }

    private void check() {
        long now = loop.nanoTime();
        if (!timeout.isZero() && untilSilence(now) <= 0) {
            stop();
            silent.run();
            return;
        }
        if (!interval.isZero() && untilPing(now) <= 0) {
            lastPingNanos = now;
            ping.run();
        }
        arm();
    }

    private long untilPing(long now) {
        long sinceHeard = now - lastHeardNanos;
        long sincePing = now - lastPingNanos;
        return interval.toNanos() - Math.min(sinceHeard, sincePing);
    }

    private long untilSilence(long now) {
        return timeout.toNanos() - (now - lastHeardNanos);
    }
}
