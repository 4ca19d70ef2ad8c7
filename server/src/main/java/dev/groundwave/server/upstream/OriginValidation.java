package dev.groundwave.server.upstream;

import dev.groundwave.wire.event.CloudEventHeaders;
import dev.groundwave.wire.event.UpstreamResponse;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
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
    /** For one request, its retries included. */
    static final Duration DEADLINE = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(OriginValidation.class);
    private static final long VALID_NANOS = Duration.ofSeconds(60).toNanos();
    private static final long LONGEST_PAUSE_NANOS = Duration.ofSeconds(60).toNanos();
    private static final int DOUBLINGS = 6;
    private static final int NOT_FOUND = 404;

    /** What is known of the handler's will. */
    private enum Consent {
        UNKNOWN,
        GIVEN,
        REFUSED
    }

    private final URI url;
    private final OriginRule origin;
    private final Function<UpstreamRequest, Mono<UpstreamResponse>> send;
    private final LongSupplier nanoClock;
    private final UpstreamCounters counters;

    // Guarded by this.
    private Consent consent = Consent.UNKNOWN;
    private long sinceNanos;
    private int failures;
    /** The attempt under way; null between attempts. */
    private @Nullable CompletableFuture<Boolean> underWay;

    /**
     * Nothing is known yet.
     *
     * @param url where consent is asked for
     * @param send makes a call with its deadline and its retries
     */
    OriginValidation(
            URI url,
            OriginRule origin,
            Function<UpstreamRequest, Mono<UpstreamResponse>> send,
            LongSupplier nanoClock,
            UpstreamCounters counters) {
        this.url = url;
        this.origin = origin;
        this.send = send;
        this.nanoClock = nanoClock;
        this.counters = counters;
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
        return send.apply(request("OPTIONS"))
                .flatMap(response -> response.status() == NOT_FOUND ? send.apply(request("GET")) : Mono.just(response))
                .map(this::passes)
                .onErrorResume(fault -> {
                    LOG.warn("AbuseProtectionResponseFailed: no answer, {}. url={}", fault.getMessage(), shown());
                    return Mono.just(false);
                });
    }

    private UpstreamRequest request(String method) {
        return UpstreamRequest.withoutBody(
                method,
                url,
                List.of(
                        Map.entry(CloudEventHeaders.ORIGIN, origin.host()),
                        Map.entry(CloudEventHeaders.VERSION, CloudEventHeaders.VERSION_1_0)));
    }

    private boolean passes(UpstreamResponse response) {
        if (!response.isSuccess()) {
            LOG.warn("AbuseProtectionResponseInvalidStatusCode: {}. url={}", response.status(), shown());
            return false;
        }
        boolean passes = response.headers("WebHook-Allowed-Origin").stream().anyMatch(origin::isMeantBy);
        if (!passes) {
            LOG.warn(
                    "AbuseProtectionResponseMissingAllowedOrigin: no WebHook-Allowed-Origin is '*' or '{}'. url={}",
                    origin.host(),
                    shown());
        }
        return passes;
    }

    private String shown() {
        String authority = url.getRawAuthority() == null ? "" : url.getRawAuthority();
        return url.getScheme() + "://" + authority + url.getRawPath();
    }
}
