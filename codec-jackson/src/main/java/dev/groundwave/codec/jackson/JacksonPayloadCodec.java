package dev.groundwave.codec.jackson;

import dev.groundwave.wire.PayloadCodec;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Values as JSON payloads and back, by Jackson 3.
 *
 * <p>Safe for all threads. How names, dates and unknown properties are handled is the mapper's matter. What is refused is an
 * {@link IllegalArgumentException} with the type and the place; it has neither Jackson's words nor a cause, as these quote
 * the payload. Source: client-sdk.md, sections 1.5 and 7.4.
 */
public final class JacksonPayloadCodec implements PayloadCodec {
    private final JsonMapper mapper;

    /** With Jackson's mapper as it comes; {@link java.util.ServiceLoader} calls this. */
    public JacksonPayloadCodec() {
        this(JsonMapper.shared());
    }

    /** With the program's own mapper. */
    public JacksonPayloadCodec(JsonMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public String toJson(Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (InvalidDefinitionException e) {
            // Speaks of classes and what the mapper lacks for them, not of values.
            throw refusal("a " + value.getClass().getName() + " has no JSON form: " + e.getOriginalMessage());
        } catch (JacksonException e) {
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
        } catch (JacksonException e) {
            throw refusal("the JSON value is not a " + type.getName() + place(e.getLocation()));
        }
        throw refusal("the JSON value is not a " + type.getName() + " but null");
    }

    private static String typeOf(InvalidDefinitionException fault, Class<?> wanted) {
        return fault.getType() == null ? wanted.getName() : fault.getType().toCanonical();
    }

    private static String place(@Nullable TokenStreamLocation at) {
        return at == null || at.getLineNr() < 1 ? "" : ", line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    private static IllegalArgumentException refusal(String message) {
        return new IllegalArgumentException(message);
    }
}
