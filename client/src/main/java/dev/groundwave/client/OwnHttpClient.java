package dev.groundwave.client;

import dev.groundwave.client.schedule.SharedThreads;
import java.lang.reflect.InvocationTargetException;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP client of one client that has a proxy or a TLS context of its own; all others share one.
 *
 * <p>Each has a selector thread. From Java 21 on it can be ended; before, it ends when nobody holds it any more. Source:
 * client-sdk.md, section 1.8.
 */
final class OwnHttpClient {
    private static final int FIRST_WITH_SHUTDOWN = 21;

    /** Null when the shared one will do. */
    private final @Nullable HttpClient own;

    OwnHttpClient(@Nullable ProxySelector proxy, @Nullable SSLContext sslContext) {
        if (proxy == null && sslContext == null) {
            own = null;
            return;
        }
        HttpClient.Builder builder = HttpClient.newBuilder().executor(SharedThreads.workers());
        if (proxy != null) {
            builder.proxy(proxy);
        }
        if (sslContext != null) {
            builder.sslContext(sslContext);
        }
        own = builder.build();
    }

    HttpClient orShared() {
        return own == null ? Shared.INSTANCE : own;
    }

    /** Ends it and its thread at once; the shared one stays. */
    void end() {
        if (own == null || Runtime.version().feature() < FIRST_WITH_SHUTDOWN) {
            return;
        }
        try {
            HttpClient.class.getMethod("shutdownNow").invoke(own);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("this Java should be able to end an HTTP client", e);
        }
    }

    /** One for all clients of a program, made at first use. */
    private static final class Shared {
        static final HttpClient INSTANCE =
                HttpClient.newBuilder().executor(SharedThreads.workers()).build();
    }
}
