package dev.groundwave.server.upstream;

import static dev.groundwave.server.upstream.Dispatching.FAILURE;
import static dev.groundwave.server.upstream.Dispatching.await;
import static dev.groundwave.server.upstream.Dispatching.raise;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.TestCertificate;
import dev.groundwave.server.settings.EventHandlerSettings;
import dev.groundwave.server.settings.UpstreamSettings;
import dev.groundwave.wire.Payload;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Handlers behind TLS: events-and-operations.md, section 1.6. */
final class TlsHandlerTest {
    private static final TestCertificate CERTIFICATE = TestCertificate.make("app", "EC");
    private static final EventResult HELLO = new EventResult.Message(Payload.text("hello"), Map.of());

    private final Dispatching rig = new Dispatching();

    @AfterEach
    void end() {
        rig.end();
    }

    private EventSession session(UpstreamSettings settings, EventHandlerSettings handler) {
        EventSession session = rig.start(settings, handler).open(Dispatching.HUB, "Chat", "conn-1");
        session.admit(Optional.of("Zo\u00eb"), Optional.empty());
        return session;
    }

    private static UpstreamSettings believing(TestCertificate certificate) {
        return Dispatching.believing(certificate.certificate());
    }

    @Nested
    final class ThatSpeaksHttp2 {
        @Test
        void isAskedAndToldInHttp2() {
            try (TlsUpstream upstream = TlsUpstream.ofHttp2(CERTIFICATE)) {
                EventSession session = session(believing(CERTIFICATE), Dispatching.elsewhere(upstream.url(), false));

                assertThat(await(session.userEvent("Order", Payload.text("hi"), Map.of("Trace", "x"), false)))
                        .isEqualTo(HELLO);

                TlsUpstream.Request validation = upstream.next();
                assertThat(validation.version()).isEqualTo("HTTP/2.0");
                assertThat(validation.method() + " " + validation.uri()).isEqualTo("OPTIONS /chat/validate?code=c");
                assertThat(validation.headers().get("webhook-request-origin")).isEqualTo("localhost");
                TlsUpstream.Request event = upstream.next();
                assertThat(event.version()).isEqualTo("HTTP/2.0");
                assertThat(event.method() + " " + event.uri()).isEqualTo("POST /Chat/Order?code=c");
                assertThat(event.body()).isEqualTo("hi");
                assertThat(event.headers().getAll("content-length")).containsExactly("2");
                assertThat(event.headers().getAll("content-type")).containsExactly("text/plain; charset=utf-8");
                assertThat(event.headers().getAll("ce-type")).containsExactly("azure.webpubsub.user.Order");
                assertThat(event.headers().getAll("ce-id")).containsExactly("1");
                assertThat(event.headers().getAll("ce-connectionid")).containsExactly("conn-1");
                assertThat(event.headers().getAll("x-webpubsub-metadata-trace")).containsExactly("x");
                assertThat(event.headers().getAll("user-agent")).containsExactly("groundwave");
                assertThat(bytes(event.headers().get("ce-userid")))
                        .isEqualTo("Zo\u00eb".getBytes(StandardCharsets.UTF_8));
            }
        }

        /** Netty gives a header's bytes as characters. */
        private static byte[] bytes(String value) {
            return value.getBytes(StandardCharsets.ISO_8859_1);
        }

        @Test
        void getsManyEventsAtOnce() {
            try (TlsUpstream upstream = TlsUpstream.ofHttp2(CERTIFICATE)) {
                EventSession session = session(believing(CERTIFICATE), Dispatching.elsewhere(upstream.url(), true));

                List<CompletableFuture<EventResult>> results = new ArrayList<>();
                for (int i = 0; i < 50; i++) {
                    results.add(raise(session, "e"));
                }

                assertThat(results)
                        .allSatisfy(result -> assertThat(await(result)).isEqualTo(HELLO));
                for (int i = 0; i < 50; i++) {
                    assertThat(upstream.next().version()).isEqualTo("HTTP/2.0");
                }
            }
        }
    }

    @Test
    void thatSpeaksOnlyHttp11IsToldInThat() {
        try (TlsUpstream upstream = TlsUpstream.ofHttp11(CERTIFICATE)) {
            EventSession session = session(believing(CERTIFICATE), Dispatching.elsewhere(upstream.url(), false));

            assertThat(await(raise(session, "e"))).isEqualTo(HELLO);

            assertThat(upstream.next().version()).isEqualTo("HTTP/1.1");
            TlsUpstream.Request event = upstream.next();
            assertThat(event.version()).isEqualTo("HTTP/1.1");
            assertThat(event.uri()).isEqualTo("/Chat/e?code=c");
            assertThat(event.headers().getAll("Content-Length")).containsExactly("2");
        }
    }

    @Nested
    final class ThatIsNotBelieved {
        @Test
        void getsNothing() {
            try (TlsUpstream upstream = TlsUpstream.ofHttp2(CERTIFICATE)) {
                EventSession session = session(Dispatching.QUICK, Dispatching.elsewhere(upstream.url(), true));

                assertThat(await(raise(session, "e"))).isEqualTo(FAILURE);

                assertThat(upstream.waiting()).isZero();
                assertThat(rig.dispatcher().counters().failed()).isEqualTo(1);
            }
        }

        @Test
        void isNotAskedForItsConsentEither() {
            try (TlsUpstream upstream = TlsUpstream.ofHttp11(CERTIFICATE)) {
                EventSession session = session(Dispatching.QUICK, Dispatching.elsewhere(upstream.url(), false));

                session.connected();
                rig.awaitQuiet();

                assertThat(upstream.waiting()).isZero();
                assertThat(rig.dispatcher().counters().validationsFailed()).isEqualTo(1);
                assertThat(rig.dispatcher().counters().failed()).isEqualTo(1);
            }
        }

        @Test
        void becauseItIsAnotherHostGetsNothing() {
            TestCertificate ofAnother = TestCertificate.make("other", "EC", "dns:app.example");
            try (TlsUpstream upstream = TlsUpstream.ofHttp2(ofAnother)) {
                EventSession session = session(believing(ofAnother), Dispatching.elsewhere(upstream.url(), true));

                assertThat(await(raise(session, "e"))).isEqualTo(FAILURE);

                assertThat(upstream.waiting()).isZero();
            }
        }
    }
}
