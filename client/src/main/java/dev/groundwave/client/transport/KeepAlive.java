package dev.groundwave.client.transport;

import dev.groundwave.client.port.Timers;
import dev.groundwave.client.schedule.ControlLoop;
import java.time.Duration;
import java.util.function.Consumer;
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
    private final Consumer<Duration> silent;

    /** When something came in last; written by the transport's threads. */
    private volatile long lastHeardNanos;

    /** Whether anything came in since the last probe. */
    private volatile boolean heardSinceProbe;

    private long lastPingNanos;
    private boolean running;
    /** Null while no probe waits for its answer. */
    private @Nullable Probe probe;

    private Timers.@Nullable Timer timer;

    KeepAlive(ControlLoop loop, Duration interval, Duration timeout, Runnable ping, Consumer<Duration> silent) {
        this.loop = loop;
        this.interval = interval;
        this.timeout = timeout;
        this.ping = ping;
        this.silent = silent;
        this.lastHeardNanos = loop.nanoTime();
    }

    /** Something came in; any thread. */
    void heard() {
        heardSinceProbe = true;
        lastHeardNanos = loop.nanoTime();
    }

    /** Begins, or begins anew after {@link #stop()}, with a full interval to go. */
    void start() {
        heard();
        lastPingNanos = lastHeardNanos;
        running = true;
        arm();
    }

    void stop() {
        running = false;
        probe = null;
        cancelTimer();
    }

    /** Pings at once and wants an answer within the limit, whatever the interval and the timeout are. */
    void probe(Duration limit) {
        if (running) {
            heardSinceProbe = false;
            probe = new Probe(limit, loop.nanoTime() + limit.toNanos());
            ping.run();
            arm();
        }
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void arm() {
        cancelTimer();
        long now = loop.nanoTime();
        long wait = probe == null ? Long.MAX_VALUE : probe.endNanos - now;
        if (!interval.isZero()) {
            wait = Math.min(wait, untilPing(now));
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
            fallSilent(timeout);
            return;
        }
        if (probe != null && probe.endNanos - now <= 0) {
            Duration limit = probe.limit;
            probe = null;
            if (!heardSinceProbe) {
                fallSilent(limit);
                return;
            }
        }
        if (!interval.isZero() && untilPing(now) <= 0) {
            lastPingNanos = now;
            ping.run();
        }
        arm();
    }

    private void fallSilent(Duration silence) {
        stop();
        silent.accept(silence);
    }

    private long untilPing(long now) {
        long sinceHeard = now - lastHeardNanos;
        long sincePing = now - lastPingNanos;
        return interval.toNanos() - Math.min(sinceHeard, sincePing);
    }

    private long untilSilence(long now) {
        return timeout.toNanos() - (now - lastHeardNanos);
    }

    /** A sign of life that is being waited for. */
    private record Probe(Duration limit, long endNanos) {}
}
