package dev.groundwave.client.transport;

import dev.groundwave.client.port.Transport;
import dev.groundwave.client.port.TransportEnd;
import dev.groundwave.client.port.TransportLink;
import dev.groundwave.client.port.TransportListener;
import dev.groundwave.client.port.TransportRequest;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * WebSockets of the JDK's {@link HttpClient}.
 *
 * <p>Knows no compression and follows no redirects, as the JDK. The client given is shared and never closed here.
 * Source: client-sdk.md, section 7.2.
 */
public final class JdkWebSocketTransport implements Transport {
    private final HttpClient http;

    /** Uses proxy, TLS context and threads of the given client. */
    public JdkWebSocketTransport(HttpClient http) {
        this.http = http;
    }

    @Override
    public TransportLink open(TransportRequest request, TransportListener listener) {
        JdkLink link = new JdkLink(request.isText(), request.maxIncomingBytes(), listener);
        WebSocket.Builder builder = http.newWebSocketBuilder()
                .connectTimeout(request.connectTimeout())
                .subprotocols(request.subprotocol());
        request.headers().forEach(builder::header);
        CompletableFuture<WebSocket> opening;
        try {
            opening = builder.buildAsync(request.uri(), link);
        } catch (IllegalArgumentException e) {
            // The JDK's text may quote the URI and with it the token, so it is not passed on.
            link.end(TransportEnd.failed(
                    new IllegalArgumentException("the JDK refuses the address or a header of this request")));
            return link;
        }
        CompletableFuture<WebSocket> unused = opening.whenComplete((webSocket, failure) -> {
            if (failure != null) {
                link.end(endOf(failure));
            }
        });
        return link;
    }

    private static TransportEnd endOf(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? causeOf(failure) : failure;
        if (cause instanceof WebSocketHandshakeException refusal && refusal.getResponse() != null) {
            return TransportEnd.refused(
                    refusal.getResponse().statusCode(),
                    refusal.getResponse().headers().map(),
                    cause);
        }
        return TransportEnd.failed(cause);
    }

    private static Throwable causeOf(Throwable wrapper) {
        @Nullable Throwable cause = wrapper.getCause();
        return cause == null ? wrapper : cause;
    }
}
