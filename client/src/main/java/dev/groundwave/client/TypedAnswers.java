package dev.groundwave.client;

import dev.groundwave.wire.Payload;
import dev.groundwave.wire.PayloadCodec;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Values of the program's instead of payloads, on both sides of an invocation.
 *
 * <p>Safe for all threads. Source: client-sdk.md, section 3.2.
 */
final class TypedAnswers {
    private final Supplier<PayloadCodec> codec;

    /** The codec is asked for when there is something to read. */
    TypedAnswers(Supplier<PayloadCodec> codec) {
        this.codec = codec;
    }

    /** A payload as it stands, any other value as JSON. */
    Payload request(Object value) {
        return value instanceof Payload payload ? payload : Payload.json(value, codec.get());
    }

    /** The answer as a value; cancelling what is returned cancels the invocation. */
    <T> CompletableFuture<T> typed(CompletableFuture<InvocationResult> invocation, Class<T> type) {
        CompletableFuture<T> typed = new CompletableFuture<>();
        CompletableFuture<?> unused = invocation
                .thenApply(answer -> read(answer, type))
                .whenComplete((value, failure) -> {
                    if (failure == null) {
                        typed.complete(value);
                    } else {
                        // The step before wraps what went wrong.
                        typed.completeExceptionally(failure.getCause() == null ? failure : failure.getCause());
                    }
                });
        passCancellation(typed, invocation);
        return typed;
    }

    private static void passCancellation(CompletableFuture<?> from, CompletableFuture<?> to) {
        CompletableFuture<?> unused = from.whenComplete((value, failure) -> {
            if (from.isCancelled()) {
                to.cancel(false);
            }
        });
    }

    private <T> T read(InvocationResult answer, Class<T> type) {
        Payload data = answer.data().orElseThrow(() -> new UnexpectedAnswerException(type, answer));
        return new TypedPayloads(codec.get()).read(data, type, () -> new UnexpectedAnswerException(type, answer));
    }
}
