package dev.groundwave.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.client.ScriptedTransport.Link;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * Numbered messages: each once, and the service told in time. Source: client-sdk.md, sections 2.2 and 2.5; numbers are
 * those of section 8.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Many steps matter for what they cause, not for their own result.
final class SequenceTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Rig rig = new Rig();
    private final Link link = rig.reliablyConnected();

    private Link recover(Link lost) {
        lost.drop();
        rig.pass(SECOND);
        Link next = rig.network.last();
        next.accept();
        next.greet("c1", "t");
        rig.settle();
        return next;
    }

    private List<String> texts() {
        return rig.events.stream()
                .filter(ClientEvent.GroupMessageEvent.class::isInstance)
                .map(event -> ((ClientEvent.GroupMessageEvent) event).data().asText())
                .toList();
    }

    @Nested
    final class AMessage {
        @Test
        void carriesItsNumber() {
            link.message(5, "x");
            rig.settle();
            assertThat(rig.lastEvent(ClientEvent.GroupMessageEvent.class).sequenceId())
                    .hasValue(5);
        }

        @Test
        void ofAKindThatNobodyKnowsYetIsIgnored() { // 35
            link.receive("{\"type\":\"tomorrow\",\"x\":1}".getBytes(StandardCharsets.UTF_8));
            link.receive(("{\"colour\":\"red\",\"data\":\"a\",\"dataType\":\"text\",\"group\":\"g\",\"from\":\"group\","
                            + "\"sequenceId\":1,\"type\":\"message\"}")
                    .getBytes(StandardCharsets.UTF_8));
            rig.settle();
            assertThat(texts()).containsExactly("a");
            assertThat(rig.client.isConnected()).isTrue();
        }

        @Test
        void isToldOnceHoweverOftenItComes() { // 14
            link.message(1, "a");
            link.message(2, "b");
            rig.settle();
            Link second = recover(link);
            assertThat(second.sequenceAcks()).as("at once after the recovery").containsExactly(2L);
            second.message(1, "a");
            second.message(2, "b");
            second.message(3, "c");
            second.message(2, "b");
            rig.pass(SECOND);
            assertThat(texts()).containsExactly("a", "b", "c");
            assertThat(second.sequenceAcks()).containsExactly(2L, 3L);
        }

        @Test
        void thatIsOnlyAReplayIsAcknowledgedAgain() {
            link.message(4, "a");
            rig.pass(SECOND);
            link.message(4, "a");
            rig.pass(SECOND);
            assertThat(link.sequenceAcks()).containsExactly(4L, 4L);
            assertThat(texts()).containsExactly("a");
        }

        @Test
        void mayComeAfterAGap() {
            link.message(1, "a");
            link.message(9, "b");
            rig.pass(SECOND);
            assertThat(texts()).containsExactly("a", "b");
            assertThat(link.sequenceAcks()).containsExactly(9L);
        }

        @Test
        void thatComesOutOfOrderCountsAsAReplay() {
            link.message(9, "b");
            link.message(8, "a");
            rig.settle();
            assertThat(texts()).containsExactly("b");
        }

        @Test
        void withAnUnsignedNumberIsGreaterThanAllSignedOnes() {
            link.message(Long.MAX_VALUE, "a");
            link.message(Long.MIN_VALUE, "b");
            link.message(-1, "c");
            link.message(1, "late");
            rig.pass(SECOND);
            assertThat(texts()).containsExactly("a", "b", "c");
            assertThat(link.sequenceAcks()).containsExactly(-1L);
        }

        @Test
        void numberedZeroIsAcknowledgedLikeAllOthers() {
            link.message(0, "a");
            link.message(0, "a");
            rig.pass(SECOND);
            assertThat(texts()).containsExactly("a");
            assertThat(link.sequenceAcks()).containsExactly(0L);
        }

        @Test
        void ofTheServerIsNumberedInTheSameRow() {
            link.message(1, "a");
            link.receive(new ServiceMessage.ServerData(Payload.text("b"), Map.of(), OptionalLong.of(2)));
            link.receive(new ServiceMessage.ServerData(Payload.text("b"), Map.of(), OptionalLong.of(2)));
            rig.pass(SECOND);
            assertThat(rig.told()).endsWith("GroupMessage", "ServerMessage");
            assertThat(link.sequenceAcks()).containsExactly(2L);
        }
    }

    @Nested
    final class TheAck {
        @Test
        void goesOutASecondAfterTheFirstMessageAndOnlyOnce() {
            rig.pass(Duration.ofSeconds(10));
            link.message(1, "a");
            rig.pass(Duration.ofMillis(500));
            link.message(2, "b");
            rig.pass(Duration.ofMillis(499));
            assertThat(link.sequenceAcks()).isEmpty();
            rig.pass(Duration.ofMillis(1));
            assertThat(link.sequenceAcks()).containsExactly(2L);
            rig.pass(Duration.ofSeconds(10));
            assertThat(link.sequenceAcks()).containsExactly(2L);
        }

        @Test
        void goesOutAtEveryHundredthMessage() { // 15
            for (long id = 1; id <= 5_000; id++) {
                link.message(id, "x");
                rig.settle();
            }
            assertThat(link.sequenceAcks())
                    .isEqualTo(LongStream.rangeClosed(1, 50)
                            .map(each -> each * 100)
                            .boxed()
                            .toList());
        }

        @Test
        void goesOutAtEveryMebibyte() {
            String large = "x".repeat(300_000);
            for (long id = 1; id <= 4; id++) {
                link.message(id, large);
                rig.settle();
            }
            assertThat(link.sequenceAcks()).containsExactly(4L);
        }

        @Test
        void goesAheadOfWhatWaits() {
            link.writable = 0;
            rig.client.sendToGroupAsync("g", "waits");
            link.message(1, "a");
            rig.pass(SECOND);
            link.write(2);
            assertThat(link.sent.get(0)).isEqualTo(new ClientMessage.SequenceAck(1));
            assertThat(link.sent.get(1)).isInstanceOf(ClientMessage.SendToGroup.class);
        }

        @Test
        void doesNotPileUpWhileNothingIsWritten() {
            link.writable = 0;
            for (long id = 1; id <= 500; id++) {
                link.message(id, "x");
                rig.settle();
            }
            link.write(10);
            rig.settle();
            assertThat(link.sequenceAcks()).containsExactly(100L, 500L);
        }

        @Test
        void thatCouldNotBeWrittenGoesOutOnTheNextTick() { // 17
            link.failingUrgent = 1;
            link.message(1, "a");
            rig.pass(SECOND);
            assertThat(link.sequenceAcks()).isEmpty();
            rig.pass(SECOND);
            assertThat(link.sequenceAcks()).containsExactly(1L);
        }

        @Test
        void comesInTheIntervalThatTheProgramWants() {
            Rig own = new Rig(builder -> builder.sequenceAckInterval(Duration.ofMillis(200)));
            Link quick = own.reliablyConnected();
            quick.message(1, "a");
            own.pass(Duration.ofMillis(200));
            assertThat(quick.sequenceAcks()).containsExactly(1L);
        }

        @Test
        void isTheLastWordBeforeTheClose() {
            link.message(3, "a");
            rig.settle();
            rig.client.sendToGroupAsync("g", "x");
            rig.client.stopAsync();
            rig.settle();
            assertThat(link.sent).last().isEqualTo(new ClientMessage.SequenceAck(3));
            assertThat(link.closeCode).hasValue(1000);
        }

        @Test
        void isNotPutBeforeTheCloseWhenThereIsNothingNew() {
            link.message(3, "a");
            rig.pass(SECOND);
            rig.client.stopAsync();
            rig.settle();
            assertThat(link.sequenceAcks()).containsExactly(3L);
        }

        @Test
        void doesNotPutTheEndOffWhenItCannotBeWritten() {
            link.writable = 0;
            link.message(3, "a");
            rig.settle();
            rig.client.stopAsync();
            rig.pass(SECOND);
            assertThat(link.closeCode).hasValue(1000);
        }

        @Test
        void isNotSentOnAProtocolThatHasNone() {
            Rig plain = new Rig(builder -> builder.protocol(WebPubSubProtocol.JSON));
            Link unnumbered = plain.connected();
            unnumbered.receive(new ServiceMessage.ServerData(Payload.text("a"), Map.of(), OptionalLong.empty()));
            plain.pass(Duration.ofSeconds(5));
            assertThat(unnumbered.sent).isEmpty();
        }
    }

    @Test
    void sixHundredMessagesASecondForAMinuteNeverLeaveAThousandUnacknowledged() { // 16
        long acknowledged = 0;
        for (long id = 1; id <= 36_000; id++) {
            link.message(id, "x");
            rig.settle();
            if (id % 6 == 0) {
                rig.pass(Duration.ofMillis(10));
            }
            List<Long> acks = link.sequenceAcks();
            acknowledged = acks.isEmpty() ? 0 : acks.get(acks.size() - 1);
            assertThat(id - acknowledged).isLessThanOrEqualTo(100);
        }
        rig.pass(SECOND);
        assertThat(link.sequenceAcks()).last().isEqualTo(36_000L);
    }
}
