package dev.groundwave.server.net;

import dev.groundwave.server.rest.RestResponse;
import dev.groundwave.wire.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers in HTTP's own terms: to broken requests and refused handshakes, and any answer in Netty's form. */
final class PlainResponses {
    /** Half a year. Source: rest-api.md, section 4. */
    private static final String STAY_WITH_HTTPS = "max-age=15768000";

    private PlainResponses() {}

    /** An answer of its status alone. */
    static RestResponse empty(int status) {
        return new RestResponse(status, List.of(), Bytes.EMPTY);
    }

    /** A short text for a developer's eyes. Source: client-protocol.md, section 1.3. */
    static RestResponse text(int status, String text) {
        return new RestResponse(
                status, List.of(Map.entry("Content-Type", "text/plain; charset=utf-8")), Bytes.utf8(text));
    }

    /** An application's no to a client that wanted in. Source: events-and-operations.md, section 1.9. */
    static RestResponse ofApplication(int status, Optional<String> contentType, Bytes body) {
        return new RestResponse(
                status,
                contentType
                        .map(type -> List.of(Map.entry("Content-Type", type)))
                        .orElse(List.of()),
                body);
    }

    /** The same answer, with the request to come over TLS from now on. */
    static RestResponse overTls(RestResponse response) {
        return response.with("Strict-Transport-Security", STAY_WITH_HTTPS);
    }

    /** What is wrong with a request that the HTTP decoder could not read. */
    static RestResponse forBrokenRequest(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return text(414, "The request line is too long.");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return text(431, "The request headers are too long.");
        }
        return text(400, "The request is not well-formed HTTP.");
    }

    /** Tells a caller that waits for it to send its content. */
    static FullHttpResponse goOn() {
        return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER);
    }

    /** Whether the request names its host as HTTP/1.1 wants it. Source: RFC 9112, section 3.2. */
    static boolean hasOneHost(HttpRequest request) {
        int hosts = request.headers().getAll(HttpHeaderNames.HOST).size();
        return hosts == 1 || (hosts == 0 && request.protocolVersion().equals(HttpVersion.HTTP_1_0));
    }

    /** The answer for an HTTP/2 stream; that to HEAD tells the length of what it leaves out. */
    static FullHttpResponse toStream(ByteBufAllocator allocator, RestResponse response, @Nullable HttpRequest request) {
        FullHttpResponse netty = toNetty(allocator, response, request, true);
        if (request != null && request.method().equals(HttpMethod.HEAD)) {
            netty.content().clear();
        }
        return netty;
    }

    /** The answer for the wire. The encoder leaves the content of an answer to HEAD out. */
    static FullHttpResponse toNetty(
            ByteBufAllocator allocator, RestResponse response, @Nullable HttpRequest request, boolean keepAlive) {
        HttpResponseStatus status = HttpResponseStatus.valueOf(response.status());
        ByteBuf content = response.body().size() == 0
                ? Unpooled.EMPTY_BUFFER
                : allocator
                        .buffer(response.body().size())
                        .writeBytes(response.body().asByteBuffer());
        FullHttpResponse netty = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, content);
        response.headers().forEach(header -> netty.headers().add(header.getKey(), header.getValue()));
        if (!status.equals(HttpResponseStatus.NO_CONTENT)) {
            HttpUtil.setContentLength(netty, content.readableBytes());
        }
        boolean old = request != null && request.protocolVersion().equals(HttpVersion.HTTP_1_0);
        if (!keepAlive) {
            netty.headers().set(HttpHeaderNames.CONNECTION, "close");
        } else if (old) {
            netty.headers().set(HttpHeaderNames.CONNECTION, "keep-alive");
        }
        return netty;
    }
}
