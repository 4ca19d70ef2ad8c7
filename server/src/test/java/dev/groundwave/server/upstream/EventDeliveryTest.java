package dev.groundwave.server.upstream;

import static dev.groundwave.server.upstream.Dispatching.DONE;
import static dev.groundwave.server.upstream.Dispatching.FAILURE;
import static dev.groundwave.server.upstream.Dispatching.await;
import static dev.groundwave.server.upstream.Dispatching.held;
import static dev.groundwave.server.upstream.Dispatching.raise;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.ScriptedUpstream.Answer;
import dev.groundwave.server.blackbox.ScriptedUpstream.Request;
import dev.groundwave.server.settings.UpstreamSettings;
import dev.groundwave.wire.Payload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How often, how long and in which order events are sent. Source: events-and-operations.md, section 1. */
final class EventDeliveryTest {
    private final Dispatching rig = new Dispatching();

    @AfterEach
    void end() {
        rig.end();
    }

    @Nested
    @DisplayName("section 1.14")
    final class Delivery {
        @ParameterizedTest
        @ValueSource(ints = {408, 500, 503, 599})
        void isTriedFourTimesOverATemporaryStatus(int status) {
            EventSession session = rig.session();
            rig.upstream().answer(Answer.of(status));

            assertThat(await(raise(session, "e"))).isEqualTo(FAILURE);

            assertThat(rig.upstream().waiting()).isEqualTo(4);
            assertThat(rig.dispatcher().counters().retries()).isEqualTo(3);
        }

        @ParameterizedTest
        @ValueSource(ints = {400, 401, 404, 429, 302})
        void isTriedOnceOverAnyOtherStatus(int status) {
            EventSession session = rig.session();
            rig.upstream().answer(Answer.of(status));

            assertThat(await(raise(session, "e"))).isEqualTo(FAILURE);

            assertThat(rig.upstream().waiting()).isEqualTo(1);
        }

        @Test
        void isTriedAgainOverABrokenConnectionAndACutBody() {
            EventSession session = rig.session();
            AtomicInteger attempts = new AtomicInteger();
            rig.upstream().answer(_ -> switch (attempts.incrementAndGet()) {
                case 1 -> Answer.drop();
                case 2 -> Answer.of(200, "text/plain", "hello").cut(2);
                default -> Answer.of(200, "text/plain", "hello");
            });

            assertThat(await(raise(session, "e"))).isEqualTo(new EventResult.Message(Payload.text("hello"), Map.of()));
            assertThat(attempts).hasValue(3);
        }

        @Test
        void isTheSameAtEveryAttempt() {
            EventSession session = rig.session();
            rig.upstream().answer(Answer.of(500));
            await(raise(session, "e"));

            Request first = rig.upstream().next();
            for (int i = 0; i < 3; i++) {
                Request again = rig.upstream().next();
                assertThat(again.headers()).isEqualTo(first.headers());
                assertThat(again.text()).isEqualTo(first.text());
            }
        }

        @Test
        void endsAtTheDeadlineWithoutARetry() {
            CountDownLatch over = new CountDownLatch(1);
            UpstreamSettings hasty = new UpstreamSettings(Duration.ofMillis(200), List.of(Duration.ofMillis(1)), 10);
            EventSession session = rig.start(hasty, rig.everything("/e")).open(Dispatching.HUB, "chat", "conn-1");
            rig.upstream().answer(_ -> held(over));

            assertThat(await(raise(session, "e"))).isEqualTo(FAILURE);
            assertThat(rig.upstream().waiting()).isEqualTo(1);
            over.countDown();
        }

        @Test
        void hasADeadlineForRetriesAndDelaysTogether() {
            UpstreamSettings hasty = new UpstreamSettings(Duration.ofMillis(200), List.of(Duration.ofMinutes(5)), 10);
            EventSession session = rig.start(hasty, rig.everything("/e")).open(Dispatching.HUB, "chat", "conn-1");
            rig.upstream().answer(Answer.of(500));

            assertThat(await(raise(session, "e"))).isEqualTo(FAILURE);
        }

        @Test
        void ofNotificationsIsOneAfterAnother() {
            EventSession session = rig.session();
            CountDownLatch over = new CountDownLatch(1);
            rig.upstream().answer(request -> request.event().equals("connected") ? held(over) : Answer.of(204));
            session.connected();
            session.disconnected("");
            rig.upstream().next("connected");

            assertThat(await(raise(session, "e"))).isEqualTo(DONE);
            rig.upstream().next("e");
            assertThat(rig.upstream().waiting()).isZero();
            over.countDown();
            rig.upstream().next("disconnected");
            rig.awaitQuiet();
        }

        @Test
        void ofTheNextNotificationFollowsAlsoWhenOneFails() {
            EventSession session = rig.session();
            rig.upstream().answer(request -> Answer.of(request.event().equals("connected") ? 400 : 204));
            session.connected();
            session.disconnected("");

            rig.upstream().next("connected");
            rig.upstream().next("disconnected");
            rig.awaitQuiet();
            assertThat(rig.dispatcher().counters().failed()).isEqualTo(1);
            assertThat(rig.dispatcher().counters().delivered()).isEqualTo(1);
        }

        @Test
        void isGivenUpWhenItsAnswerIsCancelled() {
            EventSession session = rig.session();
            CountDownLatch over = new CountDownLatch(1);
            rig.upstream().answer(_ -> held(over));
            CompletableFuture<EventResult> result = raise(session, "e");
            rig.upstream().next("e");

            result.cancel(true);

            rig.awaitQuiet();
            over.countDown();
        }

        @Test
        void ofTooManyWaitingCallsFailsAtOnce() {
            UpstreamSettings narrow = new UpstreamSettings(Duration.ofSeconds(10), List.of(), 1);
            EventSession session = rig.start(narrow, rig.everything("/e")).open(Dispatching.HUB, "chat", "conn-1");
            CountDownLatch over = new CountDownLatch(1);
            rig.upstream().answer(_ -> held(over));
            List<CompletableFuture<EventResult>> results = new ArrayList<>();
            for (int i = 0; i < 256; i++) {
                results.add(raise(session, "e"));
            }
            for (int i = 0; i < 256; i++) {
                rig.upstream().next("e");
            }

            results.add(raise(session, "waits"));
            assertThat(await(raise(session, "e"))).isEqualTo(FAILURE);
            over.countDown();
            results.forEach(result -> assertThat(await(result)).isEqualTo(DONE));
        }
    }
}
