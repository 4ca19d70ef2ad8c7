package dev.groundwave.server.upstream;

import static dev.groundwave.server.upstream.Dispatching.await;
import static dev.groundwave.server.upstream.Dispatching.newcomer;
import static dev.groundwave.server.upstream.Dispatching.raise;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.ScriptedUpstream.Answer;
import dev.groundwave.server.blackbox.ScriptedUpstream.Request;
import dev.groundwave.server.settings.AccessKeys;
import dev.groundwave.server.settings.SystemEvent;
import dev.groundwave.server.settings.UpstreamAuth;
import dev.groundwave.server.settings.UpstreamSettings;
import dev.groundwave.wire.Bytes;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.event.EventSignature;
import dev.groundwave.wire.token.AccessKey;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Source: events-and-operations.md, section 1. */
final class EventSessionTest {
    private static final EventResult FAILURE = new EventResult.Failure();
    private static final EventResult DONE = new EventResult.Done();

    private final Dispatching rig = new Dispatching();

    @AfterEach
    void end() {
        assertThat(rig.dispatcher().counters().inFlight()).isZero();
        rig.close();
    }

    private static ConnectVerdict refused(int status) {
        return new ConnectVerdict.Refused(status, Optional.empty(), Bytes.EMPTY);
    }

    @Nested
    @DisplayName("section 1.6")
    final class Requests {
        @Test
        void areCloudEventsWithAnExactLength() {
            EventSession session = rig.session();
            session.admit(Optional.of("alice"), Optional.of("json.webpubsub.azure.v1"));

            assertThat(await(session.userEvent("Order", Payload.jsonRaw("{\"a\":1}"), Map.of("Trace", "x"), false)))
                    .isEqualTo(DONE);

            Request request = rig.upstream().next();
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.target()).isEqualTo("/Chat/Order");
            assertThat(request.text()).isEqualTo("{\"a\":1}");
            assertThat(request.header("Content-Length")).contains("7");
            assertThat(request.header("Transfer-Encoding")).isEmpty();
            assertThat(request.header("Content-Type")).contains("application/json");
            assertThat(request.header("WebHook-Request-Origin")).contains("localhost");
            assertThat(request.header("ce-type")).contains("azure.webpubsub.user.Order");
            assertThat(request.header("ce-id")).contains("1");
            assertThat(request.header("ce-time")).contains("2026-11-21T10:20:30Z");
            assertThat(request.header("ce-hub")).contains("Chat");
            assertThat(request.header("ce-userId")).contains("alice");
            assertThat(request.header("ce-subprotocol")).contains("json.webpubsub.azure.v1");
            assertThat(request.header("ce-signature"))
                    .contains("sha256=261f7f58ff9fb9bb8be7e4951a807fe6091e5c074885bf63b865eccd28728881");
            assertThat(request.header("x-ms-client-request-id").orElse("")).hasSize(36);
            assertThat(request.header("x-webpubsub-metadata-trace")).contains("x");
            assertThat(request.header("Authorization")).isEmpty();
            assertThat(request.header("Cookie")).isEmpty();
        }

        @Test
        void areSignedWithTheKeysOfTheMoment() {
            EventSession session = rig.session();
            AccessKey other = new AccessKey("another-access-key-0123456789-0123456789");
            rig.dispatcher().replace(new AccessKeys(other, Optional.of(AccessKeys.PUBLIC_KEY)));

            await(raise(session, "e"));

            assertThat(rig.upstream().next().header("ce-signature"))
                    .contains(new EventSignature(other, Optional.of(AccessKeys.PUBLIC_KEY)).of("conn-1"));
        }

        @Test
        void withoutABodyHaveALengthOfZero() {
            await(rig.session().userEvent("e", Payload.text(""), Map.of(), false));

            assertThat(rig.upstream().next().header("Content-Length")).contains("0");
        }

        @Test
        void carryAUserIdAsUtf8() {
            EventSession session = rig.session();
            session.admit(Optional.of("Zoë 日本"), Optional.empty());

            await(raise(session, "e"));

            assertThat(rig.upstream().next().header("ce-userId")).contains("Zoë 日本");
        }

        @Test
        void withALineBreakInAUserIdAreNotSent() {
            EventSession session = rig.session();
            session.admit(Optional.of("a\r\nx: y"), Optional.empty());

            assertThat(await(raise(session, "e"))).isEqualTo(FAILURE);
            assertThat(rig.upstream().waiting()).isZero();
            assertThat(rig.dispatcher().counters().failed()).isEqualTo(1);
        }

        @Test
        void areNumberedFromConnectOn() {
            EventSession session = rig.session();

            await(session.connect(newcomer()));
            session.connected();
            rig.upstream().next("connect");
            assertThat(rig.upstream().next("connected").header("ce-id")).contains("1");
            await(raise(session, "e"));
            assertThat(rig.upstream().next("e").header("ce-id")).contains("2");
            session.disconnected("bye");
            Request last = rig.upstream().next("disconnected");
            assertThat(last.header("ce-id")).contains("3");
            assertThat(last.text()).isEqualTo("{\"reason\":\"bye\"}");
            awaitQuiet();
        }
    }

    @Nested
    @DisplayName("section 1.9")
    final class Connect {
        private ConnectVerdict verdict(Answer answer) {
            EventSession session = rig.session();
            rig.upstream().answer(answer);
            return await(session.connect(newcomer()));
        }

        @Test
        void isAskedWithEverythingThatIsKnown() {
            EventSession.Newcomer newcomer = new EventSession.Newcomer(
                    Optional.of("alice"),
                    Map.of("sub", List.of("alice")),
                    Map.of("a", List.of("1")),
                    Map.of("Host", List.of("h")),
                    List.of("p1"),
                    List.of());

            await(rig.session().connect(newcomer));

            Request request = rig.upstream().next("connect");
            assertThat(request.target()).isEqualTo("/Chat/connect");
            assertThat(request.header("ce-id")).contains("0");
            assertThat(request.header("ce-userId")).contains("alice");
            assertThat(request.text())
                    .isEqualTo("{\"claims\":{\"sub\":[\"alice\"]},\"query\":{\"a\":[\"1\"]},"
                            + "\"headers\":{\"Host\":[\"h\"]},\"subprotocols\":[\"p1\"],\"clientCertificates\":[]}");
        }

        @ParameterizedTest
        @ValueSource(ints = {200, 202, 204})
        void isAdmittedByAnySuccess(int status) {
            assertThat(verdict(Answer.of(status))).isInstanceOf(ConnectVerdict.Admitted.class);
        }

        @Test
        void isRefusedWithStatusBodyAndContentTypeOfTheHandler() {
            assertThat(verdict(Answer.of(401, "application/json", "{\"no\":1}")))
                    .isEqualTo(
                            new ConnectVerdict.Refused(401, Optional.of("application/json"), Bytes.utf8("{\"no\":1}")));
            assertThat(rig.dispatcher().counters().delivered()).isEqualTo(1);
        }

        @Test
        void isRefusedWithTheBeginningOfALongBody() {
            ConnectVerdict verdict = verdict(Answer.of(403, "text/plain", "x".repeat(5000)));

            assertThat(((ConnectVerdict.Refused) verdict).body()).isEqualTo(Bytes.utf8("x".repeat(4096)));
        }

        @Test
        void isRefusedWithTheLastStatusWhenRetriesDoNotHelp() {
            assertThat(verdict(Answer.of(503, "text/plain", "later"))).isEqualTo(refused(503));
            assertThat(rig.upstream().waiting()).isEqualTo(4);
        }

        @Test
        void isRefusedWith500WhenNobodyAnswers() {
            assertThat(verdict(Answer.drop())).isEqualTo(refused(500));
        }

        @Test
        void isRefusedWith500ForAnAnswerAgainstTheContract() {
            assertThat(verdict(Answer.of(200, "application/json", "{\"roles\":[null]}")))
                    .isEqualTo(refused(500));
        }

        @Test
        void isRefusedWith500WhenTheHandlerDoesNotAgreeToGetEvents() {
            rig.upstream().validation(_ -> Answer.of(200));

            assertThat(verdict(Answer.of(204))).isEqualTo(refused(500));
            assertThat(rig.upstream().waiting()).isZero();
        }

        @Test
        void isNotRedirected() {
            assertThat(verdict(Answer.of(302).header("Location", rig.upstream().url("/x"))))
                    .isEqualTo(refused(302));
            assertThat(rig.upstream().waiting()).isEqualTo(1);
        }
    }

    @Nested
    @DisplayName("section 1.11")
    final class UserEvents {
        private EventResult result(Answer answer) {
            EventSession session = rig.session();
            rig.upstream().answer(answer);
            return await(raise(session, "e"));
        }

        @Test
        void areAnsweredByAMessage() {
            assertThat(result(Answer.of(200, "text/plain", "hello").header("x-webpubsub-metadata-A", "1, 2")))
                    .isEqualTo(new EventResult.Message(Payload.text("hello"), Map.of("a", "1, 2")));
        }

        @Test
        void areAnsweredByNothing() {
            assertThat(result(Answer.of(200))).isEqualTo(DONE);
        }

        @Test
        void failWithAnUnknownContentType() {
            assertThat(result(Answer.of(200, "text/html", "x"))).isEqualTo(FAILURE);
            assertThat(rig.dispatcher().counters().failed()).isEqualTo(1);
        }

        @Test
        void failWithABodyThatIsTooLarge() {
            byte[] tooMuch = new byte[16_777_217];

            assertThat(result(Answer.of(200, List.of(), tooMuch))).isEqualTo(FAILURE);
            assertThat(rig.upstream().waiting()).isEqualTo(1);
        }

        @Test
        void takeABodyOfTheGreatestSize() {
            assertThat(result(Answer.of(200, List.of(), new byte[16_777_216]))).isInstanceOf(EventResult.Message.class);
        }
    }

    @Nested
    @DisplayName("section 1.13")
    final class Keeping {
        @Test
        void theStateGoesBackWithEveryLaterEvent() {
            EventSession session = rig.session();
            rig.upstream().answer(Answer.of(204).header("ce-connectionState", "one"));
            await(session.connect(newcomer()));
            assertThat(rig.upstream().next().header("ce-connectionState")).isEmpty();

            rig.upstream().answer(Answer.of(204));
            await(raise(session, "e"));
            assertThat(rig.upstream().next().header("ce-connectionState")).contains("one");

            rig.upstream().answer(Answer.of(204).header("ce-connectionState", ""));
            await(raise(session, "e"));
            assertThat(rig.upstream().next().header("ce-connectionState")).contains("one");

            session.disconnected("");
            assertThat(rig.upstream().next("disconnected").header("ce-connectionState"))
                    .contains("");
            awaitQuiet();
        }

        @Test
        void aStateOverTheLimitFailsTheEvent() {
            EventSession session = rig.session();
            rig.upstream().answer(Answer.of(204).header("ce-connectionState", "s".repeat(8193)));

            assertThat(await(raise(session, "e"))).isEqualTo(FAILURE);
        }

        @Test
        void cookiesGoBackByTheirPath() {
            EventSession session = rig.session();
            rig.upstream()
                    .answer(Answer.of(204)
                            .header("Set-Cookie", "affinity=n1; Path=/")
                            .header("Set-Cookie", "other=x; Path=/elsewhere"));
            await(session.connect(newcomer()));
            await(raise(session, "e"));

            assertThat(rig.upstream().next().header("Cookie")).isEmpty();
            assertThat(rig.upstream().next().header("Cookie")).contains("affinity=n1");
        }

        @Test
        void cookiesOfOneConnectionAreNotSentForAnother() {
            EventSession session = rig.session();
            rig.upstream().answer(Answer.of(204).header("Set-Cookie", "affinity=n1; Path=/"));
            await(raise(session, "e"));
            await(raise(rig.dispatcher().open(Dispatching.HUB, "chat", "conn-2"), "e"));

            assertThat(rig.upstream().next().header("Cookie")).isEmpty();
            assertThat(rig.upstream().next().header("Cookie")).isEmpty();
        }
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
            awaitQuiet();
        }

        @Test
        void ofTheNextNotificationFollowsAlsoWhenOneFails() {
            EventSession session = rig.session();
            rig.upstream().answer(request -> Answer.of(request.event().equals("connected") ? 400 : 204));
            session.connected();
            session.disconnected("");

            rig.upstream().next("connected");
            rig.upstream().next("disconnected");
            awaitQuiet();
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

            awaitQuiet();
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

    @Nested
    @DisplayName("section 1.2")
    final class Matching {
        @Test
        void theFirstHandlerThatWantsAnEventGetsIt() {
            EventSession session = rig.start(
                            Dispatching.QUICK,
                            rig.handler("/1", "a, B", Set.of(SystemEvent.CONNECT), new UpstreamAuth.None()),
                            rig.everything("/2"))
                    .open(Dispatching.HUB, "chat", "conn-1");

            await(session.connect(newcomer()));
            session.connected();
            await(raise(session, "A"));
            await(raise(session, "c"));
            awaitQuiet();

            List<String> targets = new ArrayList<>();
            while (rig.upstream().waiting() > 0) {
                Request request = rig.upstream().next();
                targets.add(request.target() + " " + request.event());
            }
            assertThat(targets).containsExactlyInAnyOrder("/1 connect", "/2 connected", "/1 A", "/2 c");
        }

        @Test
        void aUserEventNamedLikeASystemEventIsAUserEvent() {
            EventSession session = rig.start(
                            Dispatching.QUICK,
                            rig.handler("/1", "", Set.of(SystemEvent.CONNECTED), new UpstreamAuth.None()))
                    .open(Dispatching.HUB, "chat", "conn-1");

            assertThat(await(raise(session, "connected"))).isEqualTo(FAILURE);
            assertThat(rig.upstream().waiting()).isZero();
            assertThat(rig.dispatcher().counters().unhandled()).isEqualTo(1);
        }

        @Test
        void withoutAHandlerNothingIsSent() {
            EventSession session = rig.start(Dispatching.QUICK).open(Dispatching.HUB, "chat", "conn-1");

            assertThat(session.asksForConnect()).isFalse();
            session.connected();
            session.disconnected("");
            assertThat(await(raise(session, "e"))).isEqualTo(FAILURE);
            assertThat(rig.dispatcher().counters().failed()).isZero();
        }
    }

    @Nested
    @DisplayName("section 1.4")
    final class Authentication {
        private EventSession session(UpstreamAuth auth) {
            return rig.start(Dispatching.QUICK, rig.handler("/e", "*", Set.of(), auth))
                    .open(Dispatching.HUB, "chat", "conn-1");
        }

        private UpstreamAuth credentials() {
            return new UpstreamAuth.ClientCredentials(
                    URI.create(rig.upstream().url("/token")), "id", "s&cret", Optional.of("a b"));
        }

        @Test
        void byAFixedHeader() {
            await(raise(session(new UpstreamAuth.Header("Basic abc")), "e"));

            assertThat(rig.upstream().nextValidation().header("Authorization")).isEmpty();
            assertThat(rig.upstream().next().header("Authorization")).contains("Basic abc");
        }

        @Test
        void byATokenThatIsFetchedOnce() {
            EventSession session = session(credentials());
            rig.upstream()
                    .answer(request -> request.target().equals("/token")
                            ? Answer.of(200, "application/json", "{\"access_token\":\"t1\",\"expires_in\":\"3600\"}")
                            : Answer.of(204));

            assertThat(await(raise(session, "e"))).isEqualTo(DONE);
            assertThat(await(raise(session, "e"))).isEqualTo(DONE);

            Request fetch = rig.upstream().next();
            assertThat(fetch.text())
                    .isEqualTo("grant_type=client_credentials&client_id=id&client_secret=s%26cret&scope=a+b");
            assertThat(fetch.header("Content-Type")).contains("application/x-www-form-urlencoded");
            assertThat(rig.upstream().next().header("Authorization")).contains("Bearer t1");
            assertThat(rig.upstream().next().header("Authorization")).contains("Bearer t1");
            assertThat(rig.upstream().waiting()).isZero();
        }

        @Test
        void byAnotherTokenAfterOneWasRefused() {
            EventSession session = session(credentials());
            AtomicInteger tokens = new AtomicInteger();
            rig.upstream()
                    .answer(request -> request.target().equals("/token")
                            ? Answer.of(
                                    200, "application/json", "{\"access_token\":\"t" + tokens.incrementAndGet() + "\"}")
                            : Answer.of(request.header("Authorization").equals(Optional.of("Bearer t1")) ? 401 : 204));

            assertThat(await(raise(session, "e"))).isEqualTo(FAILURE);
            assertThat(await(raise(session, "e"))).isEqualTo(DONE);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "{}", "[", "{\"access_token\":\"t\",\"expires_in\":\"soon\"}"})
        void byATokenThatIsNotToBeHadFailsTheEvent(String answer) {
            EventSession session = session(credentials());
            rig.upstream().answer(Answer.of(200, "application/json", answer));

            assertThat(await(raise(session, "e"))).isEqualTo(FAILURE);
            assertThat(rig.upstream().next().target()).isEqualTo("/token");
            assertThat(rig.upstream().waiting()).isZero();
        }
    }

    private static Answer held(CountDownLatch over) {
        try {
            over.await();
            return Answer.of(204);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What has no answer for the test ends, too. */
    private void awaitQuiet() {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (rig.dispatcher().counters().inFlight() > 0) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
