package dev.groundwave.client;

import dev.groundwave.client.port.Timers;
import dev.groundwave.client.schedule.ControlLoop;
import dev.groundwave.client.transport.Channel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The orderly end of a live connection: what was asked for is still written, for a second at most, a last sequence ack behind it, then
 * close 1000.
 *
 * <p>Lives on the control loop; the channel bounds the wait for the peer itself. Source: client-sdk.md, section 2.8.
 */
final class Shutdown {
    /** How long the write queue may take. */
    static final Duration DRAIN = Duration.ofSeconds(1);

    static final int NORMAL = 1000;

    private final ControlLoop loop;
    private final Operations operations;
    private final SequenceAcks acks;

    /** Null when no shutdown runs. */
    private @Nullable Channel channel;

    private Timers.@Nullable Timer timer;
    private boolean lastAckSent;

    Shutdown(ControlLoop loop, Operations operations, SequenceAcks acks) {
        this.acks = acks;
        this.loop = loop;
        this.operations = operations;
    }

    void begin(Channel ending) {
        channel = ending;
        timer = loop.after(DRAIN, this::closeNow);
        lastAckSent = false;
        closeIfDrained();
    }

    /** To be called whenever something was written. */
    void closeIfDrained() {
        if (channel != null && operations.isDrained() && channel.isDrained()) {
            if (lastAckSent || acks.isSettled()) {
                closeNow();
            } else {
                // Once only: a service that goes on sending must not put the end off.
                lastAckSent = true;
                acks.sendNow();
            }
        }
    }

    /** The transport has ended. */
    void finish() {
        if (timer != null) {
            timer.cancel();
        }
        channel = null;
    }

    private void closeNow() {
        if (channel != null) {
            Channel ending = channel;
            finish();
            ending.close(NORMAL);
        }
    }
}
