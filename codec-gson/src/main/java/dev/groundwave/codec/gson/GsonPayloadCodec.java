package dev.groundwave.codec.gson;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.Strictness;
import com.google.gson.ToNumberPolicy;
import dev.groundwave.wire.PayloadCodec;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Values as JSON payloads and back, by Gson.
 *
 * <p>Safe for all threads. How names and dates are handled is that Gson's matter. What is refused is an
 * {@link IllegalArgumentException} with the type; it has neither Gson's words nor a cause, as these quote the payload. Source:
 * client-sdk.md, sections 1.5 and 7.4.
 */
public final class GsonPayloadCodec implements PayloadCodec {
    private final Gson gson;

    /**
     * With Gson as it comes, but strict, without HTML escapes, and with all digits of numbers whose type is open, which are
     * {@code BigDecimal}; {@link java.util.ServiceLoader} calls this.
     */
    public GsonPayloadCodec() {
        this(new GsonBuilder()
                .setStrictness(Strictness.STRICT)
                .disableHtmlEscaping()
                .setObjectToNumberStrategy(ToNumberPolicy.BIG_DECIMAL)
                .create());
    }

    /** With the program's own Gson. */
    public GsonPayloadCodec(Gson gson) {
        this.gson = gson;
    }

    @Override
    public String toJson(Object value) {
        return guarded(() -> gson.toJson(value), "a " + value.getClass().getName() + " has no JSON form");
    }

    @Override
    public <T> T fromJson(String json, Class<T> type) {
        return guarded(() -> gson.fromJson(json, type), "the JSON value is not a " + type.getName());
    }

    /** Gson throws whatever comes to hand, plain runtime exceptions with the payload's values included. */
    private static <T> T guarded(Supplier<@Nullable T> call, String refusal) {
        try {
            @Nullable
            T result = CompletableFuture.supplyAsync(call, Runnable::run).join();
            if (result != null) {
                return result;
            }
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalArgumentException(refusal);
        }
        throw new IllegalArgumentException(refusal + " but null");
    }
}
