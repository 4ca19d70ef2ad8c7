package dev.groundwave.client;

import dev.groundwave.client.port.Timers;
import dev.groundwave.client.schedule.ControlLoop;
import dev.groundwave.client.transport.Channel;
import dev.groundwave.wire.AckError;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.StreamError;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One stream from this client to a group: what is sent, sent again and awaited.
 *
 * <p>Lives on the control loop; its owner hands it channels and answers. Every wait is bounded: without any progress
 * for an {@code ackTimeout} everything unaccepted is sent again, which the service recognises by its numbers, and
 * without any for an {@code operationTimeout} the stream fails. Source: client-sdk.md, section 3.1;
 * client-protocol.md, section 11.
 */
final class OutgoingStream {
    /** Fragments that may wait for room, in bytes. */
    private static final long MAX_WAITING_BYTES = 64L << 20;
    /** Keepalives come so many times within the idle timeout. */
    private static final int KEEP_ALIVES_PER_TIMEOUT = 3;

    /** How far a stream came. */
    private enum Phase {
        OPENING,
        OPEN,
        COMPLETING,
        ABORTING,
        OVER
    }

    /** What streams share. */
    record Shared(
            ControlLoop loop,
            ClientSettings settings,
            Surroundings surroundings,
            Requests requests,
            Consumer<OutgoingStream> onOver) {}

    private final Shared shared;
    private final ClientMessage.StreamStart start;
    private final GroupStreamOptions options;
    private final FragmentWindow window;
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private final CompletableFuture<Void> completed = new CompletableFuture<>();
    private final CompletableFuture<Void> over = new CompletableFuture<>();

    private Phase phase = Phase.OPENING;
    private @Nullable RuntimeException failure;
    private Optional<StreamError> endError = Optional.empty();
    /** On this transport. */
    private boolean endSent;
    /** On this or an earlier transport. */
    private boolean endEverSent;
    /** Null while nothing can be sent. */
    private @Nullable Channel channel;

    /** Where the last rewind went to, and how many refusals of the same number are its echoes. */
    private long rewoundTo;

    private int echoes;
    private int transientRefusals;
    private boolean backingOff;

    private long lastProgressNanos;
    private Timers.@Nullable Timer backoff;
    private Timers.@Nullable Timer keepAlive;
    private Timers.@Nullable Timer watch;
    private boolean progressSinceKeepAlive;

    OutgoingStream(Shared shared, ClientMessage.StreamStart start, GroupStreamOptions options) {
        this.shared = shared;
        this.start = start;
        this.options = options;
        this.window =
                new FragmentWindow((number, payload) -> shared.requests.streamData(start.streamId(), number, payload));
    }

    /** Any thread. */
    String id() {
        return start.streamId();
    }

    /** Any thread. */
    String group() {
        return start.group();
    }

    /** Any thread; ends off the loop. */
    CompletableFuture<Void> opened() {
        return opened;
    }

    boolean awaitsAnswer() {
        return phase == Phase.OPENING || window.hasUnaccepted() || endSent;
    }

    /** Numbered and sent in its turn; the future ends when the window has taken it. */
    void write(FragmentWindow.Waiting fragment) {
        if (failure != null) {
            fail(fragment.admitted(), failure);
        } else if (phase != Phase.OPEN) {
            fail(fragment.admitted(), new IllegalStateException("the stream was ended"));
        } else if (window.waitingBytes() > 0 && window.waitingBytes() + fragment.size() > MAX_WAITING_BYTES) {
            fail(fragment.admitted(), new BackpressureException(window.waitingCount()));
        } else {
            window.add(fragment);
            pump();
        }
    }

    /** Ends the stream when all is accepted; the future ends with the service's word. */
    void complete(CompletableFuture<Void> done) {
        if (phase == Phase.OPEN) {
            phase = Phase.COMPLETING;
        }
        follow(completed, done);
        pump();
    }

    /** Ends the stream now, with an error for its subscribers; the future ends when it is over in whatever way. */
    void abort(StreamError error, CompletableFuture<Void> done) {
        if (phase == Phase.OPEN || phase == Phase.COMPLETING) {
            endError = Optional.of(error);
            phase = Phase.ABORTING;
            failure = new StreamException(id(), StreamException.ABORTED, "the writer was aborted");
            endSent = false;
            endEverSent = false;
            failWaiting(failure);
            fail(completed, failure);
        }
        follow(over, done);
        pump();
    }

    private void follow(CompletableFuture<Void> leader, CompletableFuture<Void> follower) {
        CompletableFuture<Void> unused = leader.whenComplete((nothing, why) -> later(() -> {
            if (why == null) {
                follower.complete(null);
            } else {
                follower.completeExceptionally(why);
            }
        }));
    }

    /** Frames can be sent; after a recovery what was not accepted goes again. */
    void attached(Channel newChannel) {
        channel = newChannel;
        if (phase != Phase.OPENING) {
            armKeepAlive();
        }
        pump();
    }

    void transportLost(boolean ownFrameRefused) {
        channel = null;
        boolean hadSent = window.hasSentUnaccepted();
        window.rewind();
        echoes = 0;
        endSent = false;
        backingOff = false;
        cancelTimers();
        if (ownFrameRefused && (hadSent || endEverSent)) {
            fail(new StreamException(
                    id(), StreamException.PROTOCOL_VIOLATION, "the service closed the connection over a frame"));
        }
    }

    /** Sends what can be sent now; false when the channel is full. */
    boolean pump() {
        if (phase == Phase.OPENING || phase == Phase.OVER) {
            return true;
        }
        window.admit().forEach(fragment -> later(() -> fragment.admitted().complete(null)));
        Channel to = channel;
        if (to == null || backingOff) {
            return true;
        }
        watch();
        for (byte[] frame = window.peek(); frame != null; frame = window.peek()) {
            if (!to.offer(frame, result -> {})) {
                return false;
            }
            window.sent();
        }
        boolean endDue = phase == Phase.ABORTING || (phase == Phase.COMPLETING && window.isEmpty());
        if (endDue && !endSent) {
            byte[] frame = shared.requests.frame(new ClientMessage.StreamEnd(id(), endError));
            if (!to.offer(frame, result -> {})) {
                return false;
            }
            endSent = true;
            endEverSent = true;
        }
        return true;
    }

    void onAck(long expected) {
        if (phase == Phase.OPENING) {
            open();
        } else if (window.accepted(expected)) {
            progress();
            if (expected > rewoundTo) {
                echoes = 0;
            }
            pump();
        } else {
            violated(expected);
        }
    }

    private void open() {
        phase = Phase.OPEN;
        armKeepAlive();
        later(() -> opened.complete(null));
    }

    void onNack(long expected, AckError error) {
        if (phase == Phase.OPENING || phase == Phase.ABORTING) {
            return;
        }
        boolean isTransient = error.name().equals(AckError.TRANSIENT_ERROR);
        if (expected == rewoundTo && (backingOff || echoes > 0)) {
            echoes = Math.max(0, echoes - 1);
            return;
        }
        int refused = window.sentFrom(expected);
        if (!window.rewind(expected)) {
            fail(new StreamException(
                    id(), StreamException.INVALID_SEQUENCE_ID, "the service expects a fragment that is gone"));
            return;
        }
        rewoundTo = expected;
        // Every fragment behind the refused one is under way and will be refused for the same gap.
        echoes = isTransient ? 0 : Math.max(0, refused - 2);
        if (isTransient) {
            backOff();
        } else {
            pump();
        }
    }

    private void backOff() {
        backingOff = true;
        RetryOptions retry = shared.settings.messageRetry();
        Duration delay = Backoff.slightJitter(
                retry, ++transientRefusals, shared.surroundings.random().getAsDouble());
        backoff = shared.loop.after(delay, () -> {
            backingOff = false;
            rewoundTo = 0;
            pump();
        });
    }

    private void violated(long expected) {
        if (channel != null) {
            StreamError error = StreamError.ofUser(
                    Optional.of("unexpected sequence id"), Optional.of(StreamException.PROTOCOL_VIOLATION));
            channel.offer(shared.requests.frame(new ClientMessage.StreamEnd(id(), Optional.of(error))), result -> {});
        }
        fail(new StreamException(
                id(),
                StreamException.PROTOCOL_VIOLATION,
                "the service expects fragment " + Long.toUnsignedString(expected) + ", which was never sent"));
    }

    void onClosed(Optional<AckError> error) {
        // Whoever repeats an end after a recovery may be told that it came through the first time.
        boolean alreadyEnded = endEverSent
                && error.filter(e -> e.name().equals(AckError.STREAM_NOT_FOUND)).isPresent();
        boolean asAsked = phase == Phase.ABORTING
                || (phase == Phase.COMPLETING && endEverSent && (error.isEmpty() || alreadyEnded));
        if (asAsked) {
            over();
            later(() -> completed.complete(null));
        } else {
            AckError why = error.orElse(new AckError(StreamException.CANCELLED, "the service ended the stream"));
            fail(new StreamException(id(), why.name(), why.message()));
        }
    }

    /** It never was one of its owner's. */
    void refuse(RuntimeException why) {
        phase = Phase.OVER;
        fail(opened, why);
    }

    /** The stream is over otherwise than it should be. */
    void fail(RuntimeException why) {
        if (phase == Phase.OVER) {
            return;
        }
        failure = why;
        failWaiting(why);
        over();
        fail(opened, why);
        fail(completed, why);
    }

    private void failWaiting(RuntimeException why) {
        window.clear().forEach(fragment -> fail(fragment.admitted(), why));
    }

    private void over() {
        phase = Phase.OVER;
        endSent = false;
        cancelTimers();
        shared.onOver.accept(this);
        later(() -> over.complete(null));
    }

    private void progress() {
        lastProgressNanos = shared.loop.nanoTime();
        progressSinceKeepAlive = true;
        transientRefusals = 0;
    }

    /** Looks after a service that does not answer, as long as an answer is due. */
    private void watch() {
        if (watch == null && isAnswerDue()) {
            lastProgressNanos = shared.loop.nanoTime();
            armWatch();
        }
    }

    private boolean isAnswerDue() {
        return !window.isEmpty() || phase == Phase.COMPLETING || phase == Phase.ABORTING;
    }

    private void armWatch() {
        watch = shared.loop.after(shared.settings.timeouts().ack(), () -> {
            watch = null;
            if (isAnswerDue()) {
                armWatch();
                checkProgress();
            }
        });
    }

    private void checkProgress() {
        long silent = shared.loop.nanoTime() - lastProgressNanos;
        if (silent >= shared.settings.timeouts().operation().toNanos()) {
            fail(new StreamException(id(), StreamException.TIMEOUT, "the service does not answer"));
        } else if (silent >= shared.settings.timeouts().ack().toNanos()) {
            window.rewind();
            echoes = 0;
            endSent = false;
            pump();
        }
    }

    private void armKeepAlive() {
        if (!options.keepAlive() || keepAlive != null) {
            return;
        }
        keepAlive = shared.loop.after(options.idleTimeout().dividedBy(KEEP_ALIVES_PER_TIMEOUT), () -> {
            keepAlive = null;
            if (channel != null && !progressSinceKeepAlive && !endSent) {
                channel.offer(shared.requests.frame(new ClientMessage.StreamKeepAlive(id())), result -> {});
            }
            progressSinceKeepAlive = false;
            armKeepAlive();
        });
    }

    private void cancelTimers() {
        if (backoff != null) {
            backoff.cancel();
        }
        if (keepAlive != null) {
            keepAlive.cancel();
            keepAlive = null;
        }
        if (watch != null) {
            watch.cancel();
            watch = null;
        }
    }

    private void fail(CompletableFuture<?> future, RuntimeException why) {
        later(() -> future.completeExceptionally(why));
    }

    /** Off the loop, so that a continuation of the user's may block. */
    private void later(Runnable completion) {
        shared.surroundings.workers().execute(completion);
    }
}
