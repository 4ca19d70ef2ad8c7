package dev.groundwave.client;

import dev.groundwave.client.port.Timers;
import dev.groundwave.client.schedule.ControlLoop;
import dev.groundwave.client.transport.Channel;
import dev.groundwave.wire.ServiceMessage.GroupData;
import dev.groundwave.wire.StreamInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The streams that come to this client: one reader for each handler and stream.
 *
 * <p>A reader whose stream has a gap, repeats a fragment or is not read fails alone, and the rest of its stream is
 * ignored. Lives on the control loop except {@link #add}; handlers run on threads of their own. Source: client-sdk.md,
 * section 3.1.
 */
final class IncomingStreams implements SessionPart {
    private final ControlLoop loop;
    private final Executor threads;
    private final Consumer<Throwable> onHandlerError;
    private final ClientSettings settings;
    private final List<Registration> registrations = new ArrayList<>();

    IncomingStreams(ControlLoop loop, ClientSettings settings, Surroundings surroundings) {
        this.loop = loop;
        this.threads = surroundings.workers();
        this.onHandlerError = settings.onHandlerError();
        this.settings = settings;
    }

    /** Any thread. Streams that are being read go on when the subscription is closed. */
    Subscription add(GroupStreamFilter filter, Consumer<? super GroupStreamReader> handler) {
        Registration registration = new Registration(filter, handler);
        loop.execute(() -> registrations.add(registration));
        return () -> loop.execute(() -> {
            registration.closed = true;
            dropIfDone(registration);
        });
    }

    /** A message that belongs to a stream. */
    void onFragment(GroupData message, StreamInfo stream) {
        Key key = new Key(message.group(), stream.streamId());
        for (Registration registration : List.copyOf(registrations)) {
            Reading reading = registration.readings.get(key);
            if (reading == null) {
                reading = registration.accepts(message.group(), stream) ? begin(registration, key, message) : null;
            }
            if (reading != null) {
                reading.onFragment(message, stream);
            }
        }
    }

    private Reading begin(Registration registration, Key key, GroupData message) {
        GroupStreamReader reader = new GroupStreamReader(key.group, key.streamId, message.fromUserId(), threads);
        Reading reading = new Reading(registration, key, reader);
        registration.readings.put(key, reading);
        reading.watch(registration.filter.idleTimeout());
        threads.execute(() -> callHandler(registration, reader));
        return reading;
    }

    /** A fault of the user's handler, of whatever kind, goes where the faults of listeners go. */
    private void callHandler(Registration registration, GroupStreamReader reader) {
        ForeignCode.faultOf(() -> registration.handler.accept(reader)).ifPresent(this::report);
        reader.handlerReturned();
    }

    private void report(Throwable fault) {
        // A fault of the one who is told of faults has nobody to go to.
        Optional<Throwable> unused = ForeignCode.faultOf(() -> onHandlerError.accept(fault));
    }

    private void dropIfDone(Registration registration) {
        if (registration.closed && registration.readings.isEmpty()) {
            registrations.remove(registration);
        }
    }

    @Override
    public void attached(Channel channel) {
        // After a recovery the service sends what was missed.
    }

    @Override
    public void pump() {
        // Readers send nothing.
    }

    @Override
    public void transportLost(int closeCode) {
        // What a recovery brings decides.
    }

    @Override
    public void connectionLost() {
        endAll(key -> new StreamException(
                key.streamId, StreamException.CONNECTION_LOST, "the connection was lost, and fragments with it"));
    }

    @Override
    public void failAll(SessionState state) {
        endAll(key -> new ClientStoppedException(state, Outcome.UNKNOWN));
    }

    private void endAll(Function<Key, RuntimeException> why) {
        for (Registration registration : List.copyOf(registrations)) {
            List.copyOf(registration.readings.values()).forEach(reading -> reading.finish(why.apply(reading.key)));
        }
    }

    @Override
    public boolean awaitsAnswer() {
        return false;
    }

    /** What makes fragments one stream. */
    private record Key(String group, String streamId) {}

    /** A handler and the streams it reads. */
    private static final class Registration {
        private final GroupStreamFilter filter;
        private final Consumer<? super GroupStreamReader> handler;
        private final Map<Key, Reading> readings = new HashMap<>();
        private boolean closed;

        Registration(GroupStreamFilter filter, Consumer<? super GroupStreamReader> handler) {
            this.filter = filter;
            this.handler = handler;
        }

        boolean accepts(String group, StreamInfo stream) {
            return !closed
                    && filter.group().map(group::equals).orElse(true)
                    && (stream.streamSequenceId() == 1 || !filter.fromStartOnly());
        }
    }

    /** One stream as one handler sees it; stays after a failure, so that the rest of the stream is known as such. */
    private final class Reading {
        private final Registration registration;
        private final Key key;
        private final GroupStreamReader reader;
        /** 0 before the first fragment, which may be any. */
        private long expected;

        private boolean failed;
        private long lastNanos = loop.nanoTime();
        private Timers.@Nullable Timer timer;

        Reading(Registration registration, Key key, GroupStreamReader reader) {
            this.registration = registration;
            this.key = key;
            this.reader = reader;
        }

        void onFragment(GroupData message, StreamInfo stream) {
            lastNanos = loop.nanoTime();
            long number = stream.streamSequenceId();
            if (!failed && expected != 0 && number != expected) {
                failed = true;
                reader.end(new StreamException(
                        key.streamId, StreamException.INVALID_SEQUENCE_ID, "fragment " + expected + " is missing"));
            }
            expected = number + 1;
            if (stream.endOfStream()) {
                finish(stream.error()
                        .map(error -> new StreamException(key.streamId, error))
                        .orElse(null));
            } else if (!failed) {
                failed = !reader.push(
                        new GroupStreamFragment(number, settings.received(message.data()), message.metadata()));
            }
        }

        void finish(@Nullable RuntimeException why) {
            if (timer != null) {
                timer.cancel();
            }
            registration.readings.remove(key);
            dropIfDone(registration);
            reader.end(why);
        }

        private void watch(Duration wait) {
            timer = loop.after(wait, () -> {
                Duration silent = Duration.ofNanos(loop.nanoTime() - lastNanos);
                Duration left = registration.filter.idleTimeout().minus(silent);
                if (left.isZero() || left.isNegative()) {
                    finish(new StreamException(
                            key.streamId,
                            StreamException.IDLE_TIMEOUT,
                            "nothing came for " + silent.toMillis() + " ms"));
                } else {
                    watch(left);
                }
            });
        }
    }
}
