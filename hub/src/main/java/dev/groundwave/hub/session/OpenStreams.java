package dev.groundwave.hub.session;

import dev.groundwave.hub.command.AudienceFilter;
import dev.groundwave.hub.command.Publication;
import dev.groundwave.hub.command.Target;
import dev.groundwave.wire.AckError;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage;
import dev.groundwave.wire.StreamError;
import dev.groundwave.wire.StreamInfo;
import dev.groundwave.wire.WireLimits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The streams that one connection publishes: which fragment is next, and how long a silence may last.
 *
 * <p>Touched on the connection's lane only. It decides and sends nothing itself: every request comes to a {@link Step}.
 * Source: client-protocol.md, section 11.
 */
public final class OpenStreams {
    /**
     * What a request comes to.
     *
     * @param publication what the group gets
     * @param answer what the publisher gets
     */
    public record Step(Optional<Publication> publication, Optional<ServiceMessage> answer) {
        private static final Step NOTHING = new Step(Optional.empty(), Optional.empty());

        private static Step answer(ServiceMessage message) {
            return new Step(Optional.empty(), Optional.of(message));
        }
    }

    /** One stream. */
    private static final class Open {
        private final ClientMessage.StreamStart start;
        private long expected = 1;
        private long silentSinceNanos;

        Open(ClientMessage.StreamStart start, long nowNanos) {
            this.start = start;
            this.silentSinceNanos = nowNanos;
        }

        boolean isSilentTooLong(long nowNanos) {
            return nowNanos - silentSinceNanos >= start.idleTimeout().toNanos();
        }
    }

    private final Map<String, Open> streams = new HashMap<>(2);
    private final Optional<String> userId;
    private final Set<String> onlySelf;

    /**
     * No stream yet.
     *
     * @param onlySelf the connection's id
     */
    public OpenStreams(Optional<String> userId, Set<String> onlySelf) {
        this.userId = userId;
        this.onlySelf = onlySelf;
    }

    /** Whether no stream is open. */
    public boolean isEmpty() {
        return streams.isEmpty();
    }

    /**
     * Carries out a request of the publisher.
     *
     * @param maySend whether the publisher may send to a group now
     */
    public Step on(ClientMessage.StreamRequest request, Predicate<String> maySend, long nowNanos) {
        if (request instanceof ClientMessage.StreamStart start) {
            return open(start, maySend, nowNanos);
        }
        Open stream = streams.get(request.streamId());
        if (stream == null) {
            return closed(request.streamId(), new AckError(AckError.STREAM_NOT_FOUND, "There is no such stream."));
        }
        return switch (request) {
            case ClientMessage.StreamStart _ -> throw new AssertionError("answered above");
            case ClientMessage.StreamData data -> accept(stream, data, maySend, nowNanos);
            case ClientMessage.StreamKeepAlive _ -> {
                stream.silentSinceNanos = nowNanos;
                yield Step.NOTHING;
            }
            case ClientMessage.StreamMisuse(String _, String reason) ->
                end(
                        stream,
                        AckError.badRequest(reason),
                        StreamError.of(StreamError.CANCELLED, "The publisher broke the rules of the stream."));
            case ClientMessage.StreamEnd(String _, Optional<StreamError> error) ->
                end(stream, null, error.orElse(null));
        };
    }

    private Step open(ClientMessage.StreamStart start, Predicate<String> maySend, long nowNanos) {
        if (!maySend.test(start.group())) {
            return closed(start.streamId(), AckError.forbidden("send to group", start.group()));
        }
        if (streams.containsKey(start.streamId())) {
            return closed(start.streamId(), AckError.badRequest("A stream with this id is open."));
        }
        if (streams.size() == WireLimits.MAX_OPEN_STREAMS) {
            return closed(
                    start.streamId(),
                    AckError.badRequest("The connection has " + WireLimits.MAX_OPEN_STREAMS + " streams open."));
        }
        streams.put(start.streamId(), new Open(start, nowNanos));
        return Step.answer(new ServiceMessage.StreamAck(start.streamId(), 1));
    }

    private Step accept(Open stream, ClientMessage.StreamData fragment, Predicate<String> maySend, long nowNanos) {
        ClientMessage.StreamStart start = stream.start;
        if (!maySend.test(start.group())) {
            AckError forbidden = AckError.forbidden("send to group", start.group());
            return end(stream, forbidden, StreamError.of(forbidden.name(), "The publisher lost its permission."));
        }
        int order = Long.compareUnsigned(fragment.streamSequenceId(), stream.expected);
        if (order > 0) {
            return Step.answer(new ServiceMessage.StreamNack(
                    start.streamId(),
                    stream.expected,
                    new AckError(AckError.INVALID_SEQUENCE_ID, "A fragment before this one is missing.")));
        }
        if (order < 0) {
            return Step.answer(new ServiceMessage.StreamAck(start.streamId(), stream.expected));
        }
        stream.expected++;
        stream.silentSinceNanos = nowNanos;
        Publication publication = new Publication(
                new Target.Group(start.group()),
                fragment.data(),
                start.metadata(),
                userId,
                excluded(start),
                AudienceFilter.EVERYONE,
                start.ttlSeconds(),
                Optional.of(StreamInfo.fragment(start.streamId(), fragment.streamSequenceId())));
        return new Step(
                Optional.of(publication), Optional.of(new ServiceMessage.StreamAck(start.streamId(), stream.expected)));
    }

    /** Ends the streams that were silent for too long. */
    public List<Step> endSilent(long nowNanos) {
        List<Step> steps = new ArrayList<>();
        for (Open stream : List.copyOf(streams.values())) {
            if (stream.isSilentTooLong(nowNanos)) {
                String message = "The stream was silent for longer than its idle timeout.";
                steps.add(end(
                        stream,
                        new AckError(StreamError.IDLE_TIMEOUT, message),
                        StreamError.of(StreamError.IDLE_TIMEOUT, message)));
            }
        }
        return steps;
    }

    /** Ends all streams, because their publisher is gone for good; the publications tell their subscribers. */
    public List<Publication> cancel() {
        List<Publication> publications = new ArrayList<>(streams.size());
        for (Open stream : streams.values()) {
            publications.add(last(stream, StreamError.of(StreamError.CANCELLED, "The publisher is gone.")));
        }
        streams.clear();
        return publications;
    }

    private Step end(Open stream, @Nullable AckError toPublisher, @Nullable StreamError toSubscribers) {
        String id = stream.start.streamId();
        streams.remove(id);
        return new Step(
                Optional.of(last(stream, toSubscribers)),
                Optional.of(new ServiceMessage.StreamClosed(id, Optional.ofNullable(toPublisher))));
    }

    private static Step closed(String streamId, AckError error) {
        return Step.answer(new ServiceMessage.StreamClosed(streamId, Optional.of(error)));
    }

    /** The terminal message. It never expires: a subscriber that misses it would wait for ever. */
    private Publication last(Open stream, @Nullable StreamError error) {
        ClientMessage.StreamStart start = stream.start;
        return new Publication(
                new Target.Group(start.group()),
                Payload.text(""),
                Map.of(),
                userId,
                excluded(start),
                AudienceFilter.EVERYONE,
                0,
                Optional.of(StreamInfo.end(start.streamId(), stream.expected, Optional.ofNullable(error))));
    }

    private Set<String> excluded(ClientMessage.StreamStart start) {
        return start.noEcho() ? onlySelf : Set.of();
    }
}
