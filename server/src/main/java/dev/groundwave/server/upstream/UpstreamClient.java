package dev.groundwave.server.upstream;

import dev.groundwave.server.settings.UpstreamSettings;
import dev.groundwave.wire.Bytes;
import dev.groundwave.wire.event.UpstreamResponse;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.util.AsciiString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.channel.AbortedException;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquirePendingLimitException;
import reactor.netty.resources.ConnectionProvider;

/**
 * Calls one event handler: with a deadline, with retries, over a pool of connections with a bounded queue before it.
 *
 * <p>A pool of its own for each handler, so that a slow one delays nobody else. Lives on the server's event loops; never
 * blocks. Redirects are not followed. Source: events-and-operations.md, sections 1.3, 1.6 and 1.14.
 */
final class UpstreamClient {
    private static final int CONNECTIONS = 256;
    private static final int MAX_HEADER_BYTES = 65_536;
    /** Shorter than the shortest keep-alive in use (Node.js: 5 s), so that a call seldom meets a closing connection. */
    private static final Duration IDLE = Duration.ofSeconds(4);

    private static final int CONNECT_TIMEOUT_MS = 10_000;
    private static final int REQUEST_TIMEOUT_STATUS = 408;

    private final UpstreamSettings settings;
    private final UpstreamCounters counters;
    private final ConnectionProvider connections;
    private final Scheduler timer;
    private final HttpClient http;
    private final HttpClient https;

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

    /** A client on the server's event loops. */
    UpstreamClient(EventLoopGroup loops, UpstreamSettings settings, UpstreamCounters counters) {
        this.settings = settings;
        this.counters = counters;
        this.timer = Schedulers.fromExecutorService(loops);
        this.connections = ConnectionProvider.builder("upstream")
                .maxConnections(CONNECTIONS)
                .pendingAcquireMaxCount(settings.waiting())
                .pendingAcquireTimeout(settings.timeout())
                .maxIdleTime(IDLE)
                .lifo()
                .build();
        this.http = HttpClient.create(connections)
                .runOn(loops)
                .protocol(HttpProtocol.HTTP11)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MS)
                .httpResponseDecoder(decoder -> decoder.maxHeaderSize(MAX_HEADER_BYTES))
                // Retries are ours: counted, delayed and bounded by the deadline.
                .disableRetry(true)
                .headers(headers -> headers.set(HttpHeaderNames.USER_AGENT, "groundwave"));
        this.https = HandlerTrust.secure(
                http.protocol(HttpProtocol.H2, HttpProtocol.HTTP11), settings.trustedCertificates());
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

    /** Ends the pool. */
    void close() {
        connections.dispose();
    }

    private Mono<UpstreamResponse> attempt(UpstreamRequest request, int retries) {
        return exchange(request)
                .<Attempt>map(Attempt.Answered::new)
                .onErrorResume(UpstreamClient::isConnectionFault, fault -> Mono.just(new Attempt.Broken(fault)))
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

    private Mono<UpstreamResponse> exchange(UpstreamRequest request) {
        HttpClient client = "https".equalsIgnoreCase(request.uri().getScheme()) ? https : http;
        return client.headers(headers -> fill(headers, request))
                .request(HttpMethod.valueOf(request.method()))
                .uri(request.uri())
                .send(Mono.fromSupplier(
                        () -> Unpooled.wrappedBuffer(request.body().asByteBuffer())))
                .response((response, content) -> content.asByteArray()
                        .collect(ResponseBody::new, ResponseBody::add)
                        .map(body -> toResponse(response, body.whole())))
                .single();
    }

    private static void fill(HttpHeaders headers, UpstreamRequest request) {
        for (Map.Entry<String, String> header : request.headers()) {
            // As bytes: Netty would write a question mark for what is not ASCII.
            headers.add(header.getKey(), new AsciiString(header.getValue().getBytes(StandardCharsets.UTF_8), false));
        }
        if (request.body().size() > 0 || request.method().equals("POST")) {
            headers.set(HttpHeaderNames.CONTENT_LENGTH, request.body().size());
        }
    }

    private static UpstreamResponse toResponse(HttpClientResponse response, Bytes body) {
        List<Map.Entry<String, String>> headers = response.responseHeaders().entries();
        return new UpstreamResponse(response.status().code(), headers, body);
    }

    private static boolean isConnectionFault(@Nullable Throwable fault) {
        return fault instanceof IOException || fault instanceof AbortedException;
    }

    private static CallFailedException failure(Throwable fault) {
        Throwable cause = Exceptions.unwrap(fault);
        return cause instanceof CallFailedException known ? known : new CallFailedException(kind(cause), cause);
    }

    private static CallFailure kind(@Nullable Throwable cause) {
        if (cause instanceof PoolAcquirePendingLimitException) {
            return CallFailure.OVERFLOW;
        }
        if (cause instanceof TimeoutException) {
            return CallFailure.TIMEOUT;
        }
        if (cause instanceof ResponseBody.TooLargeException) {
            return CallFailure.TOO_LARGE;
        }
        if (cause instanceof SSLException) {
            return CallFailure.TLS;
        }
        return isConnectionFault(cause) ? CallFailure.UNREACHABLE : CallFailure.FAULT;
    }
}
