package dev.groundwave.server.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.deliveries.DeliveryLog;
import dev.groundwave.wire.Bytes;
import dev.groundwave.wire.event.UpstreamResponse;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Source: events-and-operations.md, section 1.5. */
final class OriginValidationTest {
    private static final URI HANDLER = URI.create("http://app.example.org/hook/validate?code=secret");

    private final UpstreamCounters counters = new UpstreamCounters();
    private final List<UpstreamRequest> asked = new ArrayList<>();
    private final AtomicReference<Mono<UpstreamResponse>> answer = new AtomicReference<>(Mono.just(allowing("*")));
    private long nanos = 1_000;
    private final DeliveryLog log = new DeliveryLog(Instant::now, () -> nanos);

    private final OriginValidation validation = validation("push.example.org", "https://push.example.org");

    private OriginValidation validation(String host, String endpoint) {
        ConsentQuestion question = new ConsentQuestion(
                HANDLER, new OriginRule(host, () -> URI.create(endpoint)), (request, _, attempted) -> {
                    attempted.run();
                    asked.add(request);
                    return answer.get();
                });
        return new OriginValidation(question, () -> nanos, counters, log);
    }

    private static UpstreamResponse allowing(String... origins) {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        for (String origin : origins) {
            headers.add(Map.entry("webhook-allowed-origin", origin));
        }
        return new UpstreamResponse(200, headers, Bytes.EMPTY);
    }

    private static UpstreamResponse status(int status) {
        return new UpstreamResponse(status, List.of(Map.entry("WebHook-Allowed-Origin", "*")), Bytes.EMPTY);
    }

    private boolean check() {
        return Boolean.TRUE.equals(validation.check().block(Duration.ofSeconds(10)));
    }

    private void pass(long seconds) {
        nanos += Duration.ofSeconds(seconds).toNanos();
    }

    @Nested
    final class Asking {
        @Test
        void isAnOptionsRequestWithOriginAndVersionOnly() {
            check();

            assertThat(asked)
                    .containsExactly(UpstreamRequest.withoutBody(
                            "OPTIONS",
                            HANDLER,
                            List.of(
                                    Map.entry("WebHook-Request-Origin", "push.example.org"),
                                    Map.entry("ce-awpsversion", "1.0"))));
        }

        @Test
        void isRepeatedWithGetWhereNothingIsFound() {
            answer.set(Mono.just(status(404)));

            assertThat(check()).isFalse();
            assertThat(asked).extracting(UpstreamRequest::method).containsExactly("OPTIONS", "GET");
        }

        @Test
        void happensOnceForAllWhoWait() {
            Sinks.One<UpstreamResponse> later = Sinks.one();
            answer.set(later.asMono());
            var first = validation.check().toFuture();
            var second = validation.check().toFuture();

            assertThat(first).isNotDone();
            later.tryEmitValue(allowing("*"));

            assertThat(first).isCompletedWithValue(true);
            assertThat(second).isCompletedWithValue(true);
            assertThat(asked).hasSize(1);
        }

        @Test
        void goesOnForTheOthersWhenOneStopsWaiting() {
            Sinks.One<UpstreamResponse> later = Sinks.one();
            answer.set(later.asMono());
            var first = validation.check().toFuture();
            var second = validation.check().toFuture();
            first.cancel(true);

            later.tryEmitValue(allowing("*"));

            assertThat(second).isCompletedWithValue(true);
        }
    }

    @Nested
    final class Answers {
        private boolean accepts(String host, String endpoint, String... allowed) {
            answer.set(Mono.just(allowing(allowed)));
            return Boolean.TRUE.equals(validation(host, endpoint).check().block(Duration.ofSeconds(10)));
        }

        @ParameterizedTest
        @ValueSource(strings = {"*", "push.example.org", "PUSH.example.org", "push.example.org:443"})
        void thatMeanUsAreConsent(String allowed) {
            assertThat(accepts("push.example.org", "https://push.example.org", allowed))
                    .isTrue();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "example.org",
                    "push.example.org:80",
                    "other.org, push.example.org",
                    "https://push.example.org"
                })
        void thatMeanOthersAreNone(String allowed) {
            assertThat(accepts("push.example.org", "https://push.example.org", allowed))
                    .isFalse();
        }

        @Test
        void mayHaveTheHeaderSeveralTimes() {
            assertThat(accepts("push.example.org", "https://push.example.org", "a.org", "push.example.org"))
                    .isTrue();
            assertThat(accepts("push.example.org", "https://push.example.org")).isFalse();
        }

        @ParameterizedTest
        @ValueSource(strings = {"localhost", "localhost:8080", "127.0.0.1", "127.0.0.1:8080", "[::1]:8080", "[::1]"})
        void ofLoopbackAreAllTheSame(String allowed) {
            assertThat(accepts("localhost", "http://localhost:8080", allowed)).isTrue();
        }

        @Test
        void ofAnotherPortOfLoopbackAreNone() {
            assertThat(accepts("localhost", "http://localhost:8080", "localhost:9090"))
                    .isFalse();
        }

        @ParameterizedTest
        @ValueSource(ints = {302, 400, 401, 405, 500})
        void withoutSuccessAreNone(int status) {
            answer.set(Mono.just(status(status)));

            assertThat(check()).isFalse();
            assertThat(counters.validationsFailed()).isEqualTo(1);
        }

        @Test
        void thatDoNotComeAreNone() {
            answer.set(Mono.error(new CallFailedException(CallFailure.UNREACHABLE)));

            assertThat(check()).isFalse();
        }
    }

    @Nested
    final class Memory {
        @Test
        void ofConsentLastsAMinute() {
            check();
            pass(59);
            check();

            assertThat(asked).hasSize(1);
            assertThat(counters.validated()).isEqualTo(1);
        }

        @Test
        void isRefreshedBehindTheEvents() {
            check();
            pass(60);
            Sinks.One<UpstreamResponse> later = Sinks.one();
            answer.set(later.asMono());

            assertThat(check()).isTrue();
            assertThat(check()).isTrue();
            assertThat(asked).hasSize(2);

            later.tryEmitValue(status(400));
            assertThat(check()).isFalse();
        }

        @Test
        void ofRefusalLastsLongerAndLonger() {
            answer.set(Mono.just(status(400)));
            check();

            for (int pause : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
                int before = asked.size();
                pass(pause);
                nanos -= 1;
                assertThat(check()).isFalse();
                assertThat(asked).as("within %s s", pause).hasSize(before);
                nanos += 1;
                assertThat(check()).isFalse();
                assertThat(asked).as("after %s s", pause).hasSize(before + 1);
            }
        }

        @Test
        void ofRefusalIsForgottenWhenTheSettingsAreReadAnew() {
            answer.set(Mono.just(status(500)));
            assertThat(check()).isFalse();
            answer.set(Mono.just(allowing("*")));
            assertThat(check()).isFalse();

            validation.forgetRefusal();

            assertThat(check()).isTrue();
            validation.forgetRefusal();
            assertThat(check()).isTrue();
            assertThat(asked).hasSize(2);
        }

        @Test
        void ofRefusalEndsWithTheNextConsent() {
            answer.set(Mono.just(status(400)));
            check();
            answer.set(Mono.just(allowing("*")));
            pass(1);

            assertThat(check()).isTrue();
            answer.set(Mono.just(status(400)));
            pass(60);
            check();
            pass(1);
            check();
            assertThat(asked).hasSize(4);
        }
    }
}
