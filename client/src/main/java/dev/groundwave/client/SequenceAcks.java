package dev.groundwave.client;

import dev.groundwave.client.port.Timers;
import dev.groundwave.client.port.WriteResult;
import dev.groundwave.client.schedule.ControlLoop;
import dev.groundwave.client.transport.Channel;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.codec.MessageCodec;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Which numbered messages have come in, and when the service is told: after an interval, a count or an amount of bytes,
 * whichever is first.
 *
 * <p>Lives on the control loop. By time alone a busy connection would be lost, because the service keeps a thousand
 * unacknowledged messages and no more. At most one acknowledgement is on its way out; it says the greatest number, so
 * none that is skipped is missed. Source: client-sdk.md, sections 2.2 and 2.5.
 */
final class SequenceAcks {
    private static final int MAX_MESSAGES = 100;
    private static final long MAX_BYTES = 1 << 20;

    private final ControlLoop loop;
    private final MessageCodec codec;
    private final Duration interval;

    // For one connection, over all its transports.
    /** Whether {@link #greatest} means anything; zero is a number like all others. */
    private boolean seen;
    /** Unsigned. */
    private long greatest;
    /** Whether something came in that the service has not been told of. */
    private boolean due;
    /** Since the last acknowledgement. */
    private int messages;

    private long bytes;

    // For one transport; null when there is none.
    private @Nullable Channel channel;
    private boolean writing;
    private Timers.@Nullable Timer timer;

    SequenceAcks(ControlLoop loop, MessageCodec codec, Duration interval) {
        this.loop = loop;
        this.codec = codec;
        this.interval = interval;
    }

    /** A new connection counts from its own beginning. */
    void reset() {
        seen = false;
        settled();
    }

    /** The transport of the connection from now on. */
    void attach(Channel newChannel) {
        channel = newChannel;
        writing = false;
        if (due) {
            arm();
        }
    }

    /** There is no transport for now. */
    void detach() {
        channel = null;
        cancelTimer();
    }

    /** Whether this number comes for the first time; a repeated one is a replay. Gaps are normal. */
    boolean isNew(long sequenceId) {
        if (seen && Long.compareUnsigned(sequenceId, greatest) <= 0) {
            return false;
        }
        seen = true;
        greatest = sequenceId;
        return true;
    }

    /** A numbered message, new or not, has been dealt with: it is in the handler queue, or needs no place there. */
    void received(int size) {
        due = true;
        messages++;
        bytes += size;
        if (isMuch()) {
            sendNow();
        } else if (timer == null) {
            arm();
        }
    }

    /** Tells the service the greatest number seen, if there is one. */
    void sendNow() {
        if (channel == null || !seen || writing) {
            return;
        }
        Channel to = channel;
        settled();
        writing = true;
        byte[] frame = codec.encode(new ClientMessage.SequenceAck(greatest));
        if (!to.offerFirst(frame, result -> written(to, result))) {
            written(to, WriteResult.NEVER_STARTED);
        }
    }

    /** Whether the service knows of everything that came in. */
    boolean isSettled() {
        return !due && !writing;
    }

    private void written(Channel on, WriteResult result) {
        if (!on.equals(channel)) {
            return;
        }
        writing = false;
        if (result != WriteResult.WRITTEN) {
            due = true;
            arm();
        } else if (isMuch()) {
            sendNow();
        }
    }

    private boolean isMuch() {
        return messages >= MAX_MESSAGES || bytes >= MAX_BYTES;
    }

    private void settled() {
        cancelTimer();
        due = false;
        messages = 0;
        bytes = 0;
    }

    private void arm() {
        cancelTimer();
        if (channel != null) {
            timer = loop.after(interval, () -> {
                timer = null;
                sendNow();
            });
        }
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
