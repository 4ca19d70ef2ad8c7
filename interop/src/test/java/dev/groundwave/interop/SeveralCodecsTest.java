package dev.groundwave.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwave.client.WebPubSubClient;
import dev.groundwave.client.WebPubSubClientBuilder;
import dev.groundwave.codec.gson.GsonPayloadCodec;
import dev.groundwave.codec.jackson.JacksonPayloadCodec;
import dev.groundwave.codec.jackson2.Jackson2PayloadCodec;
import dev.groundwave.wire.Payload;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A program with all our payload codecs on its path, as this one. */
final class SeveralCodecsTest {
    private static WebPubSubClientBuilder builder() {
        return WebPubSubClient.builder().clientAccessUrl("ws://127.0.0.1:1/client/hubs/chat");
    }

    @Test
    void noneOfThemWins() {
        try (WebPubSubClient client = builder().build()) {
            assertRefused(() -> Payload.json(Map.of()));
            assertRefused(() -> Payload.jsonRaw("1").asJson(Integer.class));
            assertRefused(() -> client.json(Map.of()));
            assertRefused(() -> client.onGroupMessage(Integer.class, (value, event) -> {}));
            assertRefused(() -> client.onServerMessage(Integer.class, (value, event) -> {}));
            assertRefused(() -> client.group("g").onMessage(Integer.class, (value, event) -> {}));
            assertRefused(() -> client.invokeEventAsync("price", Map.of(), Integer.class));
        }
    }

    @Test
    void theBuildersDoes() {
        try (WebPubSubClient client =
                builder().payloadCodec(new JacksonPayloadCodec()).build()) {
            assertThat((Object) client.json(Map.of("a", 1)).asJson(Map.class)).isEqualTo(Map.of("a", 1));
            assertThat(client.onGroupMessage(Integer.class, (value, event) -> {}))
                    .isNotNull();
        }
    }

    private static void assertRefused(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(JacksonPayloadCodec.class.getName())
                .hasMessageContaining(Jackson2PayloadCodec.class.getName())
                .hasMessageContaining(GsonPayloadCodec.class.getName());
    }
}
