package dev.groundwave.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwave.client.ScriptedTransport.Link;
import dev.groundwave.wire.AckError;
import dev.groundwave.wire.ClientMessage;
import dev.groundwave.wire.ClientMessage.CancelInvocation;
import dev.groundwave.wire.ClientMessage.Invoke;
import dev.groundwave.wire.Payload;
import dev.groundwave.wire.ServiceMessage.InvokeResponse;
import dev.groundwave.wire.ServiceMessage.ServerData;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that wait for the application's answer. Source: client-sdk.md, sections 3.2 and 8, vector 37. */
@SuppressWarnings("FutureReturnValueIgnored") // Many steps matter for what they cause, not for their own result.
final class InvocationsTest {
    private final Rig rig = new Rig();

    private CompletableFuture<InvocationResult> invoke() {
        return invoke(InvokeOptions.defaults());
    }

    private CompletableFuture<InvocationResult> invoke(InvokeOptions options) {
        CompletableFuture<InvocationResult> result = rig.client.invokeEventAsync("echo", Payload.text("hi"), options);
        rig.settle();
        return result;
    }

    private void answer(Link link, String id) {
        link.receive(new InvokeResponse(id, Optional.of(Payload.text("re " + id)), Map.of(), Optional.empty()));
        rig.settle();
    }

    private static List<String> invoked(Link link) {
        return link.sent.stream()
                .filter(Invoke.class::isInstance)
                .map(sent -> ((Invoke) sent).invocationId())
                .toList();
    }

    @Nested
    final class Answers {
        @Test
        void carryWhatTheApplicationSaid() {
            Link link = rig.connected();
            CompletableFuture<InvocationResult> result =
                    invoke(InvokeOptions.defaults().withMetadata(Map.of("k", "v")));
            assertThat(link.sent)
                    .containsExactly(new Invoke("1", "echo", Optional.of(Payload.text("hi")), Map.of("k", "v")));
            link.receive(new InvokeResponse("1", Optional.of(Payload.text("ho")), Map.of("a", "b"), Optional.empty()));
            rig.settle();
            assertThat(result)
                    .isCompletedWithValue(new InvocationResult("1", Optional.of(Payload.text("ho")), Map.of("a", "b")));
        }

        @Test
        void mayBeEmpty() {
            Link link = rig.connected();
            CompletableFuture<InvocationResult> result = invoke();
            link.receive(new InvokeResponse("1", Optional.empty(), Map.of(), Optional.empty()));
            rig.settle();
            assertThat(Rig.valueOf(result).data()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"1", "true", "\"x\"", "123456789012345678901234567890", "1e400", "[1,null]"})
        void comeThroughUnchanged(String json) {
            Link link = rig.connected();
            CompletableFuture<InvocationResult> result = invoke();
            link.receive(("{\"type\":\"invokeResponse\",\"invocationId\":\"1\",\"success\":true,\"dataType\":\"json\","
                            + "\"data\":" + json + "}")
                    .getBytes(StandardCharsets.UTF_8));
            rig.settle();
            assertThat(Rig.valueOf(result).data()).map(Payload::asText).contains(json);
        }

        @Test
        void thatAreErrorsSayWhatTheServiceSaid() {
            Link link = rig.connected();
            CompletableFuture<InvocationResult> result = invoke();
            link.receive(InvokeResponse.failure("1", new AckError("InternalServerError", "no handler")));
            rig.settle();
            InvocationException failure = Rig.failureOf(result, InvocationException.class);
            assertThat(failure.errorDetail()).contains(new AckError("InternalServerError", "no handler"));
            assertThat(failure.outcome()).isEqualTo(Outcome.REJECTED);
            assertThat(failure.invocationId()).isEqualTo("1");
            assertThat(invoked(link)).containsExactly("1");
        }

        @Test
        void thatComeLateOrTwiceMeetNobody() {
            Link link = rig.connected();
            CompletableFuture<InvocationResult> first =
                    invoke(InvokeOptions.defaults().withTimeout(Duration.ofSeconds(5)));
            rig.pass(Duration.ofSeconds(5));
            Rig.failureOf(first, InvocationException.class);
            CompletableFuture<InvocationResult> second = invoke();
            answer(link, "1");
            assertThat(second).isNotDone();
            answer(link, "2");
            answer(link, "2");
            assertThat(Rig.valueOf(second).data()).map(Payload::asText).contains("re 2");
            assertThat(rig.client.isConnected()).isTrue();
        }

        @Test
        void findTheirRequestInWhateverOrderTheyCome() {
            Link link = rig.connected();
            CompletableFuture<InvocationResult> first = invoke();
            CompletableFuture<InvocationResult> second = invoke();
            answer(link, "2");
            assertThat(first).isNotDone();
            assertThat(second).isCompleted();
            answer(link, "1");
            assertThat(first).isCompleted();
        }

        @Test
        void areWaitedForEvenWhileListenersAreOverwhelmed() {
            Rig small = new Rig(builder -> builder.handlerQueue(2, 1 << 20));
            Link link = small.connected();
            CompletableFuture<InvocationResult> result = small.client.invokeEventAsync("e", Payload.text(""));
            small.time.settle();
            int demandBefore = link.demand;
            for (int i = 0; i < 4; i++) {
                link.receive(new ServerData(Payload.text("x"), Map.of(), OptionalLong.empty()));
            }
            small.time.settle();
            assertThat(link.demand).isEqualTo(demandBefore);
            link.receive(new InvokeResponse("1", Optional.empty(), Map.of(), Optional.empty()));
            small.time.settle();
            assertThat(result).isCompleted();
        }
    }

    @Nested
    final class Ids {
        @Test
        void underWayAreNotSharedByTwoCalls() {
            Link link = rig.connected();
            InvokeOptions named = InvokeOptions.defaults().withInvocationId("mine");
            CompletableFuture<InvocationResult> first = invoke(named);
            CompletableFuture<InvocationResult> second = invoke(named);
            Rig.failureOf(second, IllegalArgumentException.class);
            answer(link, "mine");
            assertThat(first).isCompleted();
            assertThat(invoked(link)).containsExactly("mine");
        }

        @Test
        void areNeverGeneratedTwiceNorTakenFromTheUsers() {
            Link link = rig.connected();
            invoke();
            invoke(InvokeOptions.defaults().withInvocationId("7"));
            invoke(InvokeOptions.defaults().withInvocationId("seven"));
            invoke();
            link.drop();
            rig.settle();
            Link next = rig.reconnected("c2");
            invoke();
            assertThat(invoked(link)).containsExactly("1", "7", "seven", "8");
            assertThat(invoked(next)).containsExactly("9");
        }

        @Test
        void thatWouldCostTheConnectionAreRefusedLocally() {
            for (String id : List.of("", "x".repeat(257))) {
                assertThatThrownBy(() -> invoke(InvokeOptions.defaults().withInvocationId(id)))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("invocation id");
            }
            assertThatThrownBy(() -> rig.client.invokeEventAsync("e", Payload.jsonRaw("null")))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    final class Ends {
        @Test
        void byTimeTellTheService() {
            Link link = rig.connected();
            CompletableFuture<InvocationResult> result =
                    invoke(InvokeOptions.defaults().withTimeout(Duration.ofSeconds(5)));
            rig.pass(Duration.ofMillis(4_999));
            assertThat(result).isNotDone();
            rig.pass(Duration.ofMillis(1));
            assertThat(Rig.failureOf(result, InvocationException.class).outcome())
                    .isEqualTo(Outcome.UNKNOWN);
            assertThat(link.sent).last().isEqualTo(new CancelInvocation("1"));
        }

        @Test
        void byCancellingTheFutureTellTheService() {
            Link link = rig.connected();
            CompletableFuture<InvocationResult> result = invoke();
            result.cancel(false);
            rig.settle();
            assertThat(link.sent).last().isEqualTo(new CancelInvocation("1"));
            answer(link, "1");
            assertThat(result).isCancelled();
        }

        @Test
        void beforeTheRequestWasSentTakeItBack() {
            Link link = rig.connected();
            link.writable = 0;
            link.queueCapacity = 0;
            CompletableFuture<InvocationResult> cancelled = invoke();
            CompletableFuture<InvocationResult> late =
                    invoke(InvokeOptions.defaults().withTimeout(Duration.ofSeconds(5)));
            cancelled.cancel(false);
            rig.pass(Duration.ofSeconds(5));
            assertThat(Rig.failureOf(late, InvocationException.class).outcome()).isEqualTo(Outcome.NOT_SENT);
            link.write(10);
            rig.settle();
            assertThat(link.sent).isEmpty();
        }

        @Test
        void comeAtOnceWhenTheTransportDropsAfterTheRequest() {
            Link link = rig.connected();
            CompletableFuture<InvocationResult> result = invoke();
            link.drop();
            rig.settle();
            assertThat(Rig.failureOf(result, InvocationException.class).outcome())
                    .isEqualTo(Outcome.UNKNOWN);
            assertThat(invoked(rig.reconnected("c2"))).isEmpty();
        }

        @Test
        void comeWithTheTransportEvenIfTheConnectionRecovers() {
            Link link = rig.reliablyConnected();
            CompletableFuture<InvocationResult> result = invoke();
            link.drop();
            rig.settle();
            assertThat(rig.client.state()).isEqualTo(SessionState.RECOVERING);
            assertThat(Rig.failureOf(result, InvocationException.class).outcome())
                    .isEqualTo(Outcome.UNKNOWN);
        }

        @Test
        void doNotComeForARequestThatWasNotSentWhenTheTransportDropped() {
            Link link = rig.connected();
            link.writable = 0;
            CompletableFuture<InvocationResult> result = invoke();
            link.drop();
            rig.settle();
            Link next = rig.reconnected("c2");
            assertThat(invoked(next)).containsExactly("1");
            answer(next, "1");
            assertThat(result).isCompleted();
        }

        @Test
        void comeWithTheStop() {
            rig.connected();
            CompletableFuture<InvocationResult> result = invoke();
            rig.client.stopAsync();
            rig.settle();
            assertThat(Rig.failureOf(result, ClientStoppedException.class).outcome())
                    .isEqualTo(Outcome.UNKNOWN);
            assertThat(Rig.failureOf(invoke(), ClientStoppedException.class).outcome())
                    .isEqualTo(Outcome.NOT_SENT);
            assertThat(rig.time.timers()).isZero();
        }
    }

    @Test
    void theRequestKeepsItsPlaceAmongTheCalls() {
        Link link = rig.connected();
        link.writable = 0;
        link.queueCapacity = 0;
        rig.client.sendToGroupAsync("g", "1");
        invoke();
        rig.client.sendToGroupAsync("g", "2");
        rig.settle();
        link.write(10);
        rig.settle();
        assertThat(link.sent)
                .extracting(message -> (Object) message.getClass())
                .containsExactly(ClientMessage.SendToGroup.class, Invoke.class, ClientMessage.SendToGroup.class);
    }
}
