package dev.groundwave.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwave.client.ScriptedTransport.Link;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage.GroupData;
import dev.groundwave.wire.StreamError;
import dev.groundwave.wire.StreamInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Streams from groups. Source: client-sdk.md, sections 3.1 and 8, vectors 38 and 40. */
@SuppressWarnings("FutureReturnValueIgnored") // Many steps matter for what they cause, not for their own result.
final class GroupStreamReaderTest {
    private final List<Throwable> faults = new ArrayList<>();
    private final Rig rig =
            new Rig(builder -> builder.keepAliveTimeout(Duration.ZERO).onHandlerError(faults::add));
    private final List<Reading> readings = new ArrayList<>();

    /** What one handler got of one stream. */
    private static final class Reading {
        private final GroupStreamReader reader;
        private final List<GroupStreamFragment> fragments = new ArrayList<>();
        private final CompletableFuture<Void> end;

        Reading(GroupStreamReader reader) {
            this.reader = reader;
            this.end = reader.consume(fragments::add);
        }

        List<Long> numbers() {
            return fragments.stream().map(GroupStreamFragment::number).toList();
        }
    }

    private Subscription listen(GroupStreamFilter filter) {
        return rig.client.onGroupStream(filter, reader -> readings.add(new Reading(reader)));
    }

    private void fragment(Link link, long number) {
        fragment(link, "room", "s1", number);
    }

    private void fragment(Link link, String group, String streamId, long number) {
        receive(link, group, Payload.text("f" + number), StreamInfo.fragment(streamId, number));
    }

    private void end(Link link, long number, Optional<StreamError> error) {
        receive(link, "room", Payload.text(""), StreamInfo.end("s1", number, error));
    }

    private void receive(Link link, String group, Payload payload, StreamInfo info) {
        link.receive(new GroupData(
                group, Optional.of("bob"), payload, Map.of("k", "v"), Optional.of(info), OptionalLong.empty()));
        rig.settle();
    }

    private String failureOf(Reading reading) {
        return Rig.failureOf(reading.end, StreamException.class).name();
    }

    @Nested
    final class Handlers {
        @Test
        void getOneReaderForEachStreamWithItsFragmentsInOrder() {
            Link link = rig.connected();
            listen(GroupStreamFilter.ofGroup("room"));
            fragment(link, "room", "s1", 1);
            fragment(link, "room", "s2", 1);
            fragment(link, "room", "s1", 2);
            assertThat(readings)
                    .extracting(reading -> reading.reader.streamId())
                    .containsExactly("s1", "s2");
            assertThat(readings.get(0).fragments)
                    .containsExactly(
                            new GroupStreamFragment(1, Payload.text("f1"), Map.of("k", "v")),
                            new GroupStreamFragment(2, Payload.text("f2"), Map.of("k", "v")));
            assertThat(readings.get(0).reader.group()).isEqualTo("room");
            assertThat(readings.get(0).reader.fromUserId()).contains("bob");
        }

        @Test
        void getOnlyTheGroupTheyAskedForOrAll() {
            Link link = rig.connected();
            listen(GroupStreamFilter.ofGroup("room"));
            fragment(link, "other", "s1", 1);
            assertThat(readings).isEmpty();
            listen(GroupStreamFilter.ofAllGroups());
            fragment(link, "other", "s2", 1);
            assertThat(readings).hasSize(1);
        }

        @Test
        void getAStreamUnderWayFromTheNextFragmentUnlessTheyWantItsStart() {
            Link link = rig.connected();
            listen(GroupStreamFilter.ofGroup("room"));
            listen(GroupStreamFilter.ofGroup("room").withFromStartOnly());
            fragment(link, 7);
            fragment(link, 8);
            assertThat(readings).hasSize(1);
            assertThat(readings.get(0).numbers()).containsExactly(7L, 8L);
        }

        @Test
        void getNoNewStreamsAfterTheirEndButReadOnWhatTheyBegan() {
            Link link = rig.connected();
            Subscription subscription = listen(GroupStreamFilter.ofGroup("room"));
            fragment(link, 1);
            subscription.close();
            rig.settle();
            fragment(link, 2);
            fragment(link, "room", "s2", 1);
            assertThat(readings).hasSize(1);
            assertThat(readings.get(0).numbers()).containsExactly(1L, 2L);
        }

        @Test
        void thatFailAreReportedAndHurtNobodyElse() {
            Link link = rig.connected();
            rig.client.onGroupStream(GroupStreamFilter.ofGroup("room"), reader -> {
                throw new IllegalStateException("as scripted");
            });
            listen(GroupStreamFilter.ofGroup("room"));
            fragment(link, 1);
            fragment(link, 2);
            assertThat(faults).hasSize(1);
            assertThat(readings.get(0).numbers()).containsExactly(1L, 2L);
        }
    }

    @Nested
    final class Ends {
        @Test
        void areGoodWhenThePublisherCompleted() {
            Link link = rig.connected();
            listen(GroupStreamFilter.ofGroup("room"));
            fragment(link, 1);
            end(link, 2, Optional.empty());
            assertThat(readings.get(0).end).isCompleted();
            assertThat(readings.get(0).numbers()).containsExactly(1L);
            fragment(link, 1);
            assertThat(readings).hasSize(2);
        }

        @Test
        void carryThePublishersError() {
            Link link = rig.connected();
            listen(GroupStreamFilter.ofGroup("room"));
            fragment(link, 1);
            end(link, 2, Optional.of(StreamError.ofUser(Optional.of("no more"), Optional.of("E7"))));
            StreamException failure = Rig.failureOf(readings.get(0).end, StreamException.class);
            assertThat(failure.name()).isEqualTo("UserError");
            assertThat(failure.detail()).isEqualTo("no more");
            assertThat(failure.userErrorCode()).contains("E7");
        }

        @Test
        void comeWithAGapOrARepetitionForThatReaderOnly() {
            Link link = rig.connected();
            listen(GroupStreamFilter.ofGroup("room"));
            fragment(link, "room", "s1", 1);
            fragment(link, "room", "s2", 1);
            fragment(link, "room", "s3", 1);
            fragment(link, "room", "s1", 3);
            fragment(link, "room", "s2", 1);
            fragment(link, "room", "s3", 2);
            assertThat(failureOf(readings.get(0))).isEqualTo(StreamException.INVALID_SEQUENCE_ID);
            assertThat(failureOf(readings.get(1))).isEqualTo(StreamException.INVALID_SEQUENCE_ID);
            assertThat(readings.get(2).numbers()).containsExactly(1L, 2L);
            fragment(link, "room", "s1", 4);
            assertThat(readings).hasSize(3);
        }

        @Test
        void comeWithSilence() {
            Link link = rig.connected();
            listen(GroupStreamFilter.ofGroup("room").withIdleTimeout(Duration.ofSeconds(10)));
            fragment(link, 1);
            rig.pass(Duration.ofSeconds(9));
            fragment(link, 2);
            rig.pass(Duration.ofSeconds(9));
            assertThat(readings.get(0).end).isNotDone();
            rig.pass(Duration.ofSeconds(1));
            assertThat(failureOf(readings.get(0))).isEqualTo(StreamException.IDLE_TIMEOUT);
        }

        @Test
        void comeWithTheLossOfTheConnectionAndWithTheStop() {
            Link link = rig.connected();
            listen(GroupStreamFilter.ofGroup("room"));
            fragment(link, 1);
            link.drop();
            rig.settle();
            assertThat(failureOf(readings.get(0))).isEqualTo(StreamException.CONNECTION_LOST);
            fragment(rig.reconnected("c2"), 2);
            rig.client.stopAsync();
            rig.settle();
            Rig.failureOf(readings.get(1).end, ClientStoppedException.class);
            assertThat(rig.time.timers()).isZero();
        }

        @Test
        void doNotComeWithALossThatTheConnectionRecoversFrom() {
            Link link = rig.reliablyConnected();
            listen(GroupStreamFilter.ofGroup("room"));
            fragment(link, 1);
            link.drop();
            rig.pass(Duration.ZERO);
            Link next = rig.network.last();
            next.accept();
            fragment(next, 2);
            assertThat(rig.client.state()).isEqualTo(SessionState.CONNECTED);
            assertThat(readings.get(0).numbers()).containsExactly(1L, 2L);
        }

        @Test
        void comeWithAFullBufferBehindWhatIsInItForThatReaderOnly() {
            Link link = rig.connected();
            SlowSubscriber slow = new SlowSubscriber();
            rig.client.onGroupStream(GroupStreamFilter.ofGroup("room"), reader -> reader.subscribe(slow));
            listen(GroupStreamFilter.ofGroup("room"));
            for (int number = 1; number <= 258; number++) {
                fragment(link, number);
            }
            assertThat(slow.fragments).isEmpty();
            slow.demand(1_000);
            rig.settle();
            assertThat(slow.fragments).hasSize(256);
            assertThat(slow.error)
                    .isInstanceOfSatisfying(
                            StreamException.class,
                            failure -> assertThat(failure.name()).isEqualTo(StreamException.OVERFLOW));
            assertThat(readings.get(0).fragments).hasSize(258);
        }
    }

    @Nested
    final class Readers {
        @Test
        void giveNoMoreThanWasAskedFor() {
            Link link = rig.connected();
            SlowSubscriber slow = new SlowSubscriber();
            rig.client.onGroupStream(GroupStreamFilter.ofGroup("room"), reader -> reader.subscribe(slow));
            fragment(link, 1);
            fragment(link, 2);
            slow.demand(1);
            rig.settle();
            assertThat(slow.fragments).hasSize(1);
            end(link, 3, Optional.empty());
            assertThat(slow.completed).isFalse();
            slow.demand(1);
            rig.settle();
            assertThat(slow.completed).isTrue();
        }

        @Test
        void refuseDemandThatIsNone() {
            Link link = rig.connected();
            SlowSubscriber slow = new SlowSubscriber();
            rig.client.onGroupStream(GroupStreamFilter.ofGroup("room"), reader -> reader.subscribe(slow));
            fragment(link, 1);
            slow.demand(0);
            rig.settle();
            assertThat(slow.error).isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void areReadOnce() {
            Link link = rig.connected();
            listen(GroupStreamFilter.ofGroup("room"));
            fragment(link, 1);
            GroupStreamReader reader = readings.get(0).reader;
            assertThatThrownBy(reader::iterator).isInstanceOf(IllegalStateException.class);
            CompletableFuture<Void> second = reader.consume(fragment -> {});
            rig.settle();
            Rig.failureOf(second, IllegalStateException.class);
        }

        @Test
        void endWithWhatTheirCallbackThrows() {
            Link link = rig.connected();
            List<CompletableFuture<Void>> ends = new ArrayList<>();
            rig.client.onGroupStream(
                    GroupStreamFilter.ofGroup("room"),
                    reader -> ends.add(reader.consume(fragment -> {
                        throw new ArithmeticException("as scripted");
                    })));
            fragment(link, 1);
            fragment(link, 2);
            Rig.failureOf(ends.get(0), ArithmeticException.class);
        }

        @Test
        void areDiscardedWhenTheirHandlerAndTheOneWhoIsToldOfThatFail() {
            Rig deaf =
                    new Rig(builder -> builder.keepAliveTimeout(Duration.ZERO).onHandlerError(fault -> {
                        throw new IllegalStateException("as scripted", fault);
                    }));
            Link link = deaf.connected();
            List<GroupStreamReader> given = new ArrayList<>();
            deaf.client.onGroupStream(GroupStreamFilter.ofGroup("room"), reader -> {
                given.add(reader);
                throw new ArithmeticException("as scripted");
            });
            link.receive(new GroupData(
                    "room",
                    Optional.of("bob"),
                    Payload.text("f1"),
                    Map.of(),
                    Optional.of(StreamInfo.fragment("s1", 1)),
                    OptionalLong.empty()));
            deaf.settle();
            assertThat(given.get(0).iterator().hasNext()).isFalse();
        }

        @Test
        void letAThreadIterateAndThrowBehindTheLastFragment() throws InterruptedException {
            GroupStreamReader reader = new GroupStreamReader("room", "s1", Optional.empty(), Runnable::run);
            List<Long> numbers = new ArrayList<>();
            AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
            CountDownLatch first = new CountDownLatch(1);
            Thread thread = new Thread(() -> {
                for (GroupStreamFragment fragment : reader) {
                    numbers.add(fragment.number());
                    first.countDown();
                }
            });
            thread.setUncaughtExceptionHandler((who, why) -> thrown.set(why));
            thread.start();
            reader.push(new GroupStreamFragment(1, Payload.text(""), Map.of()));
            assertThat(first.await(10, TimeUnit.SECONDS)).isTrue();
            reader.push(new GroupStreamFragment(2, Payload.text(""), Map.of()));
            reader.end(new StreamException("s1", StreamException.CANCELLED, ""));
            thread.join(10_000);
            assertThat(numbers).containsExactly(1L, 2L);
            assertThat(thrown.get()).isInstanceOf(StreamException.class);
        }
    }

    @Nested
    final class PlainListeners {
        @Test
        void getNoFragmentsByDefault() {
            fragment(rig.connected(), 1);
            assertThat(rig.told()).doesNotContain("GroupMessage");
        }

        @Test
        void getThemWithTheirPlaceInTheStreamWhenAsked() {
            Rig asked = new Rig(builder -> builder.streamFragmentsAsMessages(true));
            Link link = asked.connected();
            link.receive(new GroupData(
                    "room",
                    Optional.empty(),
                    Payload.text("a"),
                    Map.of(),
                    Optional.of(StreamInfo.fragment("s1", 4)),
                    OptionalLong.empty()));
            asked.settle();
            assertThat(asked.lastEvent(ClientEvent.GroupMessageEvent.class).stream())
                    .contains(StreamInfo.fragment("s1", 4));
        }
    }

    /** Asks only when the test says so. */
    static final class SlowSubscriber implements Flow.Subscriber<GroupStreamFragment> {
        private final List<GroupStreamFragment> fragments = new ArrayList<>();
        private final List<Flow.Subscription> given = new ArrayList<>();
        private @Nullable Throwable error;
        private boolean completed;

        void demand(long count) {
            given.get(0).request(count);
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            given.add(subscription);
        }

        @Override
        public void onNext(GroupStreamFragment item) {
            fragments.add(item);
        }

        @Override
        public void onError(Throwable why) {
            error = why;
        }

        @Override
        public void onComplete() {
            completed = true;
        }
    }
}
