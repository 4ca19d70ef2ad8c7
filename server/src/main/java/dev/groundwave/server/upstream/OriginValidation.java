package dev.groundwave.server.upstream;

import dev.groundwave.server.deliveries.Delivery;
import dev.groundwave.server.deliveries.DeliveryLog;
import dev.groundwave.server.deliveries.DeliveryUnderWay;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * One handler's consent to get events: asked for with OPTIONS, remembered for a while, asked for again.
 *
 * <p>Safe for all threads; never blocks. Nobody waits but for the first answer, and for a new one after a failure.
 * Source: events-and-operations.md, section 1.5.
 */
final class OriginValidation {
    private static final Logger LOG = LoggerFactory.getLogger(OriginValidation.class);
    private static final long VALID_NANOS = Duration.ofSeconds(60).toNanos();
    private static final long LONGEST_PAUSE_NANOS = Duration.ofSeconds(60).toNanos();
    private static final int DOUBLINGS = 6;

    private static final Delivery.Failure WRONG_ORIGIN =
            new Delivery.Failure("wrong-origin", "no WebHook-Allowed-Origin names this service");

    /** What is known of the handler's will. */
    private enum Consent {
        UNKNOWN,
        GIVEN,
        REFUSED
    }

    private final ConsentQuestion question;
    private final LongSupplier nanoClock;
    private final UpstreamCounters counters;
    private final DeliveryLog log;

    // Guarded by this.
    private Consent consent = Consent.UNKNOWN;
    private long sinceNanos;
    private int failures;
    /** The attempt under way; null between attempts. */
    private @Nullable CompletableFuture<Boolean> underWay;

    /**
     * Nothing is known yet.
     *
     * @param log told of every answer
     */
    OriginValidation(ConsentQuestion question, LongSupplier nanoClock, UpstreamCounters counters, DeliveryLog log) {
        this.question = question;
        this.nanoClock = nanoClock;
        this.counters = counters;
        this.log = log;
    }

    /** Whether events may go to the handler; asks it if that is due. */
    Mono<Boolean> check() {
        CompletableFuture<Boolean> attempt;
        boolean starts;
        boolean waits;
        synchronized (this) {
            if (!isDue()) {
                return Mono.just(consent == Consent.GIVEN);
            }
            waits = consent != Consent.GIVEN;
            starts = underWay == null;
            attempt = underWay == null ? new CompletableFuture<>() : underWay;
            underWay = attempt;
        }
        if (starts) {
            ask().subscribe(passed -> settle(attempt, passed));
        }
        // Who gives up waiting does not end the attempt of the others.
        return waits ? Mono.fromFuture(attempt, true) : Mono.just(true);
    }

    /** The handler may have been mended: what it refused is asked for again at once. */
    synchronized void forgetRefusal() {
        if (consent == Consent.REFUSED) {
            consent = Consent.UNKNOWN;
        }
    }

    /** Whether an attempt is under way or to be made. Guarded by this. */
    private boolean isDue() {
        long age = nanoClock.getAsLong() - sinceNanos;
        return switch (consent) {
            case UNKNOWN -> true;
            case GIVEN -> age >= VALID_NANOS;
            case REFUSED -> underWay != null || age >= pauseNanos();
        };
    }

    /** 1, 2, 4, 8, 16, 32, then 60 s. */
    private long pauseNanos() {
        int doublings = Math.min(failures - 1, DOUBLINGS);
        return Math.min(Duration.ofSeconds(1L << doublings).toNanos(), LONGEST_PAUSE_NANOS);
    }

    private void settle(CompletableFuture<Boolean> attempt, boolean passed) {
        counters.countValidation(passed);
        synchronized (this) {
            failures = passed ? 0 : failures + 1;
            consent = passed ? Consent.GIVEN : Consent.REFUSED;
            sinceNanos = nanoClock.getAsLong();
            underWay = null;
        }
        attempt.complete(passed);
    }

    private Mono<Boolean> ask() {
        DeliveryUnderWay asked = log.beginValidation();
        return question.ask(asked::attempted).map(answer -> note(answer, asked));
    }

    private boolean note(ConsentAnswer answer, DeliveryUnderWay asked) {
        switch (answer) {
            case ConsentAnswer.Given(int status) -> {
                asked.answered(status);
                asked.delivered();
            }
            case ConsentAnswer.NoAnswer(CallFailure failure, Throwable _) -> {
                LOG.warn("AbuseProtectionResponseFailed: no answer, {}. url={}", failure.text(), question);
                asked.failed(Optional.of(failure.inLog()));
            }
            case ConsentAnswer.WrongStatus(int status, Optional<String> _) -> {
                LOG.warn("AbuseProtectionResponseInvalidStatusCode: {}. url={}", status, question);
                asked.answered(status);
                asked.failed(Optional.empty());
            }
            case ConsentAnswer.WrongOrigin(int status, String ours, List<String> _) -> {
                LOG.warn(
                        "AbuseProtectionResponseMissingAllowedOrigin: no WebHook-Allowed-Origin is '*' or '{}'. url={}",
                        ours,
                        question);
                asked.answered(status);
                asked.failed(Optional.of(WRONG_ORIGIN));
            }
        }
        return answer instanceof ConsentAnswer.Given;
    }
}
