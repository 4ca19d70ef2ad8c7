package dev.groundwave.client;

import dev.groundwave.wire.Payload;
import dev.groundwave.wire.PayloadCodec;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads what came in as values of the program's.
 *
 * <p>Safe for all threads. Source: client-sdk.md, sections 3.2 and 5.
 */
final class TypedPayloads {
    private final PayloadCodec codec;

    TypedPayloads(PayloadCodec codec) {
        this.codec = codec;
    }

    /** JSON by the codec, text as a {@code String}; anything else, and what the codec refuses, is the caller's exception. */
    <T> T read(Payload data, Class<T> type, Supplier<? extends WebPubSubException> refusal) {
        if (data instanceof Payload.Text text && type == String.class) {
            return type.cast(text.text());
        }
        try {
            @Nullable T value = data.asJson(type, codec);
            if (value != null) {
                return value;
            }
        } catch (IllegalArgumentException e) {
            // Its text may quote the payload.
            throw refusal.get();
        }
        throw refusal.get();
    }

    /** As {@link #read}, with what a codec throws against its contract as a refusal, too, named by its class. */
    <T> T readGuarded(Payload data, Class<T> type, Function<String, ? extends WebPubSubException> refusal) {
        AtomicReference<@Nullable T> result = new AtomicReference<>();
        Optional<Throwable> fault = ForeignCode.faultOf(() -> result.set(read(data, type, () -> refusal.apply(""))));
        @Nullable T value = result.get();
        if (value == null) {
            throw refusal.apply(fault.filter(each -> !(each instanceof WebPubSubException))
                    .map(each -> ": the codec failed with " + each.getClass().getName())
                    .orElse(""));
        }
        return value;
    }
}
