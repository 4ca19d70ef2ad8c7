package dev.groundwave.server.upstream;

import static dev.groundwave.server.upstream.Dispatching.DONE;
import static dev.groundwave.server.upstream.Dispatching.FAILURE;
import static dev.groundwave.server.upstream.Dispatching.await;
import static dev.groundwave.server.upstream.Dispatching.newcomer;
import static dev.groundwave.server.upstream.Dispatching.raise;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.ScriptedUpstream.Answer;
import dev.groundwave.server.blackbox.ScriptedUpstream.Request;
import dev.groundwave.server.settings.AccessKeys;
import dev.groundwave.server.settings.UpstreamAuth;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.event.EventSignature;
import dev.groundwave.wire.token.AccessKey;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request to an event handler carries. Source: events-and-operations.md, section 1. */
final class EventRequestTest {
    private final Dispatching rig = new Dispatching();

    @AfterEach
    void end() {
        rig.end();
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
            rig.replace(new AccessKeys(other, Optional.of(AccessKeys.PUBLIC_KEY)));

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
            rig.awaitQuiet();
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
            rig.awaitQuiet();
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
}
