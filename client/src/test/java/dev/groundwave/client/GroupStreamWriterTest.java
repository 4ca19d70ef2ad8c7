package dev.groundwave.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwave.client.ScriptedTransport.Link;
import dev.groundwave.client.port.TransportEnd;
import dev.groundwave.wire.AckError;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.ClientMessage.StreamData;
import dev.groundwave.wire.ClientMessage.StreamEnd;
import dev.groundwave.wire.ClientMessage.StreamKeepAlive;
import dev.groundwave.wire.ClientMessage.StreamStart;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage.StreamAck;
import dev.groundwave.wire.ServiceMessage.StreamClosed;
import dev.groundwave.wire.ServiceMessage.StreamNack;
import dev.groundwave.wire.StreamError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Streams to a group. Source: client-sdk.md, sections 3.1 and 8, vectors 38 and 39; client-protocol.md, section 11. */
@SuppressWarnings("FutureReturnValueIgnored") // Many steps matter for what they cause, not for their own result.
final class GroupStreamWriterTest {
    private static final GroupStreamOptions S1 =
            GroupStreamOptions.defaults().withStreamId("s1").withoutKeepAlive();

    private final Rig rig = new Rig(builder -> builder.keepAliveTimeout(Duration.ZERO));

    private CompletableFuture<GroupStreamWriter> opening(GroupStreamOptions options) {
        CompletableFuture<GroupStreamWriter> opening = rig.client.openGroupStreamAsync("room", options);
        rig.settle();
        return opening;
    }

    private GroupStreamWriter open(Link link) {
        return open(link, S1);
    }

    private GroupStreamWriter open(Link link, GroupStreamOptions options) {
        CompletableFuture<GroupStreamWriter> opening = opening(options);
        ack(link, 1);
        link.sent.clear();
        return Rig.valueOf(opening);
    }

    private void ack(Link link, long expected) {
        link.receive(new StreamAck("s1", expected));
        rig.settle();
    }

    private void nack(Link link, long expected, String name) {
        link.receive(new StreamNack("s1", expected, new AckError(name, "as scripted")));
        rig.settle();
    }

    private void close(Link link, String name) {
        Optional<AckError> error = name.isEmpty() ? Optional.empty() : Optional.of(new AckError(name, "as scripted"));
        link.receive(new StreamClosed("s1", error));
        rig.settle();
    }

    private List<CompletableFuture<Void>> write(GroupStreamWriter writer, int fragments) {
        List<CompletableFuture<Void>> written = IntStream.range(0, fragments)
                .mapToObj(i -> writer.writeAsync(Payload.text("f" + i)))
                .toList();
        rig.settle();
        return written;
    }

    private static List<Long> numbers(Link link) {
        return link.sent.stream()
                .filter(StreamData.class::isInstance)
                .map(sent -> ((StreamData) sent).streamSequenceId())
                .toList();
    }

    private static List<Long> range(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    @Nested
    final class Opening {
        @Test
        void endsWhenTheServiceExpectsTheFirstFragment() {
            Link link = rig.connected();
            CompletableFuture<GroupStreamWriter> opening = opening(S1.withNoEcho()
                    .withMetadata(Map.of("k", "v"))
                    .withTtl(Duration.ofSeconds(9))
                    .withIdleTimeout(Duration.ofSeconds(30)));
            assertThat(link.sent)
                    .containsExactly(new StreamStart("room", "s1", Duration.ofSeconds(30), true, Map.of("k", "v"), 9));
            assertThat(opening).isNotDone();
            ack(link, 1);
            assertThat(Rig.valueOf(opening).streamId()).isEqualTo("s1");
            assertThat(Rig.valueOf(opening).group()).isEqualTo("room");
        }

        @Test
        void takesFiveMinutesOfSilenceAndAnIdOfItsOwnByDefault() {
            Link link = rig.connected();
            opening(GroupStreamOptions.defaults());
            opening(GroupStreamOptions.defaults());
            List<StreamStart> starts =
                    link.sent.stream().map(StreamStart.class::cast).toList();
            assertThat(starts).extracting(StreamStart::streamId).doesNotHaveDuplicates();
            assertThat(starts).extracting(StreamStart::idleTimeout).containsOnly(Duration.ofMinutes(5));
        }

        @Test
        void failsWhenTheServiceRefuses() {
            Link link = rig.connected();
            CompletableFuture<GroupStreamWriter> opening = opening(S1);
            close(link, "Forbidden");
            StreamException failure = Rig.failureOf(opening, StreamException.class);
            assertThat(failure.name()).isEqualTo("Forbidden");
            assertThat(failure.streamId()).isEqualTo("s1");
        }

        @Test
        void failsWhenTheTransportDropsBeforeTheAnswer() {
            Link link = rig.connected();
            CompletableFuture<GroupStreamWriter> opening = opening(S1);
            link.drop();
            rig.settle();
            assertThat(Rig.failureOf(opening, StreamException.class).name()).isEqualTo(StreamException.CONNECTION_LOST);
            assertThat(rig.reconnected("c2").sent).isEmpty();
        }

        @Test
        void goesOnWhenItWasNotSentBeforeTheTransportDropped() {
            Link link = rig.connected();
            link.writable = 0;
            CompletableFuture<GroupStreamWriter> opening = opening(S1);
            link.drop();
            rig.settle();
            Link next = rig.reconnected("c2");
            assertThat(next.sent).hasOnlyElementsOfType(StreamStart.class).hasSize(1);
            ack(next, 1);
            assertThat(opening).isCompleted();
        }

        @Test
        void failsAtItsTimeAndTellsTheService() {
            Link link = rig.connected();
            CompletableFuture<GroupStreamWriter> opening = opening(S1.withTimeout(Duration.ofSeconds(5)));
            rig.pass(Duration.ofSeconds(5));
            assertThat(Rig.failureOf(opening, StreamException.class).name()).isEqualTo(StreamException.TIMEOUT);
            assertThat(link.sent).last().isInstanceOf(StreamEnd.class);
        }

        @Test
        void thatNobodyWaitsForEndsTheStream() {
            Link link = rig.connected();
            opening(S1).cancel(false);
            rig.settle();
            assertThat(link.sent).last().isInstanceOf(StreamEnd.class);
            assertThat(opening(S1)).isNotDone();
        }

        @Test
        void refusesAnIdThatIsInUseAndLeavesTheOtherStreamAlone() {
            Link link = rig.connected();
            GroupStreamWriter first = open(link);
            Rig.failureOf(opening(S1), IllegalArgumentException.class);
            write(first, 1);
            assertThat(numbers(link)).containsExactly(1L);
        }

        @Test
        void mayUseAnIdAgainAfterTheEnd() {
            Link link = rig.connected();
            CompletableFuture<Void> completed = open(link).completeAsync();
            rig.settle();
            close(link, "");
            assertThat(completed).isCompleted();
            open(link);
        }
    }

    @Nested
    final class Writing {
        @Test
        void numbersTheFragmentsInTheOrderOfTheCalls() {
            Link link = rig.connected();
            write(open(link), 3);
            assertThat(link.sent)
                    .containsExactly(
                            new StreamData("s1", 1, Payload.text("f0")),
                            new StreamData("s1", 2, Payload.text("f1")),
                            new StreamData("s1", 3, Payload.text("f2")));
        }

        @Test
        void waitsAt256UnacceptedFragments() {
            Link link = rig.connected();
            GroupStreamWriter writer = open(link);
            List<CompletableFuture<Void>> written = write(writer, 258);
            assertThat(numbers(link)).isEqualTo(range(1, 256));
            assertThat(written.get(255)).isCompleted();
            assertThat(written.get(256)).isNotDone();
            ack(link, 2);
            assertThat(written.get(256)).isCompleted();
            assertThat(written.get(257)).isNotDone();
            assertThat(numbers(link)).isEqualTo(range(1, 257));
        }

        @Test
        void waitsAtFourMebibytesUnaccepted() {
            Link link = rig.connected();
            GroupStreamWriter writer = open(link);
            Payload large = Payload.text("x".repeat(1_000_000));
            List<CompletableFuture<Void>> written = IntStream.range(0, 5)
                    .mapToObj(i -> writer.writeAsync(large))
                    .toList();
            rig.settle();
            assertThat(written.get(3)).isCompleted();
            assertThat(written.get(4)).isNotDone();
            ack(link, 2);
            assertThat(written.get(4)).isCompleted();
        }

        @Test
        void thatIsTakenBackWhileItWaitsLeavesNoGap() {
            Link link = rig.connected();
            GroupStreamWriter writer = open(link);
            List<CompletableFuture<Void>> written = write(writer, 258);
            written.get(256).cancel(false);
            ack(link, 257);
            assertThat(link.sent).last().isEqualTo(new StreamData("s1", 257, Payload.text("f257")));
        }

        @Test
        void isRefusedWhenFarTooMuchWaits() {
            Link link = rig.connected();
            GroupStreamWriter writer = open(link);
            Payload large = Payload.text("x".repeat(1_000_000));
            List<CompletableFuture<Void>> written = new ArrayList<>();
            for (int i = 0; i < 80; i++) {
                written.add(writer.writeAsync(large));
            }
            rig.settle();
            Rig.failureOf(written.get(79), BackpressureException.class);
            assertThat(link.sent).hasSize(4);
        }

        @Test
        void refusesLocallyWhatWouldCostTheConnection() {
            GroupStreamWriter writer = open(rig.connected());
            assertThatThrownBy(() -> writer.writeAsync(Payload.text("x".repeat(1_048_576))))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> writer.writeAsync(Payload.jsonRaw("null")))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void stopsWhileTheNetworkIsFullAndGoesOnBehindIt() {
            Link link = rig.connected();
            GroupStreamWriter writer = open(link);
            link.writable = 1;
            link.queueCapacity = 0;
            write(writer, 3);
            assertThat(numbers(link)).containsExactly(1L);
            link.write(10);
            rig.settle();
            assertThat(numbers(link)).containsExactly(1L, 2L, 3L);
        }
    }

    @Nested
    final class Refusals {
        @Test
        void ofASequenceIdSendAgainFromThere() {
            Link link = rig.connected();
            write(open(link), 4);
            ack(link, 2);
            nack(link, 2, "InvalidSequenceId");
            assertThat(numbers(link)).containsExactly(1L, 2L, 3L, 4L, 2L, 3L, 4L);
        }

        @Test
        void thatEchoOneGapDoNotSendEverythingAgainEachTime() {
            Link link = rig.connected();
            write(open(link), 5);
            for (int echo = 0; echo < 4; echo++) {
                nack(link, 1, "InvalidSequenceId");
            }
            assertThat(numbers(link)).containsExactly(1L, 2L, 3L, 4L, 5L, 1L, 2L, 3L, 4L, 5L);
            nack(link, 1, "InvalidSequenceId");
            assertThat(numbers(link)).hasSize(15);
        }

        @Test
        void thatMayPassAreAnsweredAfterAPause() {
            Link link = rig.connected();
            write(open(link), 2);
            nack(link, 1, "TransientError");
            nack(link, 1, "InvalidSequenceId");
            assertThat(numbers(link)).containsExactly(1L, 2L);
            rig.pass(Duration.ofMillis(800));
            assertThat(numbers(link)).containsExactly(1L, 2L, 1L, 2L);
            nack(link, 1, "TransientError");
            rig.pass(Duration.ofMillis(800));
            assertThat(numbers(link)).hasSize(4);
            rig.pass(Duration.ofMillis(800));
            assertThat(numbers(link)).hasSize(6);
        }

        @Test
        void ofWhatIsNotThereAnyMoreFailTheStream() {
            Link link = rig.connected();
            GroupStreamWriter writer = open(link);
            write(writer, 3);
            ack(link, 3);
            nack(link, 1, "InvalidSequenceId");
            CompletableFuture<Void> next = writer.writeAsync(Payload.text("x"));
            rig.settle();
            assertThat(Rig.failureOf(next, StreamException.class).name())
                    .isEqualTo(StreamException.INVALID_SEQUENCE_ID);
        }

        @Test
        void byAnAckOfWhatWasNeverSentFailTheStreamAndTellTheService() {
            Link link = rig.connected();
            GroupStreamWriter writer = open(link);
            write(writer, 1);
            ack(link, 3);
            assertThat(link.sent)
                    .last()
                    .isInstanceOfSatisfying(
                            StreamEnd.class,
                            end -> assertThat(end.error())
                                    .flatMap(StreamError::userErrorCode)
                                    .contains("ProtocolViolation"));
            assertThat(Rig.failureOf(writer.completeAsync(), rig, StreamException.class)
                            .name())
                    .isEqualTo(StreamException.PROTOCOL_VIOLATION);
        }

        @Test
        void thatNeverComeSendAgainAndInTheEndFailTheStream() {
            Link link = rig.connected();
            GroupStreamWriter writer = open(link);
            rig.pass(Duration.ofMinutes(10));
            write(writer, 1);
            rig.pass(Duration.ofSeconds(30));
            assertThat(numbers(link)).containsExactly(1L, 1L);
            rig.pass(Duration.ofSeconds(30));
            assertThat(Rig.failureOf(writer.completeAsync(), rig, StreamException.class)
                            .name())
                    .isEqualTo(StreamException.TIMEOUT);
        }
    }

    @Nested
    final class Completing {
        @Test
        void endsTheStreamOnlyWhenAllIsAccepted() {
            Link link = rig.connected();
            int timers = rig.time.timers();
            GroupStreamWriter writer = open(link);
            write(writer, 2);
            CompletableFuture<Void> completed = writer.completeAsync();
            rig.settle();
            ack(link, 2);
            assertThat(link.sent).hasOnlyElementsOfType(StreamData.class);
            ack(link, 3);
            assertThat(link.sent).last().isEqualTo(new StreamEnd("s1", Optional.empty()));
            assertThat(completed).isNotDone();
            close(link, "");
            assertThat(completed).isCompleted();
            assertThat(rig.time.timers()).isEqualTo(timers);
        }

        @Test
        void refusesFurtherFragments() {
            GroupStreamWriter writer = open(rig.connected());
            writer.completeAsync();
            CompletableFuture<Void> next = writer.writeAsync(Payload.text("x"));
            rig.settle();
            Rig.failureOf(next, IllegalStateException.class);
        }

        @Test
        void failsWhenTheServiceEndsTheStreamOtherwise() {
            Link link = rig.connected();
            GroupStreamWriter writer = open(link);
            write(writer, 1);
            CompletableFuture<Void> completed = writer.completeAsync();
            close(link, "IdleTimeout");
            assertThat(Rig.failureOf(completed, StreamException.class).name()).isEqualTo("IdleTimeout");
        }

        @Test
        void twiceIsOneEnd() {
            Link link = rig.connected();
            GroupStreamWriter writer = open(link);
            CompletableFuture<Void> first = writer.completeAsync();
            rig.settle();
            close(link, "");
            CompletableFuture<Void> second = writer.completeAsync();
            rig.settle();
            assertThat(first).isCompleted();
            assertThat(second).isCompleted();
            assertThat(link.sent).hasSize(1);
        }
    }

    @Nested
    final class Aborting {
        @Test
        void tellsSubscribersWhyWithoutAName() {
            Link link = rig.connected();
            GroupStreamWriter writer = open(link);
            write(writer, 1);
            CompletableFuture<Void> aborted = writer.abortAsync("no more", "E7");
            rig.settle();
            assertThat(link.sent)
                    .last()
                    .isEqualTo(new StreamEnd(
                            "s1", Optional.of(StreamError.ofUser(Optional.of("no more"), Optional.of("E7")))));
            assertThat(aborted).isNotDone();
            close(link, "");
            assertThat(aborted).isCompleted();
        }

        @Test
        void failsWhatWaitsAndWhatFollows() {
            Link link = rig.connected();
            GroupStreamWriter writer = open(link);
            CompletableFuture<Void> waiting = write(writer, 257).get(256);
            CompletableFuture<Void> completing = writer.completeAsync();
            writer.abortAsync("", "");
            CompletableFuture<Void> late = writer.writeAsync(Payload.text("x"));
            rig.settle();
            for (CompletableFuture<Void> failed : List.of(waiting, completing, late)) {
                assertThat(Rig.failureOf(failed, StreamException.class).name()).isEqualTo(StreamException.ABORTED);
            }
        }

        @Test
        void isWhatClosingAnUnfinishedWriterDoes() {
            Link link = rig.connected();
            open(link).close();
            rig.settle();
            assertThat(link.sent)
                    .last()
                    .isInstanceOfSatisfying(
                            StreamEnd.class, end -> assertThat(end.error()).isPresent());
        }

        @Test
        void isNotWhatClosingAFinishedWriterDoes() {
            Link link = rig.connected();
            GroupStreamWriter writer = open(link);
            writer.completeAsync();
            rig.settle();
            close(link, "");
            writer.close();
            rig.settle();
            assertThat(link.sent).containsExactly(new StreamEnd("s1", Optional.empty()));
        }
    }

    @Nested
    final class Silence {
        @Test
        void isBrokenAtAThirdOfTheIdleTimeout() {
            Link link = rig.connected();
            open(link, GroupStreamOptions.defaults().withStreamId("s1").withIdleTimeout(Duration.ofSeconds(9)));
            rig.pass(Duration.ofSeconds(6));
            assertThat(link.sent).containsExactly(new StreamKeepAlive("s1"), new StreamKeepAlive("s1"));
        }

        @Test
        void needsNoBreakWhileFragmentsAreAccepted() {
            Link link = rig.connected();
            GroupStreamWriter writer =
                    open(link, GroupStreamOptions.defaults().withStreamId("s1").withIdleTimeout(Duration.ofSeconds(9)));
            write(writer, 1);
            ack(link, 2);
            rig.pass(Duration.ofSeconds(3));
            assertThat(link.sent).hasOnlyElementsOfType(StreamData.class);
        }
    }

    @Nested
    final class Losses {
        @Test
        void ofTheConnectionFailTheStream() {
            Link link = rig.connected();
            GroupStreamWriter writer = open(link);
            CompletableFuture<Void> waiting = write(writer, 257).get(256);
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
            CompletableFuture<Void> completed = open(link).completeAsync();
            rig.client.stopAsync();
            rig.settle();
            Rig.failureOf(completed, ClientStoppedException.class);
            assertThat(rig.time.timers()).isZero();
        }

        @Test
        void overAFrameOfOursFailTheStream() {
            Link link = rig.connected();
            GroupStreamWriter writer = open(link);
            write(writer, 1);
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
            GroupStreamWriter writer = open(link);
            write(writer, 3);
            ack(link, 2);
            link.drop();
            rig.settle();
            List<CompletableFuture<Void>> meanwhile = write(writer, 1);
            Link next = recovered();
            assertThat(numbers(next)).containsExactly(2L, 3L, 4L);
            assertThat(meanwhile.get(0)).isCompleted();
        }

        @Test
        void repeatTheEndAndTakeAnUnknownStreamForOneThatEnded() {
            Link link = rig.reliablyConnected();
            CompletableFuture<Void> completed = open(link).completeAsync();
            rig.settle();
            link.drop();
            rig.settle();
            Link next = recovered();
            assertThat(next.sent).contains(new StreamEnd("s1", Optional.empty()));
            close(next, "StreamNotFound");
            assertThat(completed).isCompleted();
        }

        @Test
        void doNotHelpAStreamThatWasNotOpenYet() {
            Link link = rig.reliablyConnected();
            CompletableFuture<GroupStreamWriter> opening = opening(S1);
            link.drop();
            rig.settle();
            assertThat(Rig.failureOf(opening, StreamException.class).name()).isEqualTo(StreamException.CONNECTION_LOST);
        }

        @Test
        void thatFailFailTheStream() {
            Link link = rig.reliablyConnected();
            GroupStreamWriter writer = open(link);
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
            GroupStreamWriter writer = open(link);
            RoughService service = new RoughService(link);
            List<CompletableFuture<Void>> written = write(writer, 10_000);
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

    @Test
    void aStreamAndMessagesShareTheConnection() {
        Link link = rig.connected();
        GroupStreamWriter writer = open(link);
        CompletableFuture<Void> first = writer.writeAsync(Payload.text("a"));
        rig.client.sendToGroupAsync("room", "b");
        rig.settle();
        assertThat(first).isCompleted();
        assertThat(link.sent)
                .extracting(message -> (Object) message.getClass())
                .containsExactly(StreamData.class, ClientMessage.SendToGroup.class);
    }
}
