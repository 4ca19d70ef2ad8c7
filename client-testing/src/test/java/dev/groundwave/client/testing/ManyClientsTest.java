package dev.groundwave.client.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.client.WebPubSubClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** What ten thousand clients in one program cost it. Source: client-sdk.md, sections 1.8 and 8. */
@Timeout(120)
final class ManyClientsTest {
    private static final int CLIENTS = 10_000;

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21) // Before that the shared workers are platform threads.
    void shareAFewThreads() throws Exception { // 43
        List<WebPubSubClient> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(new ScriptedService().attach(WebPubSubClient.builder()).build());
        }
        int before = Thread.getAllStackTraces().size();
        forAll(clients, WebPubSubClient::startAsync);
        forAll(clients, client -> client.sendToGroupAsync("room", "hello"));
        // The timer, the carriers of virtual threads and what looks after those.
        assertThat(Thread.getAllStackTraces().size() - before)
                .isLessThanOrEqualTo(Runtime.getRuntime().availableProcessors() + 8);
        assertThat(clients).allMatch(WebPubSubClient::isConnected);
        forAll(clients, WebPubSubClient::closeAsync);
    }

    private static void forAll(List<WebPubSubClient> clients, Function<WebPubSubClient, CompletableFuture<?>> step)
            throws Exception {
        CompletableFuture<?>[] steps = clients.stream().map(step).toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(steps).get(100, TimeUnit.SECONDS);
    }
}
