package dev.groundwave.client;

import dev.groundwave.client.port.Timers;
import dev.groundwave.client.port.TransportEnd;
import dev.groundwave.client.port.TransportRequest;
import dev.groundwave.client.schedule.ControlLoop;
import dev.groundwave.client.transport.Channel;
import dev.groundwave.wire.MalformedMessageException;
import dev.groundwave.wire.ServiceMessage;
import dev.groundwave.wire.codec.MessageCodec;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes a connection up again on a new transport: attempts a second apart, until one succeeds, the service refuses, or
 * the window is over.
 *
 * <p>Lives on the control loop; begins and ends any number of times. An attempt has succeeded when the first frame comes,
 * or when the transport was open for a second: an open transport alone proves nothing, as a refusal is an opening followed
 * by a close. Ends in exactly one call of its owner, or in none after {@link #cancel()}. Source: client-sdk.md, sections
 * 2.1 to 2.3.
 */
final class Recovery implements Channel.Owner {
    /** Whose connection it is. */
    interface Owner {
        /** The connection goes on here; {@code frame} came first, when there was one before success was clear. */
        void recovered(Channel channel, byte @Nullable [] frame);

        /** The service answered with another connection than the one asked for. */
        void replaced(Channel channel, ServiceMessage.Connected greeting);

        /** There is nothing to recover any more. */
        void notRecovered(ConnectFailedException why);
    }

    /**
     * What to come back to.
     *
     * @param slept whether the computer slept longer than the service keeps a connection
     * @param spread how long to wait before the first attempt
     */
    record Target(URI uri, String connectionId, boolean slept, Duration spread) {}

    /**
     * What holds for all recoveries of a client.
     *
     * @param window from the moment the loss was noticed
     * @param delay from the beginning of one attempt to that of the next
     * @param keepsAccessToken whether the access token stays in the URL, where no service needs it
     */
    record Rules(Duration window, Duration delay, boolean keepsAccessToken) {}

    /** How long an open transport must live to count, if nothing comes in. */
    private static final Duration GRACE = Duration.ofSeconds(1);
    /** The close code of a refusal. */
    static final int REFUSED = 1008;
    /** HTTP answers that no service gives to a recovery: somebody stands before it, or in its place. */
    private static final Set<Integer> FOREIGN = Set.of(401, 403, 404);

    private static final int MAX_FOREIGN = 2;

    private final ControlLoop loop;
    private final ClientSettings settings;
    private final Surroundings surroundings;
    private final Owner owner;
    private final MessageCodec codec;

    /** When the last attempt began, of this recovery or the one before: they are never closer than the delay. */
    private long lastAttemptNanos;

    private boolean attempted;

    // For one recovery; null when none runs.
    private @Nullable Target target;
    private long windowEndNanos;
    private Instant windowEnd = Instant.EPOCH;
    private int foreignInARow;
    private Timers.@Nullable Timer windowTimer;
    private @Nullable ConnectFailedException lastFailure;

    // For one attempt, and the pause before it.
    /** The next attempt, or the end of the one that runs. */
    private Timers.@Nullable Timer attemptTimer;

    private @Nullable Channel channel;
    private boolean open;

    Recovery(ControlLoop loop, ClientSettings settings, Surroundings surroundings, Owner owner) {
        this.loop = loop;
        this.settings = settings;
        this.surroundings = surroundings;
        this.owner = owner;
        this.codec = settings.protocol().codec();
    }

    /** Begins; none may run. */
    void begin(Target newTarget) {
        Duration window = settings.recovery().window();
        target = newTarget;
        foreignInARow = 0;
        lastFailure = null;
        windowEndNanos = loop.nanoTime() + window.toNanos();
        windowEnd = surroundings.wallClock().instant().plus(window);
        windowTimer = loop.after(window, () -> giveUp("the time to recover the connection is over"));
        Duration spread = newTarget.spread();
        attemptAfter(spread.compareTo(untilNext()) > 0 ? spread : untilNext());
    }

    /** Gives up without a word. What comes back is open and belongs to the caller; null when there is none. */
    @Nullable
    Channel cancel() {
        Channel left = channel;
        boolean wasOpen = open;
        end();
        if (left != null && !wasOpen) {
            left.abort("given up");
        }
        return wasOpen ? left : null;
    }

    private Duration untilNext() {
        if (!attempted) {
            return Duration.ZERO;
        }
        long wait = lastAttemptNanos + settings.recovery().delay().toNanos() - loop.nanoTime();
        return Duration.ofNanos(Math.max(wait, 0));
    }

    private void attemptAfter(Duration delay) {
        attemptTimer = loop.after(delay, this::attempt);
    }

    private void attempt() {
        if (target == null) {
            return;
        }
        attempted = true;
        lastAttemptNanos = loop.nanoTime();
        Duration left = Duration.ofNanos(Math.max(windowEndNanos - lastAttemptNanos, 1));
        Duration connect = settings.timeouts().connect();
        Duration limit = connect.compareTo(left) < 0 ? connect : left;
        attemptTimer = loop.after(limit, () -> fail(new ConnectFailedException("the attempt took too long", null)));
        open = false;
        Channel opening = new Channel(loop, loop.nextGeneration(), settings.channelTimes(), this);
        channel = opening;
        opening.open(
                surroundings.transport(),
                new TransportRequest(
                        target.uri(),
                        settings.protocol().subprotocol(),
                        settings.headers(),
                        limit,
                        settings.maxIncomingMessageSize()));
    }

    @Override
    public void onOpen(Channel opened, String subprotocol) {
        if (!subprotocol.equalsIgnoreCase(settings.protocol().subprotocol())) {
            fail(new ConnectFailedException("the server chose another subprotocol", null));
            return;
        }
        open = true;
        cancelAttemptTimer();
        attemptTimer = loop.after(GRACE, () -> succeed(opened, null));
    }

    @Override
    public void onMessage(Channel source, byte[] message) {
        try {
            ServiceMessage first =
                    codec.decodeServiceMessage(message, 0, message.length).orElse(null);
            if (target != null
                    && first instanceof ServiceMessage.Connected greeting
                    && !greeting.connectionId().equals(target.connectionId())) {
                end();
                source.consumed();
                owner.replaced(source, greeting);
            } else {
                succeed(source, message);
            }
        } catch (MalformedMessageException e) {
            fail(new ConnectFailedException("the first frame is not one of the protocol", e));
        }
    }

    @Override
    public void onWritable(Channel source) {
        // Nothing is sent before the connection stands.
    }

    @Override
    public void onEnd(Channel ended, TransportEnd end) {
        ConnectFailedException failure = new ConnectFailedException(end);
        if (!ended.equals(channel)) {
            return;
        }
        if (end.closeCode() == REFUSED) {
            end();
            owner.notRecovered(failure);
        } else {
            fail(failure);
        }
    }

    private void succeed(Channel on, byte @Nullable [] frame) {
        end();
        owner.recovered(on, frame);
    }

    /** This attempt is over; whether another follows is decided here. */
    private void fail(ConnectFailedException failure) {
        abandonAttempt();
        lastFailure = failure;
        boolean foreign = FOREIGN.contains(failure.httpStatus().orElse(0));
        foreignInARow = foreign ? foreignInARow + 1 : 0;
        if (target == null) {
            return;
        }
        if (target.slept() || isOver()) {
            giveUp("the service has not kept the connection for so long");
        } else if (foreignInARow >= MAX_FOREIGN) {
            giveUp("the handshake is refused by something other than the service");
        } else {
            surroundings.log().debug("recovery failed for now: " + failure.getMessage());
            attemptAfter(untilNext());
        }
    }

    /** By either clock: the monotonic one may stand still while the computer sleeps. */
    private boolean isOver() {
        return windowEndNanos - loop.nanoTime() <= 0
                || surroundings.wallClock().instant().isAfter(windowEnd);
    }

    private void giveUp(String why) {
        abandonAttempt();
        ConnectFailedException failure = lastFailure == null ? new ConnectFailedException(why, null) : lastFailure;
        end();
        owner.notRecovered(failure);
    }

    private void abandonAttempt() {
        cancelAttemptTimer();
        Channel given = channel;
        channel = null;
        open = false;
        if (given != null) {
            given.abort("given up");
        }
    }

    /** Forgets everything; a channel is left to whoever has it. */
    private void end() {
        cancelAttemptTimer();
        if (windowTimer != null) {
            windowTimer.cancel();
            windowTimer = null;
        }
        target = null;
        channel = null;
        open = false;
    }

    private void cancelAttemptTimer() {
        if (attemptTimer != null) {
            attemptTimer.cancel();
            attemptTimer = null;
        }
    }
}
