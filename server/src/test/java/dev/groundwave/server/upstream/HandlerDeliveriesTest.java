package dev.groundwave.server.upstream;

import static dev.groundwave.server.upstream.Dispatching.await;
import static dev.groundwave.server.upstream.Dispatching.raise;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.ScriptedUpstream.Answer;
import dev.groundwave.server.deliveries.Delivery;
import dev.groundwave.server.deliveries.Delivery.Kind;
import dev.groundwave.server.deliveries.Delivery.Outcome;
import dev.groundwave.server.deliveries.HandlerDeliveries;
import dev.groundwave.server.settings.EventHandlerSettings;
import dev.groundwave.server.settings.SystemEvent;
import dev.groundwave.server.settings.UpstreamAuth;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What is remembered of each handler's events. */
final class HandlerDeliveriesTest {
    private final Dispatching rig = new Dispatching();

    @AfterEach
    void end() {
        rig.end();
    }

    private HandlerDeliveries only() {
        List<HandlerDeliveries> all = rig.dispatcher().deliveries();
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private Delivery last() {
        return only().last().getFirst();
    }

    @Test
    void nameHubAndAddressWithoutItsQuery() {
        rig.start(Dispatching.QUICK, rig.everything("/{hub}/{event}?code=secret"));

        assertThat(only().hub()).isEqualTo("chat");
        assertThat(only().urlTemplate()).isEqualTo(rig.upstream().url("/{hub}/{event}"));
        assertThat(rig.dispatcher().deliveries().toString()).doesNotContain("secret");
    }

    @Test
    void areApartForEachHandlerInTheirOrder() {
        EventSession session = rig.start(
                        Dispatching.QUICK,
                        rig.handler("/b", "b", Set.of(), new UpstreamAuth.None()),
                        rig.handler("/a", "a", Set.of(), new UpstreamAuth.None()))
                .open(Dispatching.HUB, "chat", "conn-1");
        await(raise(session, "a"));
        await(raise(session, "a"));

        assertThat(rig.dispatcher().deliveries())
                .extracting(each -> each.counts().delivered())
                .containsExactly(0L, 2L);
    }

    @Nested
    final class OfAnEvent {
        @Test
        void thatIsAnsweredTellWhenWhoseAndHow() {
            EventSession session = rig.session();
            await(raise(session, "say"));

            assertThat(last())
                    .usingRecursiveComparison()
                    .ignoringFields("took")
                    .isEqualTo(new Delivery(
                            Dispatching.NOW,
                            Kind.USER,
                            "say",
                            "conn-1",
                            Outcome.DELIVERED,
                            204,
                            Optional.empty(),
                            1,
                            last().took()));
            assertThat(last().took()).isPositive();
        }

        @Test
        void thatFailsByItsStatusCountTheAttempts() {
            EventSession session = rig.session();
            rig.upstream().answer(Answer.of(503));
            await(raise(session, "say"));

            assertThat(last().outcome()).isEqualTo(Outcome.FAILED);
            assertThat(last().status()).isEqualTo(503);
            assertThat(last().failure()).isEmpty();
            assertThat(last().attempts()).isEqualTo(4);
            assertThat(only().counts()).isEqualTo(new HandlerDeliveries.Counts(0, 1, 3, 0));
        }

        @Test
        void thatFindsNobodySayWhy() {
            EventSession session = rig.session();
            rig.upstream().answer(Answer.drop());
            await(raise(session, "say"));

            assertThat(last().failure().map(Delivery.Failure::word)).contains("unreachable");
            assertThat(last().status()).isZero();
        }

        @Test
        void thatIsTakenAtTheSecondAttemptTellTheGoodStatus() {
            EventSession session = rig.session();
            AtomicInteger attempts = new AtomicInteger();
            rig.upstream().answer(_ -> Answer.of(attempts.incrementAndGet() == 1 ? 500 : 200));
            await(raise(session, "say"));

            assertThat(last().status()).isEqualTo(200);
            assertThat(last().attempts()).isEqualTo(2);
        }

        @Test
        void withAnAnswerThatCannotBeUsedTellItsStatusToo() {
            EventSession session = rig.session();
            rig.upstream().answer(Answer.of(200, "application/json", "{"));
            await(session.connect(Dispatching.newcomer()));

            assertThat(last().event()).isEqualTo("connect");
            assertThat(last().kind()).isEqualTo(Kind.SYSTEM);
            assertThat(last().status()).isEqualTo(200);
            assertThat(last().failure().map(Delivery.Failure::word)).contains("unusable");
        }

        @Test
        void thatTurnsAClientAwayAreNoFailure() {
            EventSession session = rig.session();
            rig.upstream().answer(Answer.of(403));
            await(session.connect(Dispatching.newcomer()));

            assertThat(last().outcome()).isEqualTo(Outcome.DELIVERED);
            assertThat(last().status()).isEqualTo(403);
        }

        @Test
        void thatWaitedForAClientThatLeftCountAsDropped() {
            EventSession session = rig.session();
            session.noteLost(List.of("a", "b"));

            assertThat(only().counts()).isEqualTo(new HandlerDeliveries.Counts(0, 0, 0, 2));
            assertThat(only().last()).extracting(Delivery::event).containsExactly("b", "a");
            assertThat(last().failure().map(Delivery.Failure::word)).contains("client-gone");
        }
    }

    @Nested
    final class OfTheConsent {
        @Test
        void tellThatItWasGiven() {
            await(raise(rig.session(), "say"));

            Delivery validation = only().validation().orElseThrow();
            assertThat(validation.kind()).isEqualTo(Kind.VALIDATION);
            assertThat(validation.outcome()).isEqualTo(Outcome.DELIVERED);
            assertThat(validation.status()).isEqualTo(200);
        }

        @Test
        void tellWhyItWasNotAndThatNothingWasSent() {
            EventSession session = rig.session();
            rig.upstream().validation(_ -> Answer.of(200).header("WebHook-Allowed-Origin", "other.example"));
            await(raise(session, "say"));

            Delivery validation = only().validation().orElseThrow();
            assertThat(validation.failure().map(Delivery.Failure::word)).contains("wrong-origin");
            assertThat(last().failure().map(Delivery.Failure::word)).contains("no-consent");
            assertThat(last().attempts()).isZero();
        }
    }

    @Nested
    final class AcrossAReload {
        @Test
        void goOnForAHandlerThatStaysAndWantsOtherEvents() {
            EventSession session = rig.session();
            await(raise(session, "say"));

            rig.reload(
                    Dispatching.QUICK,
                    rig.handler("/{hub}/{event}", "say", Set.of(SystemEvent.CONNECTED), new UpstreamAuth.None()));

            assertThat(only().counts().delivered()).isEqualTo(1);
        }

        @Test
        void goOnForAHandlerThatIsCalledInAnotherWay() {
            EventSession session = rig.session();
            await(raise(session, "say"));

            rig.reload(Dispatching.believing(), rig.everything("/{hub}/{event}"));
            rig.reload(
                    Dispatching.narrow(),
                    rig.handler("/{hub}/{event}", "*", Set.of(), new UpstreamAuth.Header("Bearer abc")));
            await(raise(session, "say"));

            assertThat(only().counts().delivered()).isEqualTo(2);
        }

        @Test
        void stayApartForHandlersAtOneAddress() {
            EventHandlerSettings a = rig.handler("/h", "a", Set.of(), new UpstreamAuth.None());
            EventHandlerSettings b = rig.handler("/h", "b", Set.of(), new UpstreamAuth.None());
            EventSession session = rig.start(Dispatching.QUICK, a, b).open(Dispatching.HUB, "chat", "conn-1");
            await(raise(session, "b"));

            rig.reload(Dispatching.narrow(), a, b);

            assertThat(rig.dispatcher().deliveries())
                    .extracting(each -> each.counts().delivered())
                    .containsExactly(0L, 1L);
        }

        @Test
        void areForgottenWithAHandlerThatIsLeftOut() {
            EventSession session = rig.session();
            await(raise(session, "say"));

            rig.reload(Dispatching.QUICK);
            assertThat(rig.dispatcher().deliveries()).isEmpty();
            rig.reload(Dispatching.QUICK, rig.everything("/{hub}/{event}"));

            assertThat(only().counts().delivered()).isZero();
        }
    }
}
