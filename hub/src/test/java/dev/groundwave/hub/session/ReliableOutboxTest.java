package dev.groundwave.hub.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.hub.delivery.EncodedFrame;
import dev.groundwave.hub.delivery.OfferResult;
import dev.groundwave.hub.delivery.PlainFrameEncoder;
import dev.groundwave.hub.delivery.RecordingOutbox;
import dev.groundwave.wire.CloseReason;
import dev.groundwave.wire.Dialect;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Source: client-protocol.md, section 8. */
final class ReliableOutboxTest {
    private static final int ROOM = 3;

    private final PlainFrameEncoder encoder = new PlainFrameEncoder();
    private final AtomicInteger full = new AtomicInteger();
    private final ReliableOutbox outbox = new ReliableOutbox(new ReplayLimits(ROOM, 1 << 20), full::incrementAndGet);
    private final RecordingOutbox first = new RecordingOutbox();
    private final RecordingOutbox second = new RecordingOutbox();

    @AfterEach
    void nothingIsLeft() {
        first.flush();
        second.flush();
        outbox.end();
        assertThat(encoder.unreleased()).isEmpty();
    }

    private OfferResult send(String text) {
        return offer(new ServiceMessage.ServerData(Payload.text(text), Map.of(), OptionalLong.empty()));
    }

    private OfferResult offer(ServiceMessage message) {
        EncodedFrame frame = encoder.encode(message, Dialect.JSON_RELIABLE);
        OfferResult result = outbox.offer(frame);
        frame.release();
        return result;
    }

    @Nested
    class WhileTheClientIsThere {
        @Test
        void messagesAreNumberedAndSent() {
            outbox.attach(first);

            assertThat(send("a")).isEqualTo(OfferResult.SENT);
            assertThat(send("b")).isEqualTo(OfferResult.SENT);

            assertThat(first.texts()).containsExactly("1:a", "2:b");
        }

        @Test
        void answersAreSentWithoutANumberAndUseNoneUp() {
            outbox.attach(first);

            send("a");
            offer(new ServiceMessage.Pong());
            send("b");

            assertThat(first.texts()).containsExactly("1:a", "Pong", "2:b");
        }

        @Test
        void flushCloseAndReadingReachTheTransport() {
            outbox.attach(first);

            outbox.flush();
            outbox.resumeReading();
            outbox.close(CloseReason.NORMAL);

            assertThat(first.flushes()).isEqualTo(1);
            assertThat(first.resumes()).isEqualTo(1);
            assertThat(first.isClosed()).isTrue();
        }
    }

    @Nested
    class WhileTheClientIsAway {
        @Test
        void messagesWaitForTheNextTransport() {
            outbox.attach(first);
            send("a");
            outbox.detach(first);

            assertThat(outbox.isDetached()).isTrue();
            assertThat(send("b")).isEqualTo(OfferResult.BACK_PRESSURED);
            outbox.attach(second);
            outbox.replay();
            send("c");

            assertThat(first.texts()).containsExactly("1:a");
            assertThat(second.texts()).containsExactly("1:a", "2:b", "3:c");
        }

        @Test
        void answersAreForgotten() {
            outbox.attach(first);
            outbox.detach(first);

            assertThat(offer(new ServiceMessage.Pong())).isEqualTo(OfferResult.CLOSED);
            outbox.attach(second);
            outbox.replay();

            assertThat(second.texts()).isEmpty();
        }

        @Test
        void nothingElseNeedsATransport() {
            outbox.flush();
            outbox.resumeReading();
            outbox.close(CloseReason.NORMAL);
            outbox.replay();

            assertThat(outbox.isDetached()).isTrue();
        }
    }

    @Nested
    class AfterTheReturn {
        @Test
        void onlyWhatWasNotAcknowledgedComesAgain() {
            outbox.attach(first);
            send("a");
            send("b");
            outbox.acknowledge(1);
            outbox.detach(first);

            outbox.attach(second);
            outbox.replay();

            assertThat(second.texts()).containsExactly("2:b");
        }

        @Test
        void anOldTransportThatStillLivesIsAborted() {
            outbox.attach(first);

            outbox.attach(second);
            send("a");

            assertThat(first.texts()).containsExactly(RecordingOutbox.ABORT);
            assertThat(second.texts()).containsExactly("1:a");
        }

        @Test
        void theEndOfAnAbortedTransportChangesNothing() {
            outbox.attach(first);
            outbox.attach(second);

            assertThat(outbox.detach(first)).isFalse();

            assertThat(outbox.isDetached()).isFalse();
            assertThat(outbox.detach(second)).isTrue();
        }
    }

    @Nested
    class TooMuchUnacknowledged {
        @Test
        void isToldOnceAndReleasesEverything() {
            outbox.attach(first);
            for (int i = 0; i < ROOM; i++) {
                assertThat(send("fits")).isEqualTo(OfferResult.SENT);
            }
            assertThat(full).hasValue(0);

            assertThat(send("too much")).isEqualTo(OfferResult.CLOSED);
            assertThat(send("later")).isEqualTo(OfferResult.CLOSED);
            first.flush();

            assertThat(full).hasValue(1);
            assertThat(encoder.unreleased()).isEmpty();
        }

        @Test
        void isTheSameWhileTheClientIsAway() {
            for (int i = 0; i < ROOM; i++) {
                assertThat(send("fits")).isEqualTo(OfferResult.BACK_PRESSURED);
            }

            assertThat(send("too much")).isEqualTo(OfferResult.CLOSED);

            assertThat(full).hasValue(1);
            assertThat(encoder.unreleased()).isEmpty();
        }

        @Test
        void doesNotCountWhatIsNotNumbered() {
            outbox.attach(first);
            for (int i = 0; i < 2 * ROOM; i++) {
                assertThat(offer(new ServiceMessage.Pong())).isEqualTo(OfferResult.SENT);
            }

            assertThat(full).hasValue(0);
        }
    }

    @Nested
    class TheEnd {
        @Test
        void lastWordsStillGoOutButNoMessages() {
            outbox.attach(first);
            outbox.end();

            assertThat(offer(new ServiceMessage.Disconnected("bye"))).isEqualTo(OfferResult.SENT);
            assertThat(send("a")).isEqualTo(OfferResult.CLOSED);

            assertThat(first.texts()).containsExactly("Disconnected");
        }

        @Test
        void ofAClientThatIsAwayIsSilent() {
            send("a");
            outbox.end();

            assertThat(offer(new ServiceMessage.Disconnected("bye"))).isEqualTo(OfferResult.CLOSED);
            assertThat(encoder.unreleased()).isEmpty();
        }
    }
}
