package dev.groundwave.client;

import dev.groundwave.client.port.Timers;
import dev.groundwave.client.schedule.ControlLoop;
import dev.groundwave.client.transport.Channel;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage.StreamAck;
import dev.groundwave.wire.ServiceMessage.StreamClosed;
import dev.groundwave.wire.ServiceMessage.StreamNack;
import dev.groundwave.wire.StreamError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The streams from this client to groups, by id.
 *
 * <p>The opening travels as an {@link Operation} that is done when written, so that it keeps its place behind earlier
 * calls; fragments are sent behind the operations that can be sent at that moment. Lives on the control loop except
 * {@link #open} and the calls of writers. Source: client-sdk.md, section 3.1.
 */
final class OutgoingStreams implements SessionPart {
    private final ControlLoop loop;
    private final Requests requests;
    private final Features.Host host;
    private final ClientObserver observer;
    private final OutgoingStream.Shared shared;

    private final Map<String, OutgoingStream> streams = new LinkedHashMap<>();
    /** Of streams that are not open yet. */
    private final Map<OutgoingStream, Opening> openings = new LinkedHashMap<>();
    /** Null while there is no connection. */
    private @Nullable Channel channel;

    OutgoingStreams(
            ControlLoop loop,
            ClientSettings settings,
            Surroundings surroundings,
            Requests requests,
            Features.Host host) {
        this.loop = loop;
        this.requests = requests;
        this.host = host;
        this.observer = settings.observer();
        this.shared = new OutgoingStream.Shared(loop, settings, surroundings, requests, this::over);
    }

    /** Any thread. */
    CompletableFuture<GroupStreamWriter> open(String group, GroupStreamOptions options) {
        SendToGroupOptions common = options.common();
        ClientMessage.StreamStart start = new ClientMessage.StreamStart(
                group,
                options.streamId().orElseGet(() -> UUID.randomUUID().toString()),
                options.idleTimeout(),
                common.isNoEcho(),
                common.common().metadata(),
                Math.toIntExact(common.ttl().toSeconds()));
        Operation opening =
                requests.openStream(start, common.common().operation().timeout());
        OutgoingStream stream = new OutgoingStream(shared, start, options);
        CompletableFuture<GroupStreamWriter> result = new CompletableFuture<>();
        CompletableFuture<Void> unused = stream.opened().whenComplete((nothing, failure) -> {
            GroupStreamWriter writer = new GroupStreamWriter(stream, this);
            if (failure != null) {
                result.completeExceptionally(failure);
            } else if (!result.complete(writer)) {
                writer.close();
            }
        });
        loop.execute(() -> begin(stream, opening));
        CompletableFuture<GroupStreamWriter> unusedToo = result.whenComplete((opened, failure) -> {
            if (failure instanceof CancellationException) {
                loop.execute(() -> giveUp(stream));
            }
        });
        return result;
    }

    private void begin(OutgoingStream stream, Operation opening) {
        if (streams.putIfAbsent(stream.id(), stream) != null) {
            // Not fail(): that would take the other stream of this name away.
            stream.refuse(new IllegalArgumentException("a stream with this id is open"));
            return;
        }
        opening.sinceNanos = loop.nanoTime();
        openings.put(stream, new Opening(opening, loop.after(opening.patience().timeout(), () -> giveUp(stream))));
        opening.onSettled = (written, failure) -> {
            if (failure != null && openings.containsKey(stream)) {
                stream.fail(failure instanceof SendMessageFailedException ? lost(stream) : failure);
            }
        };
        if (channel != null) {
            stream.attached(channel);
        }
        host.submit().accept(opening);
    }

    private static StreamException lost(OutgoingStream stream) {
        return new StreamException(stream.id(), StreamException.CONNECTION_LOST, "the stream was not opened");
    }

    /** Nobody waits for the opening any more, or it took too long. */
    private void giveUp(OutgoingStream stream) {
        Opening opening = openings.get(stream);
        if (opening == null) {
            return;
        }
        if (opening.request.phase == Operation.Phase.WAITING) {
            endOpening(stream, false);
            host.withdraw().accept(opening.request);
        } else if (channel != null) {
            StreamError error = StreamError.ofUser(Optional.of("the opening was given up"), Optional.empty());
            channel.offer(requests.frame(new ClientMessage.StreamEnd(stream.id(), Optional.of(error))), result -> {});
        }
        stream.fail(new StreamException(stream.id(), StreamException.TIMEOUT, "the stream was not opened in time"));
    }

    private void over(OutgoingStream stream) {
        streams.remove(stream.id(), stream);
        endOpening(stream, false);
        host.waitingChanged().run();
    }

    private void endOpening(OutgoingStream stream, boolean succeeded) {
        Opening opening = openings.remove(stream);
        if (opening != null) {
            opening.request.report(observer, loop.nanoTime(), succeeded);
            opening.timer.cancel();
        }
    }

    /** Any thread: hands a checked fragment over. */
    CompletableFuture<Void> write(OutgoingStream stream, Payload payload) {
        // With the longest number there is, so that what is taken here fits with whatever number it gets.
        int size = requests.streamData(stream.id(), -1, payload).length;
        CompletableFuture<Void> admitted = new CompletableFuture<>();
        loop.execute(() -> stream.write(new FragmentWindow.Waiting(payload, size, admitted)));
        return admitted;
    }

    /** Any thread. */
    CompletableFuture<Void> complete(OutgoingStream stream) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.execute(() -> stream.complete(done));
        return done;
    }

    /** Any thread. */
    CompletableFuture<Void> abort(OutgoingStream stream, StreamError error) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.execute(() -> stream.abort(error, done));
        return done;
    }

    void onAck(StreamAck ack) {
        OutgoingStream stream = streams.get(ack.streamId());
        if (stream != null) {
            endOpening(stream, true);
            stream.onAck(ack.expectedSequenceId());
            host.waitingChanged().run();
        }
    }

    void onNack(StreamNack nack) {
        OutgoingStream stream = streams.get(nack.streamId());
        if (stream != null) {
            stream.onNack(nack.expectedSequenceId(), nack.error());
        }
    }

    void onClosed(StreamClosed closed) {
        OutgoingStream stream = streams.get(closed.streamId());
        if (stream != null) {
            stream.onClosed(closed.error());
        }
    }

    @Override
    public void attached(Channel newChannel) {
        channel = newChannel;
        List.copyOf(streams.values()).forEach(stream -> stream.attached(newChannel));
    }

    @Override
    public void pump() {
        for (OutgoingStream stream : List.copyOf(streams.values())) {
            if (!stream.pump()) {
                return;
            }
        }
    }

    @Override
    public void transportLost(int closeCode) {
        channel = null;
        openings.entrySet().stream()
                .filter(each -> each.getValue().request.attempts > 0)
                .map(Map.Entry::getKey)
                .toList()
                .forEach(stream -> stream.fail(lost(stream)));
        boolean ownFrameRefused = Operations.isOwnFrameRefused(closeCode);
        List.copyOf(streams.values()).forEach(stream -> stream.transportLost(ownFrameRefused));
    }

    @Override
    public void connectionLost() {
        for (OutgoingStream stream : List.copyOf(streams.values())) {
            if (!openings.containsKey(stream)) {
                stream.fail(new StreamException(
                        stream.id(), StreamException.CONNECTION_LOST, "the connection was lost for good"));
            }
        }
    }

    @Override
    public void failAll(SessionState state) {
        channel = null;
        for (OutgoingStream stream : List.copyOf(streams.values())) {
            Opening opening = openings.get(stream);
            Outcome outcome = opening == null ? Outcome.UNKNOWN : opening.request.outcomeWithoutAnswer();
            stream.fail(new ClientStoppedException(state, outcome));
        }
    }

    @Override
    public boolean awaitsAnswer() {
        return streams.values().stream().anyMatch(OutgoingStream::awaitsAnswer);
    }

    /** A stream's first frame under way, and how long that may take. */
    private record Opening(Operation request, Timers.Timer timer) {}
}
