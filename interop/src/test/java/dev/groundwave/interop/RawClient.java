package dev.groundwave.interop;

import dev.groundwave.wire.token.AccessToken;
import dev.groundwave.wire.token.ConnectionString;
import dev.groundwave.wire.token.TokenSigner;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/** A client on the JDK's WebSocket that shows frames as they are, for tests whose subject is somebody else. */
final class RawClient implements AutoCloseable {
    private static final long WAIT_SECONDS = 20;

    private final HttpClient http;
    private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closeCode = new CompletableFuture<>();
    private final WebSocket socket;

    private RawClient(URI url, SSLContext tls, Optional<String> subprotocol) {
        this.http = HttpClient.newBuilder().sslContext(tls).build();
        WebSocket.Builder builder = http.newWebSocketBuilder();
        subprotocol.ifPresent(builder::subprotocols);
        this.socket = builder.buildAsync(url, new Recorder())
                .orTimeout(WAIT_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /** Connects by a client URL. */
    static RawClient connect(String url) {
        return connect(url, Scheme.HTTP);
    }

    /** Connects by a client URL to a service of either scheme. */
    static RawClient connect(String url, Scheme scheme) {
        return new RawClient(URI.create(url), scheme.client(), Optional.of("json.webpubsub.azure.v1"));
    }

    /** Connects by a client URL as a simple client, which names no subprotocol. */
    static RawClient simple(String url) {
        return new RawClient(URI.create(url), Scheme.HTTP.client(), Optional.empty());
    }

    /** Connects as a user with all permissions. */
    static RawClient connect(ConnectionString service, String hub, String userId) {
        return connect(url(service, hub, userId));
    }

    /** The client URL of a user with all permissions. */
    static String url(ConnectionString service, String hub, String userId) {
        InstantSource clock = Clock.systemUTC();
        String path = service.endpoint() + "/client/hubs/" + hub;
        AccessToken token = AccessToken.of(path, clock.instant().plus(Duration.ofMinutes(5)))
                .withSubject(userId)
                .withRoles(List.of("webpubsub.joinLeaveGroup", "webpubsub.sendToGroup"));
        String signed = new TokenSigner(service.accessKey(), clock).sign(token);
        return path.replaceFirst("^http", "ws") + "?access_token=" + signed;
    }

    /** The next frame. */
    String next() {
        try {
            String frame = frames.poll(WAIT_SECONDS, TimeUnit.SECONDS);
            if (frame == null) {
                throw new AssertionError("no frame within " + WAIT_SECONDS + " s");
            }
            return frame;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a frame", e);
        }
    }

    /** The close code the service sent. */
    int closeCode() {
        return closeCode.orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).join();
    }

    void send(String frame) {
        socket.sendText(frame, true).orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        socket.abort();
        http.shutdownNow();
    }

    private final class Recorder implements WebSocket.Listener {
        /** The JDK calls one listener method at a time. */
        private final StringBuilder partial = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                frames.add(partial.toString());
                partial.setLength(0);
            }
            from.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closeCode.complete(code);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closeCode.completeExceptionally(error);
        }
    }
}
