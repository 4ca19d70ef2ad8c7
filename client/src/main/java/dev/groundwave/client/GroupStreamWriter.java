package dev.groundwave.client;

import dev.groundwave.wire.Payload;
import dev.groundwave.wire.StreamError;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The writing end of a stream: ordered fragments to the members of a group, each accepted by the service exactly once.
 * Preview.
 *
 * <p>Made by {@link WebPubSubClient#openGroupStream}. Safe for all threads; the order of calls of one thread is the
 * order of the fragments. It survives a recovery of the connection, with nothing lost or repeated; when the connection
 * is lost for good the stream fails, whatever was under way. A silent stream is kept alive.
 *
 * <p>Only {@link #complete()} ends a stream well: {@link #close()} without it tells the subscribers of an error, so
 * that an exception within try-with-resources cannot look like success.
 *
 * <p>Source: client-sdk.md, section 3.1.
 */
public final class GroupStreamWriter implements AutoCloseable {
    private static final StreamError UNFINISHED =
            StreamError.ofUser(Optional.of("the stream was closed before it was complete"), Optional.empty());

    private final OutgoingStream stream;
    private final OutgoingStreams streams;

    GroupStreamWriter(OutgoingStream stream, OutgoingStreams streams) {
        this.stream = stream;
        this.streams = streams;
    }

    /** The stream's id, as subscribers see it. */
    public String streamId() {
        return stream.id();
    }

    /** The group it goes to. */
    public String group() {
        return stream.group();
    }

    /**
     * Writes a fragment. Blocks while 256 fragments or 4 MiB are not accepted yet by the service.
     *
     * @throws StreamException when the stream has failed or was aborted
     * @throws IllegalStateException after {@code complete()}
     */
    public void write(Payload payload) {
        Blocking.awaitNothing(writeAsync(payload));
    }

    /** As {@link #write(Payload)}, with a text. */
    public void write(String text) {
        write(Payload.text(text));
    }

    /**
     * As {@link #write(Payload)}, without blocking: the future ends when there is room for the fragment, which is sent
     * then, and fails with a {@link BackpressureException} when 64 MiB wait for room. Cancelling it takes the fragment
     * back while it waits.
     */
    public CompletableFuture<Void> writeAsync(Payload payload) {
        return streams.write(stream, payload);
    }

    /**
     * Ends the stream well and refuses further fragments. Blocks until the service has accepted every fragment and
     * confirmed the end; a second call waits for the same.
     *
     * @throws StreamException when the stream has failed or was aborted
     * @throws ClientStoppedException when the client is stopped meanwhile
     */
    public void complete() {
        Blocking.awaitNothing(completeAsync());
    }

    /** As {@link #complete()}, without blocking. */
    public CompletableFuture<Void> completeAsync() {
        return streams.complete(stream);
    }

    /**
     * Gives the stream up: subscribers get what the service has accepted and then this error. Blocks until the stream
     * is over, in whatever way; does nothing when it is over already.
     */
    public void abort(String message, String userErrorCode) {
        Blocking.awaitNothing(abortAsync(message, userErrorCode));
    }

    /** As {@link #abort(String, String)}, without blocking. */
    public CompletableFuture<Void> abortAsync(String message, String userErrorCode) {
        return streams.abort(stream, StreamError.ofUser(Optional.of(message), Optional.of(userErrorCode)));
    }

    /** Aborts the stream unless it is over; does not block. */
    @Override
    public void close() {
        CompletableFuture<Void> unused = streams.abort(stream, UNFINISHED);
    }

    @Override
    public String toString() {
        return "GroupStreamWriter[group=" + group() + " streamId=" + streamId() + "]";
    }
}
