package dev.groundwave.server.upstream;

import dev.groundwave.server.settings.UpstreamSettings;
import dev.groundwave.wire.event.UpstreamResponse;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Calls one event handler, with a deadline and with retries, whichever way leads there.
 *
 * <p>Safe for all threads; never blocks. Source: events-and-operations.md, section 1.14.
 */
final class UpstreamClient {
    private static final int REQUEST_TIMEOUT_STATUS = 408;

    private final UpstreamSettings settings;
    private final UpstreamCounters counters;
    private final UpstreamWay way;
    private final Scheduler timer;

    /** What one attempt came to. */
    private sealed interface Attempt {
        boolean isTemporary();

        Mono<UpstreamResponse> outcome();

        record Answered(UpstreamResponse response) implements Attempt {
            @Override
            public boolean isTemporary() {
                return UpstreamClient.isTemporary(response.status());
            }

            @Override
            public Mono<UpstreamResponse> outcome() {
                return Mono.just(response);
            }
        }

        record Broken(Throwable fault) implements Attempt {
            @Override
            public boolean isTemporary() {
                return true;
            }

            @Override
            public Mono<UpstreamResponse> outcome() {
                return Mono.error(fault);
            }
        }
    }

    /** A client that goes this way, with its timers on the server's event loops. */
    UpstreamClient(EventLoopGroup loops, UpstreamSettings settings, UpstreamCounters counters, UpstreamWay way) {
        this.settings = settings;
        this.counters = counters;
        this.way = way;
        this.timer = Schedulers.fromExecutorService(loops);
    }

    /** Whether an answer of this status is worth another attempt. */
    static boolean isTemporary(int status) {
        return status == REQUEST_TIMEOUT_STATUS || (status >= 500 && status < 600);
    }

    /**
     * Makes the call when it is subscribed to, again while failures are temporary. Ends with a response of any status,
     * or with a {@link CallFailedException}; giving the subscription up gives the call up.
     *
     * @param deadline for everything together
     */
    Mono<UpstreamResponse> send(UpstreamRequest request, Duration deadline) {
        return attempt(request, 0).timeout(deadline, timer).onErrorMap(UpstreamClient::failure);
    }

    /** Ends the way. */
    void close() {
        way.close();
    }

    private Mono<UpstreamResponse> attempt(UpstreamRequest request, int retries) {
        return way.exchange(request)
                .<Attempt>map(Attempt.Answered::new)
                .onErrorResume(IOException.class, fault -> Mono.just(new Attempt.Broken(fault)))
                .flatMap(attempt -> {
                    if (!attempt.isTemporary()
                            || retries == settings.retryDelays().size()) {
                        return attempt.outcome();
                    }
                    counters.countRetry();
                    return Mono.delay(settings.retryDelays().get(retries), timer)
                            .then(Mono.defer(() -> attempt(request, retries + 1)));
                });
    }

    private static CallFailedException failure(Throwable fault) {
        Throwable cause = Exceptions.unwrap(fault);
        return cause instanceof CallFailedException known ? known : new CallFailedException(kind(cause), cause);
    }

    private static CallFailure kind(Throwable cause) {
        if (cause instanceof TimeoutException) {
            return CallFailure.TIMEOUT;
        }
        if (cause instanceof SSLException) {
            return CallFailure.TLS;
        }
        return cause instanceof IOException ? CallFailure.UNREACHABLE : CallFailure.FAULT;
    }
}
