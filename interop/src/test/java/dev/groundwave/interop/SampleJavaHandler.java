package dev.groundwave.interop;

import com.azure.messaging.webpubsub.WebPubSubServiceClient;
import com.azure.messaging.webpubsub.WebPubSubServiceClientBuilder;
import com.azure.messaging.webpubsub.models.WebPubSubContentType;
import io.javalin.Javalin;
import io.javalin.http.Context;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The vendor's chat sample in Java, on Javalin as theirs: consents by OPTIONS to everybody, reads {@code ce-type},
 * {@code ce-connectionId} and the body, and sends what it hears to everybody by the official server SDK.
 */
final class SampleJavaHandler implements AutoCloseable {
    private static final String PATH = "/eventhandler";

    private final Javalin app;
    private final CompletableFuture<WebPubSubServiceClient> service = new CompletableFuture<>();
    /** By connection, from its {@code connected} event on. */
    private final Map<String, String> users = new ConcurrentHashMap<>();

    SampleJavaHandler() {
        app = Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    config.routes.options(PATH, request -> request.header("WebHook-Allowed-Origin", "*"));
                    config.routes.post(PATH, this::onEvent);
                })
                .start("127.0.0.1", 0);
    }

    int port() {
        return app.port();
    }

    /** Says where the service is. */
    void serve(String connectionString) {
        service.complete(new WebPubSubServiceClientBuilder()
                .connectionString(connectionString)
                .hub("sample")
                .buildClient());
    }

    private void onEvent(Context request) {
        String type = request.header("ce-type");
        String connectionId = Objects.requireNonNull(request.header("ce-connectionId"));
        if ("azure.webpubsub.sys.connected".equals(type)) {
            users.put(connectionId, Objects.requireNonNull(request.header("ce-userId")));
            service.join().sendToConnection(connectionId, "[SYSTEM] " + connectionId, WebPubSubContentType.TEXT_PLAIN);
        } else if ("azure.webpubsub.user.message".equals(type)) {
            String message = "{\"from\":\"" + users.get(connectionId) + "\",\"message\":\"" + request.body() + "\"}";
            service.join().sendToAll(message, WebPubSubContentType.APPLICATION_JSON);
        }
    }

    @Override
    public void close() {
        app.stop();
    }
}
