package dev.groundwave.server.upstream;

import dev.groundwave.server.blackbox.TestCertificate;
import dev.groundwave.server.settings.TlsSettings;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.Closeable;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.tcp.SslProvider;

/** An event handler behind TLS that agrees to everything and answers every event with {@code hello}. */
final class TlsUpstream implements Closeable {
    private static final long DEADLINE_SECONDS = 10;

    private final LinkedBlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    private final DisposableServer server;

    /**
     * What came in.
     *
     * @param version of HTTP as spoken on the connection
     */
    record Request(String version, String method, String uri, HttpHeaders headers, String body) {}

    private TlsUpstream(SslProvider.GenericSslContextSpec<?> tls, HttpProtocol... protocols) {
        this.server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .protocol(protocols)
                .secure(spec -> spec.sslContext(tls))
                .handle(this::answer)
                .bindNow();
    }

    /** One that offers HTTP/2 and HTTP/1.1. */
    static TlsUpstream ofHttp2(TestCertificate certificate) {
        TlsSettings own = certificate.settings(false);
        return new TlsUpstream(
                Http2SslContextSpec.forServer(own.privateKey(), own.chain().toArray(X509Certificate[]::new)),
                HttpProtocol.H2,
                HttpProtocol.HTTP11);
    }

    /** One that knows nothing of HTTP/2 and of the choice. */
    static TlsUpstream ofHttp11(TestCertificate certificate) {
        TlsSettings own = certificate.settings(false);
        return new TlsUpstream(
                Http11SslContextSpec.forServer(own.privateKey(), own.chain().toArray(X509Certificate[]::new)),
                HttpProtocol.HTTP11);
    }

    String url() {
        return "https://127.0.0.1:" + server.port() + "/{hub}/{event}?code=c";
    }

    /** The next request; waits for it up to the deadline. */
    Request next() {
        try {
            Request request = requests.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
            if (request == null) {
                throw new AssertionError("nothing was asked in time");
            }
            return request;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    int waiting() {
        return requests.size();
    }

    private Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
        return request.receive().aggregate().asString().defaultIfEmpty("").flatMap(body -> {
            requests.add(new Request(
                    request.version().text(), request.method().name(), request.uri(), request.requestHeaders(), body));
            return "OPTIONS".equals(request.method().name())
                    ? response.header("WebHook-Allowed-Origin", "*").send().then()
                    : response.header("Content-Type", "text/plain")
                            .sendString(Mono.just("hello"))
                            .then();
        });
    }

    @Override
    public void close() {
        server.disposeNow(Duration.ofSeconds(DEADLINE_SECONDS));
    }
}
