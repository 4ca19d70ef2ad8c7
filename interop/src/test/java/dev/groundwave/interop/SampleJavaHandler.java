package dev.groundwave.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.azure.messaging.webpubsub.WebPubSubServiceClient;
import com.azure.messaging.webpubsub.WebPubSubServiceClientBuilder;
import com.azure.messaging.webpubsub.models.WebPubSubContentType;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The vendor's chat sample in Java on the JDK's HTTP server instead of Javalin: consents by OPTIONS to everybody, reads
 * {@code ce-type}, {@code ce-connectionId} and as many bytes as {@code Content-Length} says, and sends what it hears to
 * everybody by the official server SDK.
 */
final class SampleJavaHandler implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private final CompletableFuture<WebPubSubServiceClient> service = new CompletableFuture<>();
    /** By connection, from its {@code connected} event on. */
    private final Map<String, String> users = new ConcurrentHashMap<>();

    SampleJavaHandler() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/eventhandler", this::onRequest);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Says where the service is. */
    void serve(String connectionString) {
        service.complete(new WebPubSubServiceClientBuilder()
                .connectionString(connectionString)
                .hub("sample")
                .buildClient());
    }

    private void onRequest(HttpExchange exchange) throws IOException {
        try (exchange) {
            switch (exchange.getRequestMethod()) {
                case "OPTIONS" -> exchange.getResponseHeaders().set("WebHook-Allowed-Origin", "*");
                case "POST" -> onEvent(exchange);
                default -> throw new IOException("the sample has no route for " + exchange.getRequestMethod());
            }
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private void onEvent(HttpExchange exchange) throws IOException {
        String type = exchange.getRequestHeaders().getFirst("ce-type");
        String connectionId = exchange.getRequestHeaders().getFirst("ce-connectionId");
        int length = Integer.parseInt(exchange.getRequestHeaders().getFirst("Content-Length"));
        String body = new String(exchange.getRequestBody().readNBytes(length), UTF_8);
        if ("azure.webpubsub.sys.connected".equals(type)) {
            users.put(connectionId, exchange.getRequestHeaders().getFirst("ce-userId"));
            service.join().sendToConnection(connectionId, "[SYSTEM] " + connectionId, WebPubSubContentType.TEXT_PLAIN);
        } else if ("azure.webpubsub.user.message".equals(type)) {
            String message = "{\"from\":\"" + users.get(connectionId) + "\",\"message\":\"" + body + "\"}";
            service.join().sendToAll(message, WebPubSubContentType.APPLICATION_JSON);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
