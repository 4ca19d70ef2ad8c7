package dev.groundwave.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.client.ScriptedTransport.Link;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * What happens when listeners cannot follow, and in what order they are called. Source: client-sdk.md, section 2.5; {@code
 * BLOCK} is in {@link ListenersTest}.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Many steps matter for what they cause, not for their own result.
final class HandlerQueueTest {
    /** Listeners run when this is settled, and no sooner. */
    private final ManualTime handlers = new ManualTime();

    private Rig rig(UnaryOperator<WebPubSubClientBuilder> options) {
        return new Rig(builder -> options.apply(builder.handlerExecutor(handlers)));
    }

    /** Started, with everything told so far handled. */
    private Link connected(Rig rig) {
        Link link = rig.reliablyConnected();
        handlers.settle();
        return link;
    }

    private static void receive(Rig rig, Link link, int from, int to) {
        for (int i = from; i <= to; i++) {
            link.message(i, "m" + i);
            rig.settle();
        }
    }

    private static List<String> texts(Rig rig) {
        return rig.events.stream()
                .filter(ClientEvent.GroupMessageEvent.class::isInstance)
                .map(event -> ((ClientEvent.GroupMessageEvent) event).data().asText())
                .toList();
    }

    @Nested
    final class DropOldest {
        private final Rig rig = rig(builder -> builder.handlerQueue(3, 1 << 20).handlerOverflow(Overflow.DROP_OLDEST));
        private final Link link = connected(rig);

        @Test
        void keepsTheNewestAndCounts() {
            receive(rig, link, 1, 10);
            handlers.settle();
            assertThat(texts(rig)).containsExactly("m8", "m9", "m10");
            assertThat(rig.client.droppedMessages()).isEqualTo(7);
            receive(rig, link, 11, 12);
            handlers.settle();
            assertThat(texts(rig)).endsWith("m11", "m12");
            assertThat(rig.client.droppedMessages()).isEqualTo(7);
        }

        @Test
        void acknowledgesWhatItDrops() {
            receive(rig, link, 1, 10);
            rig.pass(Duration.ofSeconds(1));
            assertThat(link.sequenceAcks()).containsExactly(10L);
        }

        @Test
        void dropsNoEventThatIsNoMessage() {
            receive(rig, link, 1, 3);
            link.drop();
            rig.pass(Duration.ZERO);
            Link second = rig.network.last();
            second.accept();
            second.greet("c1", "t");
            rig.settle();
            receive(rig, second, 4, 9);
            handlers.settle();
            assertThat(rig.told()).contains("Recovering", "Recovered");
            assertThat(texts(rig)).last().isEqualTo("m9");
        }

        @Test
        void neverStopsReading() {
            receive(rig, link, 1, 100);
            assertThat(link.demand).isEqualTo(16);
        }

        @Test
        void countsBytesToo() {
            Rig own = rig(builder -> builder.handlerQueue(1_000, 1_000).handlerOverflow(Overflow.DROP_OLDEST));
            Link large = connected(own);
            for (int i = 1; i <= 5; i++) {
                large.message(i, "x".repeat(600) + i);
                own.settle();
            }
            handlers.settle();
            assertThat(texts(own)).hasSize(2).last().asString().endsWith("5");
            assertThat(own.client.droppedMessages()).isEqualTo(3);
        }
    }

    @Nested
    final class DropNewest {
        @Test
        void keepsTheOldestAndCounts() {
            Rig rig = rig(builder -> builder.handlerQueue(3, 1 << 20).handlerOverflow(Overflow.DROP_NEWEST));
            Link link = connected(rig);
            receive(rig, link, 1, 10);
            handlers.settle();
            assertThat(texts(rig)).containsExactly("m1", "m2", "m3");
            assertThat(rig.client.droppedMessages()).isEqualTo(7);
            receive(rig, link, 11, 11);
            handlers.settle();
            assertThat(texts(rig)).endsWith("m11");
        }
    }

    @Nested
    final class Fail {
        @Test
        void endsTheConnectionWithTheCauseAndSeeksANewOne() {
            Rig rig = rig(builder -> builder.handlerQueue(3, 1 << 20).handlerOverflow(Overflow.FAIL));
            Link link = connected(rig);
            receive(rig, link, 1, 4);
            assertThat(link.closeCode).hasValue(1000);
            assertThat(rig.client.state()).isEqualTo(SessionState.RECONNECTING);
            handlers.settle();
            ClientEvent.DisconnectedEvent event = rig.lastEvent(ClientEvent.DisconnectedEvent.class);
            assertThat(event.cause()).containsInstanceOf(BackpressureException.class);
            assertThat(event.willReconnect()).isTrue();
            assertThat(texts(rig)).containsExactly("m1", "m2", "m3");
            rig.pass(Duration.ofSeconds(1));
            rig.greetLast("c2");
            assertThat(rig.client.connectionId()).contains("c2");
        }

        @Test
        void leavesNothingBehindWhenThePeerNeverAnswersTheClose() {
            Rig rig = rig(builder -> builder.handlerQueue(3, 1 << 20)
                    .handlerOverflow(Overflow.FAIL)
                    .autoReconnect(false));
            Link link = connected(rig);
            link.answersClose = false;
            receive(rig, link, 1, 9);
            assertThat(rig.client.state()).isEqualTo(SessionState.STOPPED);
            rig.pass(Duration.ofSeconds(5));
            assertThat(link.aborted).isTrue();
            assertThat(rig.time.timers()).isZero();
        }
    }

    @Nested
    final class TheWarning {
        private final Rig rig = rig(builder -> builder.handlerQueue(10, 1 << 20).handlerOverflow(Overflow.DROP_NEWEST));
        private final Link link = connected(rig);

        @Test
        void comesAheadOfWhatWaitsWhenMoreThanFourFifthsAreFull() {
            receive(rig, link, 1, 8);
            rig.pass(Duration.ofMillis(700));
            receive(rig, link, 9, 10);
            rig.events.clear();
            handlers.settle();
            assertThat(rig.told()).startsWith("SlowConsumer", "GroupMessage").containsOnlyOnce("SlowConsumer");
            ClientEvent.SlowConsumerEvent event = rig.lastEvent(ClientEvent.SlowConsumerEvent.class);
            assertThat(event.queueLength()).isEqualTo(9);
            assertThat(event.oldestAge()).isEqualTo(Duration.ofMillis(700));
        }

        @Test
        void comesAgainWhenTheQueueHasBeenEmptyInBetween() {
            receive(rig, link, 1, 10);
            handlers.settle();
            receive(rig, link, 11, 20);
            handlers.settle();
            assertThat(rig.told().stream().filter("SlowConsumer"::equals)).hasSize(2);
        }

        @Test
        void doesNotComeWhenListenersFollow() {
            for (int i = 1; i <= 50; i++) {
                receive(rig, link, i, i);
                handlers.settle();
            }
            assertThat(rig.told()).doesNotContain("SlowConsumer");
        }
    }

    @Nested
    final class PerGroup {
        private final List<String> told = new ArrayList<>();
        private final Rig rig = rig(builder -> builder.handlerOrder(HandlerOrder.PER_GROUP));
        private final Link link = connected(rig);

        private void message(long sequenceId, String group, String text) {
            link.receive(new ServiceMessage.GroupData(
                    group, Optional.empty(), Payload.text(text), Map.of(), OptionalLong.of(sequenceId)));
            rig.settle();
        }

        @Test
        void keepsTheOrderOfEachGroup() {
            rig.client.onGroupMessage(event -> told.add(event.data().asText()));
            for (int i = 1; i <= 30; i++) {
                message(i, "g" + i % 3, i % 3 + ":" + i);
            }
            handlers.settle();
            assertThat(told).hasSize(30);
            for (String group : List.of("0:", "1:", "2:")) {
                List<Integer> numbers = told.stream()
                        .filter(text -> text.startsWith(group))
                        .map(text -> Integer.valueOf(text.substring(2)))
                        .toList();
                assertThat(numbers).hasSize(10).isSorted();
            }
        }

        @Test
        void tellsOtherGroupsWhileOneIsAtWork() {
            rig.client.onGroupMessage(event -> {
                told.add("begin " + event.data().asText());
                if (event.group().equals("slow")) {
                    handlers.settle();
                }
                told.add("end " + event.data().asText());
            });
            message(1, "slow", "a");
            message(2, "slow", "b");
            message(3, "quick", "c");
            handlers.settle();
            assertThat(told).containsExactly("begin a", "begin c", "end c", "end a", "begin b", "end b");
        }

        @Test
        void dropsTheOldestOfAllGroups() {
            Rig own = rig(builder -> builder.handlerOrder(HandlerOrder.PER_GROUP)
                    .handlerQueue(3, 1 << 20)
                    .handlerOverflow(Overflow.DROP_OLDEST));
            Link first = connected(own);
            receive(own, first, 1, 3);
            // The messages go on to the lane of their group, and wait there.
            handlers.run(5);
            receive(own, first, 4, 5);
            handlers.settle();
            assertThat(texts(own))
                    .hasSize(5 - (int) own.client.droppedMessages())
                    .endsWith("m4", "m5")
                    .isSorted();
        }

        @Test
        void knowsItsListenersSoThatTheyMayStopTheClient() {
            rig.client.onGroupMessage(event -> {
                rig.client.stop();
                told.add("stopped by " + event.data().asText());
            });
            message(1, "g", "a");
            handlers.settle();
            rig.settle();
            assertThat(told).containsExactly("stopped by a");
            assertThat(rig.client.state()).isEqualTo(SessionState.STOPPED);
        }
    }

    @Nested
    final class AThrowingListener {
        @Test
        void isCountedLoggedAndTold() {
            List<Throwable> faults = new ArrayList<>();
            RecordingLogger logger = new RecordingLogger(System.Logger.Level.ERROR);
            Rig rig = rig(builder -> builder.onHandlerError(faults::add).log(new ClientLog(logger, null)));
            Link link = connected(rig);
            rig.client.onGroupMessage(event -> {
                throw new IllegalStateException("as scripted");
            });
            receive(rig, link, 1, 2);
            handlers.settle();
            assertThat(faults).hasSize(2);
            assertThat(rig.client.handlerErrors()).isEqualTo(2);
            assertThat(logger.lines).hasSize(2);
            assertThat(texts(rig)).containsExactly("m1", "m2");
        }
    }
}
