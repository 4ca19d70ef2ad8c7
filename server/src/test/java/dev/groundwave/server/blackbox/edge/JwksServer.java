package dev.groundwave.server.blackbox.edge;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An OpenID Connect provider as far as its public keys go: discovery document and key set, changed by the test. */
final class JwksServer implements Closeable {
    private static final int DEADLINE_SECONDS = 10;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger fetches = new AtomicInteger();
    private final CountDownLatch asked = new CountDownLatch(1);
    private volatile CountDownLatch open = new CountDownLatch(0);
    private volatile String document = "{\"keys\":[]}";
    private volatile String claimed;
    private volatile boolean failing;

    JwksServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        claimed = issuer();
        server.createContext("/tenant/keys", exchange -> {
            fetches.incrementAndGet();
            asked.countDown();
            await(open);
            answer(exchange, document);
        });
        server.createContext(
                "/tenant/.well-known/openid-configuration",
                exchange -> answer(exchange, "{\"issuer\":\"" + claimed + "\",\"jwks_uri\":\"" + jwks() + "\"}"));
        server.setExecutor(threads);
        server.start();
    }

    String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/tenant";
    }

    URI jwks() {
        return URI.create(issuer() + "/keys");
    }

    /** From now on these are the keys. */
    void publish(JWK... keys) {
        document = new JWKSet(List.of(keys)).toPublicJWKSet().toString();
    }

    String document() {
        return document;
    }

    /** The discovery document names another issuer from now on. */
    void claimToBe(String other) {
        claimed = other;
    }

    /** Answers 503 from now on. */
    void fail() {
        failing = true;
    }

    /** Keeps who asks for keys waiting. */
    void hold() {
        open = new CountDownLatch(1);
    }

    void release() {
        open.countDown();
    }

    /** Waits until somebody asked for keys. */
    void awaitFetch() {
        await(asked);
    }

    /** How often somebody asked for keys. */
    int fetches() {
        return fetches.get();
    }

    @Override
    public void close() {
        release();
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(failing ? 503 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("not within the deadline");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
