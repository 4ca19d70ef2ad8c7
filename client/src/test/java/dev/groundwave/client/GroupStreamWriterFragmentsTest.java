package dev.groundwave.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwave.client.ScriptedTransport.Link;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.ClientMessage.StreamData;
import dev.groundwave.wire.ClientMessage.StreamEnd;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.StreamError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * Fragments on their way to a group. Source: client-sdk.md, sections 3.1 and 8, vector 39; client-protocol.md, section
 * 11.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Many steps matter for what they cause, not for their own result.
final class GroupStreamWriterFragmentsTest {
    private final GroupStreamWriterRig stream = new GroupStreamWriterRig();
    private final Rig rig = stream.rig;

    private static List<Long> range(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    @Nested
    final class Writing {
        @Test
        void numbersTheFragmentsInTheOrderOfTheCalls() {
            Link link = rig.connected();
            stream.write(stream.open(link), 3);
            assertThat(link.sent)
                    .containsExactly(
                            new StreamData("s1", 1, Payload.text("f0")),
                            new StreamData("s1", 2, Payload.text("f1")),
                            new StreamData("s1", 3, Payload.text("f2")));
        }

        @Test
        void waitsAt256UnacceptedFragments() {
            Link link = rig.connected();
            GroupStreamWriter writer = stream.open(link);
            List<CompletableFuture<Void>> written = stream.write(writer, 258);
            assertThat(GroupStreamWriterRig.numbers(link)).isEqualTo(range(1, 256));
            assertThat(written.get(255)).isCompleted();
            assertThat(written.get(256)).isNotDone();
            stream.ack(link, 2);
            assertThat(written.get(256)).isCompleted();
            assertThat(written.get(257)).isNotDone();
            assertThat(GroupStreamWriterRig.numbers(link)).isEqualTo(range(1, 257));
        }

        @Test
        void waitsAtFourMebibytesUnaccepted() {
            Link link = rig.connected();
            GroupStreamWriter writer = stream.open(link);
            Payload large = Payload.text("x".repeat(1_000_000));
            List<CompletableFuture<Void>> written = IntStream.range(0, 5)
                    .mapToObj(i -> writer.writeAsync(large))
                    .toList();
            rig.settle();
            assertThat(written.get(3)).isCompleted();
            assertThat(written.get(4)).isNotDone();
            stream.ack(link, 2);
            assertThat(written.get(4)).isCompleted();
        }

        @Test
        void thatIsTakenBackWhileItWaitsLeavesNoGap() {
            Link link = rig.connected();
            GroupStreamWriter writer = stream.open(link);
            List<CompletableFuture<Void>> written = stream.write(writer, 258);
            written.get(256).cancel(false);
            stream.ack(link, 257);
            assertThat(link.sent).last().isEqualTo(new StreamData("s1", 257, Payload.text("f257")));
        }

        @Test
        void isRefusedWhenFarTooMuchWaits() {
            Link link = rig.connected();
            GroupStreamWriter writer = stream.open(link);
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
            GroupStreamWriter writer = stream.open(rig.connected());
            assertThatThrownBy(() -> writer.writeAsync(Payload.text("x".repeat(1_048_576))))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> writer.writeAsync(Payload.jsonRaw("null")))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void stopsWhileTheNetworkIsFullAndGoesOnBehindIt() {
            Link link = rig.connected();
            GroupStreamWriter writer = stream.open(link);
            link.writable = 1;
            link.queueCapacity = 0;
            stream.write(writer, 3);
            assertThat(GroupStreamWriterRig.numbers(link)).containsExactly(1L);
            link.write(10);
            rig.settle();
            assertThat(GroupStreamWriterRig.numbers(link)).containsExactly(1L, 2L, 3L);
        }
    }

    @Nested
    final class Refusals {
        @Test
        void ofASequenceIdSendAgainFromThere() {
            Link link = rig.connected();
            stream.write(stream.open(link), 4);
            stream.ack(link, 2);
            stream.nack(link, 2, "InvalidSequenceId");
            assertThat(GroupStreamWriterRig.numbers(link)).containsExactly(1L, 2L, 3L, 4L, 2L, 3L, 4L);
        }

        @Test
        void thatEchoOneGapDoNotSendEverythingAgainEachTime() {
            Link link = rig.connected();
            stream.write(stream.open(link), 5);
            for (int echo = 0; echo < 4; echo++) {
                stream.nack(link, 1, "InvalidSequenceId");
            }
            assertThat(GroupStreamWriterRig.numbers(link)).containsExactly(1L, 2L, 3L, 4L, 5L, 1L, 2L, 3L, 4L, 5L);
            stream.nack(link, 1, "InvalidSequenceId");
            assertThat(GroupStreamWriterRig.numbers(link)).hasSize(15);
        }

        @Test
        void thatMayPassAreAnsweredAfterAPause() {
            Link link = rig.connected();
            stream.write(stream.open(link), 2);
            stream.nack(link, 1, "TransientError");
            stream.nack(link, 1, "InvalidSequenceId");
            assertThat(GroupStreamWriterRig.numbers(link)).containsExactly(1L, 2L);
            rig.pass(Duration.ofMillis(800));
            assertThat(GroupStreamWriterRig.numbers(link)).containsExactly(1L, 2L, 1L, 2L);
            stream.nack(link, 1, "TransientError");
            rig.pass(Duration.ofMillis(800));
            assertThat(GroupStreamWriterRig.numbers(link)).hasSize(4);
            rig.pass(Duration.ofMillis(800));
            assertThat(GroupStreamWriterRig.numbers(link)).hasSize(6);
        }

        @Test
        void ofWhatIsNotThereAnyMoreFailTheStream() {
            Link link = rig.connected();
            GroupStreamWriter writer = stream.open(link);
            stream.write(writer, 3);
            stream.ack(link, 3);
            stream.nack(link, 1, "InvalidSequenceId");
            CompletableFuture<Void> next = writer.writeAsync(Payload.text("x"));
            rig.settle();
            assertThat(Rig.failureOf(next, StreamException.class).name())
                    .isEqualTo(StreamException.INVALID_SEQUENCE_ID);
        }

        @Test
        void byAnAckOfWhatWasNeverSentFailTheStreamAndTellTheService() {
            Link link = rig.connected();
            GroupStreamWriter writer = stream.open(link);
            stream.write(writer, 1);
            stream.ack(link, 3);
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
            GroupStreamWriter writer = stream.open(link);
            rig.pass(Duration.ofMinutes(10));
            stream.write(writer, 1);
            rig.pass(Duration.ofSeconds(30));
            assertThat(GroupStreamWriterRig.numbers(link)).containsExactly(1L, 1L);
            rig.pass(Duration.ofSeconds(30));
            assertThat(Rig.failureOf(writer.completeAsync(), rig, StreamException.class)
                            .name())
                    .isEqualTo(StreamException.TIMEOUT);
        }
    }

    @Test
    void aStreamAndMessagesShareTheConnection() {
        Link link = rig.connected();
        GroupStreamWriter writer = stream.open(link);
        CompletableFuture<Void> first = writer.writeAsync(Payload.text("a"));
        rig.client.sendToGroupAsync("room", "b");
        rig.settle();
        assertThat(first).isCompleted();
        assertThat(link.sent)
                .extracting(message -> (Object) message.getClass())
                .containsExactly(StreamData.class, ClientMessage.SendToGroup.class);
    }
}
