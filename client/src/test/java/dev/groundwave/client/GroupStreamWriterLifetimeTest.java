package dev.groundwave.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.client.ScriptedTransport.Link;
import dev.groundwave.wire.ClientMessage.StreamData;
import dev.groundwave.wire.ClientMessage.StreamEnd;
import dev.groundwave.wire.ClientMessage.StreamKeepAlive;
import dev.groundwave.wire.ClientMessage.StreamStart;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.StreamError;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * A stream to a group from its opening to its end. Source: client-sdk.md, section 3.1; client-protocol.md, section 11.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Many steps matter for what they cause, not for their own result.
final class GroupStreamWriterLifetimeTest {
    private final GroupStreamWriterRig stream = new GroupStreamWriterRig();
    private final Rig rig = stream.rig;

    @Nested
    final class Opening {
        @Test
        void endsWhenTheServiceExpectsTheFirstFragment() {
            Link link = rig.connected();
            CompletableFuture<GroupStreamWriter> opening = stream.opening(GroupStreamWriterRig.S1
                    .withNoEcho()
                    .withMetadata(Map.of("k", "v"))
                    .withTtl(Duration.ofSeconds(9))
                    .withIdleTimeout(Duration.ofSeconds(30)));
            assertThat(link.sent)
                    .containsExactly(new StreamStart("room", "s1", Duration.ofSeconds(30), true, Map.of("k", "v"), 9));
            assertThat(opening).isNotDone();
            stream.ack(link, 1);
            assertThat(Rig.valueOf(opening).streamId()).isEqualTo("s1");
            assertThat(Rig.valueOf(opening).group()).isEqualTo("room");
        }

        @Test
        void takesFiveMinutesOfSilenceAndAnIdOfItsOwnByDefault() {
            Link link = rig.connected();
            stream.opening(GroupStreamOptions.defaults());
            stream.opening(GroupStreamOptions.defaults());
            List<StreamStart> starts =
                    link.sent.stream().map(StreamStart.class::cast).toList();
            assertThat(starts).extracting(StreamStart::streamId).doesNotHaveDuplicates();
            assertThat(starts).extracting(StreamStart::idleTimeout).containsOnly(Duration.ofMinutes(5));
        }

        @Test
        void failsWhenTheServiceRefuses() {
            Link link = rig.connected();
            CompletableFuture<GroupStreamWriter> opening = stream.opening(GroupStreamWriterRig.S1);
            stream.close(link, "Forbidden");
            StreamException failure = Rig.failureOf(opening, StreamException.class);
            assertThat(failure.name()).isEqualTo("Forbidden");
            assertThat(failure.streamId()).isEqualTo("s1");
        }

        @Test
        void failsWhenTheTransportDropsBeforeTheAnswer() {
            Link link = rig.connected();
            CompletableFuture<GroupStreamWriter> opening = stream.opening(GroupStreamWriterRig.S1);
            link.drop();
            rig.settle();
            assertThat(Rig.failureOf(opening, StreamException.class).name()).isEqualTo(StreamException.CONNECTION_LOST);
            assertThat(rig.reconnected("c2").sent).isEmpty();
        }

        @Test
        void goesOnWhenItWasNotSentBeforeTheTransportDropped() {
            Link link = rig.connected();
            link.writable = 0;
            CompletableFuture<GroupStreamWriter> opening = stream.opening(GroupStreamWriterRig.S1);
            link.drop();
            rig.settle();
            Link next = rig.reconnected("c2");
            assertThat(next.sent).hasOnlyElementsOfType(StreamStart.class).hasSize(1);
            stream.ack(next, 1);
            assertThat(opening).isCompleted();
        }

        @Test
        void failsAtItsTimeAndTellsTheService() {
            Link link = rig.connected();
            CompletableFuture<GroupStreamWriter> opening =
                    stream.opening(GroupStreamWriterRig.S1.withTimeout(Duration.ofSeconds(5)));
            rig.pass(Duration.ofSeconds(5));
            assertThat(Rig.failureOf(opening, StreamException.class).name()).isEqualTo(StreamException.TIMEOUT);
            assertThat(link.sent).last().isInstanceOf(StreamEnd.class);
        }

        @Test
        void thatNobodyWaitsForEndsTheStream() {
            Link link = rig.connected();
            stream.opening(GroupStreamWriterRig.S1).cancel(false);
            rig.settle();
            assertThat(link.sent).last().isInstanceOf(StreamEnd.class);
            assertThat(stream.opening(GroupStreamWriterRig.S1)).isNotDone();
        }

        @Test
        void refusesAnIdThatIsInUseAndLeavesTheOtherStreamAlone() {
            Link link = rig.connected();
            GroupStreamWriter first = stream.open(link);
            Rig.failureOf(stream.opening(GroupStreamWriterRig.S1), IllegalArgumentException.class);
            stream.write(first, 1);
            assertThat(GroupStreamWriterRig.numbers(link)).containsExactly(1L);
        }

        @Test
        void mayUseAnIdAgainAfterTheEnd() {
            Link link = rig.connected();
            CompletableFuture<Void> completed = stream.open(link).completeAsync();
            rig.settle();
            stream.close(link, "");
            assertThat(completed).isCompleted();
            stream.open(link);
        }
    }

    @Nested
    final class Completing {
        @Test
        void endsTheStreamOnlyWhenAllIsAccepted() {
            Link link = rig.connected();
            int timers = rig.time.timers();
            GroupStreamWriter writer = stream.open(link);
            stream.write(writer, 2);
            CompletableFuture<Void> completed = writer.completeAsync();
            rig.settle();
            stream.ack(link, 2);
            assertThat(link.sent).hasOnlyElementsOfType(StreamData.class);
            stream.ack(link, 3);
            assertThat(link.sent).last().isEqualTo(new StreamEnd("s1", Optional.empty()));
            assertThat(completed).isNotDone();
            stream.close(link, "");
            assertThat(completed).isCompleted();
            assertThat(rig.time.timers()).isEqualTo(timers);
        }

        @Test
        void refusesFurtherFragments() {
            GroupStreamWriter writer = stream.open(rig.connected());
            writer.completeAsync();
            CompletableFuture<Void> next = writer.writeAsync(Payload.text("x"));
            rig.settle();
            Rig.failureOf(next, IllegalStateException.class);
        }

        @Test
        void failsWhenTheServiceEndsTheStreamOtherwise() {
            Link link = rig.connected();
            GroupStreamWriter writer = stream.open(link);
            stream.write(writer, 1);
            CompletableFuture<Void> completed = writer.completeAsync();
            stream.close(link, "IdleTimeout");
            assertThat(Rig.failureOf(completed, StreamException.class).name()).isEqualTo("IdleTimeout");
        }

        @Test
        void twiceIsOneEnd() {
            Link link = rig.connected();
            GroupStreamWriter writer = stream.open(link);
            CompletableFuture<Void> first = writer.completeAsync();
            rig.settle();
            stream.close(link, "");
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
            GroupStreamWriter writer = stream.open(link);
            stream.write(writer, 1);
            CompletableFuture<Void> aborted = writer.abortAsync("no more", "E7");
            rig.settle();
            assertThat(link.sent)
                    .last()
                    .isEqualTo(new StreamEnd(
                            "s1", Optional.of(StreamError.ofUser(Optional.of("no more"), Optional.of("E7")))));
            assertThat(aborted).isNotDone();
            stream.close(link, "");
            assertThat(aborted).isCompleted();
        }

        @Test
        void failsWhatWaitsAndWhatFollows() {
            Link link = rig.connected();
            GroupStreamWriter writer = stream.open(link);
            CompletableFuture<Void> waiting = stream.write(writer, 257).get(256);
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
            stream.open(link).close();
            rig.settle();
            assertThat(link.sent)
                    .last()
                    .isInstanceOfSatisfying(
                            StreamEnd.class, end -> assertThat(end.error()).isPresent());
        }

        @Test
        void isNotWhatClosingAFinishedWriterDoes() {
            Link link = rig.connected();
            GroupStreamWriter writer = stream.open(link);
            writer.completeAsync();
            rig.settle();
            stream.close(link, "");
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
            stream.open(link, GroupStreamOptions.defaults().withStreamId("s1").withIdleTimeout(Duration.ofSeconds(9)));
            rig.pass(Duration.ofSeconds(6));
            assertThat(link.sent).containsExactly(new StreamKeepAlive("s1"), new StreamKeepAlive("s1"));
        }

        @Test
        void needsNoBreakWhileFragmentsAreAccepted() {
            Link link = rig.connected();
            GroupStreamWriter writer = stream.open(
                    link, GroupStreamOptions.defaults().withStreamId("s1").withIdleTimeout(Duration.ofSeconds(9)));
            stream.write(writer, 1);
            stream.ack(link, 2);
            rig.pass(Duration.ofSeconds(3));
            assertThat(link.sent).hasOnlyElementsOfType(StreamData.class);
        }
    }
}
