package dev.groundwave.client;

import dev.groundwave.wire.Payload;
import dev.groundwave.wire.PayloadCodec;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Values of the program's instead of payloads, on both sides of an invocation.
 *
 * <p>Safe for all threads. Source: client-sdk.md, section 3.2.
 */
final class TypedAnswers {
    private final PayloadCodec codec;

    TypedAnswers(PayloadCodec codec) {
        this.codec = codec;
    }

    /** A payload as it stands, any other value as JSON. */
    Payload request(Object value) {
        return value instanceof Payload payload ? payload : Payload.json(value, codec);
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
        if (data instanceof Payload.Text text && type == String.class) {
            return type.cast(text.text());
        }
        try {
            @Nullable T value = data.asJson(type, codec);
            if (value != null) {
                return value;
            }
        } catch (IllegalArgumentException e) {
            // Its text may quote the answer.
            throw new UnexpectedAnswerException(type, answer);
        }
        throw new UnexpectedAnswerException(type, answer);
    }
}
