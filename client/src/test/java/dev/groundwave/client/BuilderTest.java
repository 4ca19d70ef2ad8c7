package dev.groundwave.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwave.wire.Payload;
import dev.groundwave.wire.PayloadCodec;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What a builder accepts. Source: client-sdk.md, section 1.2. */
@SuppressWarnings("FutureReturnValueIgnored") // Starting matters for what it sends, not for its own result.
final class BuilderTest {
    @Test
    void wantsExactlyOneAccess() {
        assertThatThrownBy(() -> WebPubSubClient.builder().build()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> WebPubSubClient.builder()
                        .clientAccessUrl(Rig.URL)
                        .credential(() -> Rig.URL)
                        .build())
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void takesACredentialThatWantsToKnowWhyAndOneThatDoesNot() {
        for (WebPubSubClientBuilder access : List.of(
                WebPubSubClient.builder().credential(() -> Rig.URL),
                WebPubSubClient.builder().credential(context -> Rig.URL),
                WebPubSubClient.builder().clientAccessUrl(Rig.URL))) {
            assertThat(new Rig(access, builder -> builder).connected().isOpen()).isTrue();
        }
    }

    @Test
    void refusesWrongValuesNamingBoth() {
        assertRefused("connectTimeout is PT0S", builder -> builder.connectTimeout(Duration.ZERO));
        assertRefused("startTimeout is PT0S", builder -> builder.startTimeout(Duration.ZERO));
        assertRefused("ackTimeout is PT0S", builder -> builder.ackTimeout(Duration.ZERO));
        assertRefused("operationTimeout is PT-1S", builder -> builder.operationTimeout(Duration.ofSeconds(-1)));
        assertRefused("closeTimeout is PT0S", builder -> builder.closeTimeout(Duration.ZERO));
        assertRefused("keepAliveInterval is PT-1S", builder -> builder.keepAliveInterval(Duration.ofSeconds(-1)));
        assertRefused("keepAliveTimeout is PT-1S", builder -> builder.keepAliveTimeout(Duration.ofSeconds(-1)));
        assertRefused("allowed are 1 to 999", builder -> builder.maxPendingOperations(1_000));
        assertRefused("maxMessageSize is -1", builder -> builder.maxMessageSize(-1));
        assertRefused("maxIncomingMessageSize is 0", builder -> builder.maxIncomingMessageSize(0));
        assertRefused("0 messages", builder -> builder.handlerQueue(0, 1));
        assertRefused("maxRetries is -1", builder -> RetryOptions.fixed(-1, Duration.ZERO));
        assertRefused(
                "maxDelay PT1S", builder -> RetryOptions.exponential(1, Duration.ofSeconds(2), Duration.ofSeconds(1)));
    }

    @Test
    void sendsHeadersAndItsNameBehindTheApplications() {
        Rig rig = new Rig(builder -> builder.userAgent("shop/2").header("X-Tenant", "7"));
        assertThat(rig.connected().request.headers())
                .containsEntry("User-Agent", "shop/2 groundwave-client")
                .containsEntry("X-Tenant", "7");
    }

    @Test
    void turnsKeepAliveOffWithZero() {
        Rig rig = new Rig(builder -> builder.keepAliveInterval(Duration.ZERO).keepAliveTimeout(Duration.ZERO));
        ScriptedTransport.Link link = rig.connected();
        rig.pass(Duration.ofHours(1));
        assertThat(link.pings).isZero();
        assertThat(rig.client.isConnected()).isTrue();
    }

    @Test
    void makesClientsThatAreIndependent() {
        WebPubSubClientBuilder builder = WebPubSubClient.builder().clientAccessUrl(Rig.URL);
        try (WebPubSubClient second = builder.build()) {
            WebPubSubClient first = builder.build();
            first.closeAsync().join();
            assertThat(first.state()).isEqualTo(SessionState.CLOSED);
            assertThat(second.state()).isEqualTo(SessionState.STOPPED);
        }
    }

    @Test
    void takesACodecForTheValuesOfAProgram() {
        PayloadCodec shouting = new PayloadCodec() {
            @Override
            public String toJson(Object value) {
                return "\"" + value.toString().toUpperCase(Locale.ROOT) + "\"";
            }

            @Override
            public <T> T fromJson(String json, Class<T> type) {
                return type.cast(json);
            }
        };
        WebPubSubClient client = new Rig(builder -> builder.payloadCodec(shouting)).client;
        assertThat(client.json("hello").asText()).isEqualTo("\"HELLO\"");
        assertThat(client.read(Payload.jsonRaw("[1]"), String.class)).isEqualTo("[1]");
        assertThat(new Rig().client.json(Map.of("hello", 1)).asText()).isEqualTo("{\"hello\":1}");
    }

    private static void assertRefused(String words, Consumer<WebPubSubClientBuilder> option) {
        assertThatThrownBy(() -> option.accept(WebPubSubClient.builder()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }
}
