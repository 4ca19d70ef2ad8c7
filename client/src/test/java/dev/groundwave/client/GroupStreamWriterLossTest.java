package dev.groundwave.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.client.ScriptedTransport.Link;
import dev.groundwave.client.port.TransportEnd;
import dev.groundwave.wire.AckError;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.ClientMessage.StreamData;
import dev.groundwave.wire.ClientMessage.StreamEnd;
import dev.groundwave.wire.ServiceMessage.StreamAck;
import dev.groundwave.wire.ServiceMessage.StreamClosed;
import dev.groundwave.wire.ServiceMessage.StreamNack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * Streams to a group whose transport or connection is lost. Source: client-sdk.md, sections 3.1 and 8, vector 38;
 * client-protocol.md, section 11.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Many steps matter for what they cause, not for their own result.
final class GroupStreamWriterLossTest {
    private final GroupStreamWriterRig stream = new GroupStreamWriterRig();
    private final Rig rig = stream.rig;

    @Nested
    final class Losses {
        @Test
        void ofTheConnectionFailTheStream() {
            Link link = rig.connected();
            GroupStreamWriter writer = stream.open(link);
            CompletableFuture<Void> waiting = stream.write(writer, 257).get(256);
            CompletableFuture<Void> completed = writer.completeAsync();
            rig.settle();
            link.drop();
            rig.settle();
            assertThat(Rig.failureOf(waiting, StreamException.class).name()).isEqualTo(StreamException.CONNECTION_LOST);
            assertThat(Rig.failureOf(completed, StreamException.class).name())
                    .isEqualTo(StreamException.CONNECTION_LOST);
            assertThat(rig.reconnected("c2").sent).isEmpty();
        }

        @Test
        void byTheStopFailTheStream() {
            Link link = rig.connected();
            CompletableFuture<Void> completed = stream.open(link).completeAsync();
            rig.client.stopAsync();
            rig.settle();
            Rig.failureOf(completed, ClientStoppedException.class);
            assertThat(rig.time.timers()).isZero();
        }

        @Test
        void overAFrameOfOursFailTheStream() {
            Link link = rig.connected();
            GroupStreamWriter writer = stream.open(link);
            stream.write(writer, 1);
            link.end(TransportEnd.closed(1007, "bad frame"));
            rig.settle();
            assertThat(Rig.failureOf(writer.completeAsync(), rig, StreamException.class)
                            .name())
                    .isEqualTo(StreamException.PROTOCOL_VIOLATION);
        }
    }

    @Nested
    final class Recoveries {
        private Link recovered() {
            rig.pass(Duration.ofSeconds(1));
            Link link = rig.network.last();
            link.accept();
            link.pong();
            rig.pass(Duration.ofSeconds(1));
            assertThat(rig.client.state()).isEqualTo(SessionState.CONNECTED);
            return link;
        }

        @Test
        void sendAgainWhatWasNotAcceptedWithoutAGreetingAndGoOn() {
            Link link = rig.reliablyConnected();
            GroupStreamWriter writer = stream.open(link);
            stream.write(writer, 3);
            stream.ack(link, 2);
            link.drop();
            rig.settle();
            List<CompletableFuture<Void>> meanwhile = stream.write(writer, 1);
            Link next = recovered();
            assertThat(GroupStreamWriterRig.numbers(next)).containsExactly(2L, 3L, 4L);
            assertThat(meanwhile.get(0)).isCompleted();
        }

        @Test
        void repeatTheEndAndTakeAnUnknownStreamForOneThatEnded() {
            Link link = rig.reliablyConnected();
            CompletableFuture<Void> completed = stream.open(link).completeAsync();
            rig.settle();
            link.drop();
            rig.settle();
            Link next = recovered();
            assertThat(next.sent).contains(new StreamEnd("s1", Optional.empty()));
            stream.close(next, "StreamNotFound");
            assertThat(completed).isCompleted();
        }

        @Test
        void doNotHelpAStreamThatWasNotOpenYet() {
            Link link = rig.reliablyConnected();
            CompletableFuture<GroupStreamWriter> opening = stream.opening(GroupStreamWriterRig.S1);
            link.drop();
            rig.settle();
            assertThat(Rig.failureOf(opening, StreamException.class).name()).isEqualTo(StreamException.CONNECTION_LOST);
        }

        @Test
        void thatFailFailTheStream() {
            Link link = rig.reliablyConnected();
            GroupStreamWriter writer = stream.open(link);
            link.drop();
            rig.pass(Duration.ZERO);
            rig.network.last().accept();
            rig.network.last().end(TransportEnd.closed(1008, "gone"));
            assertThat(Rig.failureOf(writer.completeAsync(), rig, StreamException.class)
                            .name())
                    .isEqualTo(StreamException.CONNECTION_LOST);
        }

        /** A service that loses fragments, refuses some and drops transports; reproducible. */
        private final class RoughService {
            private final Random random = new Random(38);
            private final List<String> delivered = new ArrayList<>();
            private long expected = 1;
            private int read;
            private int answered;
            private int drops;
            private int refusals;
            private Link link;

            RoughService(Link link) {
                this.link = link;
            }

            /** Answers all that came; false when nothing had come. */
            boolean answerAll() {
                int before = answered;
                while (read < link.sent.size()) {
                    ClientMessage next = link.sent.get(read++);
                    answered++;
                    if (random.nextInt(400) == 0) {
                        drops++;
                        link.drop();
                        rig.settle();
                        link = recovered();
                        read = 0;
                    } else if (next instanceof StreamData fragment) {
                        answer(fragment);
                    } else if (next instanceof StreamEnd) {
                        link.receive(new StreamClosed("s1", Optional.empty()));
                    }
                }
                // Enough for the pauses after several refusals in a row, too little for a stream that does not move.
                rig.pass(Duration.ofSeconds(5));
                return answered != before;
            }

            private void answer(StreamData fragment) {
                boolean fails = random.nextInt(100) == 0;
                if (fragment.streamSequenceId() > expected || fails) {
                    refusals++;
                    String name = fragment.streamSequenceId() > expected ? "InvalidSequenceId" : "TransientError";
                    link.receive(new StreamNack("s1", expected, new AckError(name, "as scripted")));
                    return;
                }
                if (fragment.streamSequenceId() == expected) {
                    delivered.add(fragment.data().asText());
                    expected++;
                }
                link.receive(new StreamAck("s1", expected));
            }
        }

        @Test
        void refusalsAndDropsLoseRepeatAndReorderNothing() { // 38
            Link link = rig.reliablyConnected();
            GroupStreamWriter writer = stream.open(link);
            RoughService service = new RoughService(link);
            List<CompletableFuture<Void>> written = stream.write(writer, 10_000);
            CompletableFuture<Void> completed = writer.completeAsync();
            while (!completed.isDone() && service.answerAll()) {
                rig.settle();
            }
            assertThat(completed).isCompleted();
            assertThat(written).allMatch(each -> each.isDone() && !each.isCompletedExceptionally());
            assertThat(service.delivered)
                    .isEqualTo(IntStream.range(0, 10_000).mapToObj(i -> "f" + i).toList());
            assertThat(service.drops).isPositive();
            assertThat(service.refusals).isPositive();
        }
    }
}
