package dev.groundwave.server.net;

import dev.groundwave.server.auth.Peer;
import dev.groundwave.server.rest.RestApi;
import dev.groundwave.server.rest.RestCall;
import dev.groundwave.server.rest.RestHead;
import dev.groundwave.server.rest.RestResponse;
import dev.groundwave.wire.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpRequest;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One REST call while its content comes in. Lives on the channel's event loop. */
final class RestExchange {
    private final RestApi rest;
    private final RestCall call;
    private final int maxBytes;
    private byte[] content = new byte[0];
    private int received;

    /**
     * An exchange whose head was judged.
     *
     * @param call how the API goes on; not deferred any more
     * @param discardableBytes how much content is let pass where none is wanted
     */
    RestExchange(RestApi rest, RestCall call, int discardableBytes) {
        this.rest = rest;
        this.call = call;
        this.maxBytes = call instanceof RestCall.Awaiting awaiting ? awaiting.maxBytes() : discardableBytes;
    }

    /** The head as the API takes it; {@code framed} for HTTP/2. */
    static RestHead head(HttpRequest request, Peer peer, boolean framed) {
        NettyHeaders headers = new NettyHeaders(request.headers(), peer.forwardedHost(), framed);
        return new RestHead(request.method().name(), request.uri(), headers, peer.secure(), framed);
    }

    /** Whether the caller should be told to go on and send its content. */
    boolean wantsContent() {
        return call instanceof RestCall.Awaiting;
    }

    /** Takes a piece of content; false when it is too much, which ends the exchange with {@link #tooMuch()}. */
    boolean accept(ByteBuf piece) {
        int length = piece.readableBytes();
        if (length > maxBytes - received) {
            return false;
        }
        if (wantsContent() && length > 0) {
            reserve(received + length);
            piece.getBytes(piece.readerIndex(), content, received, length);
        }
        received += length;
        return true;
    }

    private void reserve(int bytes) {
        if (content.length < bytes) {
            content = Arrays.copyOf(content, (int) Math.min(maxBytes, Math.max(bytes, 2L * content.length)));
        }
    }

    /** The answer to content over the limit. What was decided from the head stays decided. */
    CompletionStage<RestResponse> tooMuch() {
        return wantsContent() ? CompletableFuture.completedStage(rest.oversized()) : answer();
    }

    /** The answer, once all content is in. */
    CompletionStage<RestResponse> answer() {
        return switch (call) {
            case RestCall.Answered(RestResponse response) -> CompletableFuture.completedStage(response);
            case RestCall.Ready(CompletionStage<RestResponse> response) -> response;
            case RestCall.Deferred _ -> throw new IllegalStateException("the caller is not checked yet");
            case RestCall.Awaiting awaiting -> awaiting.body().apply(Bytes.copyOf(content, 0, received));
        };
    }
}
