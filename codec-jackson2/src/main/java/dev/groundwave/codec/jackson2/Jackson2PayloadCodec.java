package dev.groundwave.codec.jackson2;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.groundwave.wire.PayloadCodec;
import org.jspecify.annotations.Nullable;

/**
 * Values as JSON payloads and back, by Jackson 2.
 *
 * <p>Safe for all threads, as long as nobody changes the mapper. How names, dates and unknown properties are handled is the
 * mapper's matter. What is refused is an {@link IllegalArgumentException} with the type and the place; it has neither
 * Jackson's words nor a cause, as these quote the payload. Source: client-sdk.md, sections 1.5 and 7.4.
 */
public final class Jackson2PayloadCodec implements PayloadCodec {
    private final ObjectMapper mapper;

    /**
     * With Jackson's mapper as it comes, but for text behind the value, which it refuses; {@link java.util.ServiceLoader}
     * calls this. It has no module for dates.
     */
    public Jackson2PayloadCodec() {
        this(JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build());
    }

    /** With the program's own mapper, which must write JSON. */
    public Jackson2PayloadCodec(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public String toJson(Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (InvalidDefinitionException e) {
            // Speaks of classes and what the mapper lacks for them, not of values.
            throw refusal("a " + value.getClass().getName() + " has no JSON form: " + e.getOriginalMessage());
        } catch (JsonProcessingException e) {
            throw refusal("a " + value.getClass().getName() + " has no JSON form");
        }
    }

    @Override
    public <T> T fromJson(String json, Class<T> type) {
        try {
            @Nullable T value = mapper.readValue(json, type);
            if (value != null) {
                return value;
            }
        } catch (InvalidDefinitionException e) {
            throw refusal("the mapper cannot make a " + typeOf(e, type) + place(e.getLocation()));
        } catch (JsonProcessingException e) {
            throw refusal("the JSON value is not a " + type.getName() + place(e.getLocation()));
        }
        throw refusal("the JSON value is not a " + type.getName() + " but null");
    }

    private static String typeOf(InvalidDefinitionException fault, Class<?> wanted) {
        return fault.getType() == null ? wanted.getName() : fault.getType().toCanonical();
    }

    private static String place(@Nullable JsonLocation at) {
        return at == null || at.getLineNr() < 1 ? "" : ", line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    private static IllegalArgumentException refusal(String message) {
        return new IllegalArgumentException(message);
    }
}
