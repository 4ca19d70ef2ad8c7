package dev.groundwave.client;

import dev.groundwave.client.ScriptedTransport.Link;
import dev.groundwave.wire.AckError;
import dev.groundwave.wire.ClientMessage.StreamData;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage.StreamAck;
import dev.groundwave.wire.ServiceMessage.StreamClosed;
import dev.groundwave.wire.ServiceMessage.StreamNack;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** A client that writes one stream, and the service's answers to it. */
final class GroupStreamWriterRig {
    /** The stream that the service answers for; it never breaks its silence by itself. */
    static final GroupStreamOptions S1 =
            GroupStreamOptions.defaults().withStreamId("s1").withoutKeepAlive();

    final Rig rig = new Rig(builder -> builder.keepAliveTimeout(Duration.ZERO));

    /** Asks for a stream that the service has not answered yet. */
    CompletableFuture<GroupStreamWriter> opening(GroupStreamOptions options) {
        CompletableFuture<GroupStreamWriter> opening = rig.client.openGroupStreamAsync("room", options);
        rig.settle();
        return opening;
    }

    /** Opens the stream and forgets the frame that it took. */
    GroupStreamWriter open(Link link) {
        return open(link, S1);
    }

    GroupStreamWriter open(Link link, GroupStreamOptions options) {
        CompletableFuture<GroupStreamWriter> opening = opening(options);
        ack(link, 1);
        link.sent.clear();
        return Rig.valueOf(opening);
    }

    /** The service expects this fragment next. */
    void ack(Link link, long expected) {
        link.receive(new StreamAck("s1", expected));
        rig.settle();
    }

    /** The service refuses, by this name, and expects this fragment. */
    void nack(Link link, long expected, String name) {
        link.receive(new StreamNack("s1", expected, new AckError(name, "as scripted")));
        rig.settle();
    }

    /** The service ends the stream; without a name, in peace. */
    void close(Link link, String name) {
        Optional<AckError> error = name.isEmpty() ? Optional.empty() : Optional.of(new AckError(name, "as scripted"));
        link.receive(new StreamClosed("s1", error));
        rig.settle();
    }

    /** Writes fragments "f0", "f1" and so on. */
    List<CompletableFuture<Void>> write(GroupStreamWriter writer, int fragments) {
        List<CompletableFuture<Void>> written = IntStream.range(0, fragments)
                .mapToObj(i -> writer.writeAsync(Payload.text("f" + i)))
                .toList();
        rig.settle();
        return written;
    }

    /** The numbers of the fragments in the order of sending. */
    static List<Long> numbers(Link link) {
        return link.sent.stream()
                .filter(StreamData.class::isInstance)
                .map(sent -> ((StreamData) sent).streamSequenceId())
                .toList();
    }
}
