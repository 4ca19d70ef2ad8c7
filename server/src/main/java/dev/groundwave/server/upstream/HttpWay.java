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
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.netty.channel.AbortedException;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquirePendingLimitException;
import reactor.netty.resources.ConnectionProvider;

/**
 * The way to an event handler over HTTP: a pool of connections with a bounded queue before it.
 *
 * <p>A pool of its own for each handler, so that a slow one delays nobody else. Lives on the server's event loops. Redirects
 * are not followed. Source: events-and-operations.md, sections 1.3, 1.6 and 1.14.
 */
final class HttpWay implements UpstreamWay {
    private static final int CONNECTIONS = 256;
    private static final int MAX_HEADER_BYTES = 65_536;
    /** Shorter than the shortest keep-alive in use (Node.js: 5 s), so that a call seldom meets a closing connection. */
    private static final Duration IDLE = Duration.ofSeconds(4);

    private static final int CONNECT_TIMEOUT_MS = 10_000;

    private final ConnectionProvider connections;
    private final HttpClient http;
    private final HttpClient https;

    /** A pool on the server's event loops. */
    HttpWay(EventLoopGroup loops, UpstreamSettings settings) {
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

    @Override
    public void close() {
        connections.dispose();
    }

    @Override
    public Mono<UpstreamResponse> exchange(UpstreamRequest request) {
        HttpClient client = "https".equalsIgnoreCase(request.uri().getScheme()) ? https : http;
        return client.headers(headers -> fill(headers, request))
                .request(HttpMethod.valueOf(request.method()))
                .uri(request.uri())
                .send(Mono.fromSupplier(
                        () -> Unpooled.wrappedBuffer(request.body().asByteBuffer())))
                .response((response, content) -> content.asByteArray()
                        .collect(ResponseBody::new, ResponseBody::add)
                        .map(body -> toResponse(response, body.whole())))
                .single()
                .onErrorMap(HttpWay::failure);
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

    /** The library's own faults in the terms of every way. */
    private static Throwable failure(Throwable fault) {
        Throwable cause = Exceptions.unwrap(fault);
        if (cause instanceof AbortedException) {
            return new IOException(cause);
        }
        if (cause instanceof PoolAcquirePendingLimitException) {
            return new CallFailedException(CallFailure.OVERFLOW, cause);
        }
        return cause instanceof ResponseBody.TooLargeException
                ? new CallFailedException(CallFailure.TOO_LARGE, cause)
                : cause;
    }
}
