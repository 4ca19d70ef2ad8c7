package dev.groundwave.client;

import dev.groundwave.client.schedule.ControlLoop;
import dev.groundwave.client.schedule.SleepWatch;
import dev.groundwave.client.transport.Channel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Asks the transport for a sign of life when the computer has slept: it may be dead without anybody having told us.
 *
 * <p>Lives on the control loop. Source: client-sdk.md, section 2.2.
 */
final class WakeProbe {
    /** How long a transport may take to prove that it outlived the sleep. */
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final ControlLoop loop;
    private final SleepWatch watch;
    private final ClientLog log;

    /** Null when there is no transport. */
    private @Nullable Channel channel;
    /** Until when a loss counts as a consequence of the sleep before it, and how long that was. */
    private long consequencesEndNanos;

    private Duration slept = Duration.ZERO;

    WakeProbe(ControlLoop loop, SleepWatch watch, ClientLog log) {
        this.loop = loop;
        this.watch = watch;
        this.log = log;
    }

    /** The transport from now on. */
    void begin(Channel newChannel) {
        channel = newChannel;
        watch.add(this, jump -> loop.execute(() -> woke(jump)));
    }

    /** There is no transport any more. */
    void end() {
        channel = null;
        watch.remove(this);
    }

    /** Whether what happens now is the consequence of a sleep longer than this. */
    boolean hasSleptLonger(Duration than) {
        return consequencesEndNanos - loop.nanoTime() > 0 && slept.compareTo(than) > 0;
    }

    private void woke(Duration jump) {
        if (channel != null) {
            log.info("the computer slept for " + jump.toSeconds() + " s");
            slept = jump;
            consequencesEndNanos = loop.nanoTime() + LIMIT.multipliedBy(2).toNanos();
            channel.probe(LIMIT);
        }
    }
}
