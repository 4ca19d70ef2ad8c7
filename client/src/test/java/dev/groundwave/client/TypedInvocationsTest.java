package dev.groundwave.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwave.client.ScriptedTransport.Link;
import dev.groundwave.wire.AckError;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.ClientMessage.CancelInvocation;
import dev.groundwave.wire.ClientMessage.Invoke;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.PayloadCodec;
import dev.groundwave.wire.ServiceMessage.InvokeResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Invocations with values of the program's instead of payloads. Source: client-sdk.md, section 3.2. */
final class TypedInvocationsTest {
    /** What a program without a codec for it cannot send. */
    private record Price(int cents) {}

    /** Knows prices and nothing else; says in its exceptions what it read, as object mappers do. */
    private static final class PriceCodec implements PayloadCodec {
        @Override
        public String toJson(Object value) {
            return Integer.toString(((Price) value).cents());
        }

        @Override
        @SuppressWarnings("NullAway") // Object mappers without null checks give null for null.
        public <T> T fromJson(String json, Class<T> type) {
            if (json.equals("null")) {
                return null;
            }
            try {
                return type.cast(new Price(Integer.parseInt(json)));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("cannot read " + json, e);
            }
        }
    }

    private final Rig rig = new Rig();

    private <T> CompletableFuture<T> invoke(Rig on, Object request, Class<T> type) {
        CompletableFuture<T> result = on.client.invokeEventAsync("price", request, type);
        on.settle();
        return result;
    }

    private static void answer(Rig on, Link link, Payload payload) {
        link.receive(new InvokeResponse("1", Optional.of(payload), Map.of(), Optional.empty()));
        on.settle();
    }

    private static Payload requested(Link link) {
        return ((Invoke) link.sent.get(0)).data().orElseThrow();
    }

    @Nested
    final class WithoutACodec {
        @Test
        void exchangeMapsAndOtherPlainValues() {
            Link link = rig.connected();
            CompletableFuture<Integer> result = invoke(rig, Map.of("item", "tea"), Integer.class);
            assertThat(requested(link)).isEqualTo(Payload.jsonRaw("{\"item\":\"tea\"}"));
            answer(rig, link, Payload.jsonRaw("250"));
            assertThat(Rig.valueOf(result)).isEqualTo(250);
        }

        @Test
        void refuseARequestOfTheProgramsOwnClassBeforeAnythingIsSent() {
            Link link = rig.connected();
            assertThatThrownBy(() -> rig.client.invokeEventAsync("price", new Price(7), Integer.class))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("codec")
                    .hasMessageContaining(Price.class.getName());
            rig.settle();
            assertThat(link.sent).isEmpty();
        }

        @Test
        void failWithTheTypeThatNobodyCanRead() {
            Link link = rig.connected();
            CompletableFuture<Price> result = invoke(rig, "tea", Price.class);
            answer(rig, link, Payload.jsonRaw("250"));
            assertThat(Rig.failureOf(result, UnexpectedAnswerException.class))
                    .hasMessageContaining(Price.class.getName());
        }

        @Test
        void sendAPayloadAsItStands() {
            Link link = rig.connected();
            CompletableFuture<String> result = invoke(rig, Payload.binary(new byte[] {1, 2}), String.class);
            assertThat(requested(link)).isEqualTo(Payload.binary(new byte[] {1, 2}));
            answer(rig, link, Payload.jsonRaw("\"two\""));
            assertThat(Rig.valueOf(result)).isEqualTo("two");
        }
    }

    @Nested
    final class WithACodec {
        private final Rig shop = new Rig(builder -> builder.payloadCodec(new PriceCodec()));
        private final Link link = shop.connected();

        @Test
        void exchangeValuesOfTheProgramsOwnClass() {
            CompletableFuture<Price> result = invoke(shop, new Price(7), Price.class);
            assertThat(requested(link)).isEqualTo(Payload.jsonRaw("7"));
            answer(shop, link, Payload.jsonRaw("8"));
            assertThat(Rig.valueOf(result)).isEqualTo(new Price(8));
        }

        @Test
        void nameTheTypeThatAnAnswerIsNotOfAndQuoteNothing() {
            CompletableFuture<Price> result = invoke(shop, new Price(7), Price.class);
            answer(shop, link, Payload.jsonRaw("\"secret-answer\""));
            UnexpectedAnswerException failure = Rig.failureOf(result, UnexpectedAnswerException.class);
            assertThat(failure)
                    .hasMessageContaining(Price.class.getName())
                    .hasMessageContaining("json")
                    .hasNoCause();
            assertThat(failure.toString()).doesNotContain("secret-answer");
            assertThat(failure.wanted()).isEqualTo(Price.class);
            assertThat(failure.answer().data()).contains(Payload.jsonRaw("\"secret-answer\""));
        }

        @Test
        void takeNoCodecsNullForAnAnswer() {
            CompletableFuture<Price> result = invoke(shop, new Price(7), Price.class);
            answer(shop, link, Payload.jsonRaw("null"));
            Rig.failureOf(result, UnexpectedAnswerException.class);
        }

        @Test
        void giveWhatACodecThrowsAgainstItsContract() {
            CompletableFuture<Integer> result = invoke(shop, new Price(7), Integer.class);
            answer(shop, link, Payload.jsonRaw("8"));
            Rig.failureOf(result, ClassCastException.class);
        }
    }

    @Nested
    final class Answers {
        @Test
        void ofTextAreStrings() {
            Link link = rig.connected();
            CompletableFuture<String> result = invoke(rig, "tea", String.class);
            answer(rig, link, Payload.text("250 cents"));
            assertThat(Rig.valueOf(result)).isEqualTo("250 cents");
        }

        @Test
        void ofTextAreNothingElse() {
            Link link = rig.connected();
            CompletableFuture<Integer> result = invoke(rig, "tea", Integer.class);
            answer(rig, link, Payload.text("250"));
            assertThat(Rig.failureOf(result, UnexpectedAnswerException.class))
                    .hasMessage("the answer to invocation '1' is text and cannot be read as java.lang.Integer");
        }

        @Test
        void ofNothingAreToldApart() {
            Link link = rig.connected();
            CompletableFuture<String> result = invoke(rig, "tea", String.class);
            link.receive(new InvokeResponse("1", Optional.empty(), Map.of(), Optional.empty()));
            rig.settle();
            assertThat(Rig.failureOf(result, UnexpectedAnswerException.class)).hasMessageContaining("empty");
        }

        @Test
        void thatAreErrorsSayWhatTheServiceSaid() {
            Link link = rig.connected();
            CompletableFuture<String> result = invoke(rig, "tea", String.class);
            link.receive(InvokeResponse.failure("1", new AckError("NotFound", "no tea")));
            rig.settle();
            InvocationException failure = Rig.failureOf(result, InvocationException.class);
            assertThat(failure.errorDetail()).contains(new AckError("NotFound", "no tea"));
        }

        @Test
        void thatAreErrorsReachContinuationsUnwrapped() {
            Link link = rig.connected();
            CompletableFuture<Object> failure = invoke(rig, "tea", String.class).handle((value, fault) -> fault);
            link.receive(InvokeResponse.failure("1", new AckError("NotFound", "no tea")));
            rig.settle();
            assertThat(Rig.valueOf(failure)).isInstanceOf(InvocationException.class);
        }
    }

    @Test
    void cancellingTheFutureTellsTheService() {
        Link link = rig.connected();
        CompletableFuture<String> result = invoke(rig, "tea", String.class);
        result.cancel(false);
        rig.settle();
        assertThat(link.sent).last().isEqualTo(new CancelInvocation("1"));
    }

    @Test
    void optionsAreThoseOfOtherInvocations() {
        Link link = rig.connected();
        CompletableFuture<String> result = rig.client.invokeEventAsync(
                "price",
                "tea",
                String.class,
                InvokeOptions.defaults()
                        .withInvocationId("mine")
                        .withMetadata(Map.of("k", "v"))
                        .withTimeout(Duration.ofSeconds(5)));
        rig.settle();
        assertThat(link.sent)
                .containsExactly(
                        new Invoke("mine", "price", Optional.of(Payload.jsonRaw("\"tea\"")), Map.of("k", "v")));
        rig.pass(Duration.ofSeconds(5));
        assertThat(Rig.failureOf(result, InvocationException.class).outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    @Timeout(60)
    void blockingCallsReturnTheValueOrThrow() {
        ScriptedTransport network = new ScriptedTransport();
        try (WebPubSubClient client = WebPubSubClient.builder()
                .clientAccessUrl(Rig.URL)
                .transport((request, listener) -> {
                    Link link = (Link) network.open(request, listener);
                    link.duringWrite = message -> answerAtOnce(link, message);
                    link.accept();
                    link.greet("c1");
                    return link;
                })
                .buildAndStart()) {
            assertThat(client.invokeEvent("double", 21, Integer.class)).isEqualTo(42);
            assertThatThrownBy(() -> client.invokeEvent("double", 21, Boolean.class, InvokeOptions.defaults()))
                    .isInstanceOf(UnexpectedAnswerException.class);
        }
    }

    private static void answerAtOnce(Link link, ClientMessage message) {
        if (message instanceof Invoke invoke) {
            int doubled = 2 * invoke.data().orElseThrow().asJson(Integer.class);
            link.receive(new InvokeResponse(
                    invoke.invocationId(), Optional.of(Payload.json(doubled)), Map.of(), Optional.empty()));
        }
    }
}
