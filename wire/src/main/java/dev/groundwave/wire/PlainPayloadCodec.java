package dev.groundwave.wire;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Knows maps with string keys, lists and arrays, strings, numbers, booleans and null within them; looks into no class of
 * the program's.
 *
 * <p>Numbers keep all their digits: integers are read as {@code Long} or {@code BigInteger}, others as
 * {@code BigDecimal}.
 */
final class PlainPayloadCodec implements PayloadCodec {
    /** As deep as the protocol lets a message be. Source: client-protocol.md, section 6. */
    private static final int MAX_DEPTH = 64;

    private static final JsonFactory JSON = new JsonFactory();

    @Override
    public String toJson(Object value) {
        StringBuilder json = new StringBuilder();
        write(value, json, 0);
        return json.toString();
    }

    private static void write(@Nullable Object value, StringBuilder json, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("a value is nested deeper than " + MAX_DEPTH);
        }
        if (value instanceof Map<?, ?> map) {
            writeMap(map, json, depth);
        } else if (value instanceof Iterable<?> items) {
            writeList(items.iterator(), json, depth);
        } else if (value instanceof Object[] items) {
            writeList(Arrays.asList(items).iterator(), json, depth);
        } else if (value instanceof CharSequence || value instanceof Character) {
            writeString(value.toString(), json);
        } else if (value == null || value instanceof Boolean || isFinite(value)) {
            json.append(value);
        } else {
            throw new IllegalArgumentException("a value has no JSON form without a codec for its class: "
                    + value.getClass().getName());
        }
    }

    private static boolean isFinite(Object value) {
        if (value instanceof Double || value instanceof Float) {
            return Double.isFinite(((Number) value).doubleValue());
        }
        return value instanceof Integer
                || value instanceof Long
                || value instanceof Short
                || value instanceof Byte
                || value instanceof BigInteger
                || value instanceof BigDecimal;
    }

    private static void writeMap(Map<?, ?> map, StringBuilder json, int depth) {
        String separator = "{";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof CharSequence key)) {
                throw new IllegalArgumentException("the keys of a JSON object are strings");
            }
            json.append(separator);
            writeString(key.toString(), json);
            json.append(':');
            write(entry.getValue(), json, depth + 1);
            separator = ",";
        }
        json.append(map.isEmpty() ? "{}" : "}");
    }

    private static void writeList(Iterator<?> items, StringBuilder json, int depth) {
        json.append('[');
        while (items.hasNext()) {
            write(items.next(), json, depth + 1);
            if (items.hasNext()) {
                json.append(',');
            }
        }
        json.append(']');
    }

    private static void writeString(String text, StringBuilder json) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || isLoneSurrogate(text, i)) {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }

    private static boolean isLoneSurrogate(String text, int index) {
        char c = text.charAt(index);
        if (Character.isHighSurrogate(c)) {
            return index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1));
        }
        return Character.isLowSurrogate(c) && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
    }

    @Override
    public <T> T fromJson(String json, Class<T> type) {
        Object value;
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            value = read(parser, parser.nextToken());
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("there is more than one JSON value");
            }
        } catch (JacksonException e) {
            // Its text quotes the payload.
            throw new IllegalArgumentException("this is not well-formed JSON");
        }
        Object wanted = value instanceof Number number ? number(number, type) : value;
        if (!type.isInstance(wanted)) {
            throw new IllegalArgumentException("the JSON value is not a " + type.getName());
        }
        return type.cast(wanted);
    }

    private static @Nullable Object read(JsonParser parser, @Nullable JsonToken token) {
        if (token == JsonToken.START_OBJECT) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                map.put(name, read(parser, parser.nextToken()));
            }
            return map;
        }
        if (token == JsonToken.START_ARRAY) {
            List<@Nullable Object> list = new ArrayList<>();
            for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                list.add(read(parser, next));
            }
            return list;
        }
        return token == null ? null : scalar(parser, token);
    }

    private static @Nullable Object scalar(JsonParser parser, JsonToken token) {
        if (token == JsonToken.VALUE_NUMBER_FLOAT) {
            return new BigDecimal(parser.getString());
        }
        if (token == JsonToken.VALUE_NUMBER_INT) {
            BigInteger value = new BigInteger(parser.getString());
            return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
        }
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        return token.isBoolean() ? (Object) parser.getBooleanValue() : parser.getString();
    }

    /** The number as the type that is wanted, if it is one of those and nothing is lost; else as it is. */
    private static Object number(Number value, Class<?> type) {
        try {
            BigDecimal exact = new BigDecimal(value.toString());
            if (type == Integer.class) {
                return exact.intValueExact();
            }
            if (type == Long.class) {
                return exact.longValueExact();
            }
            if (type == BigInteger.class && !(value instanceof BigDecimal)) {
                return new BigInteger(value.toString());
            }
            if (type == Double.class && Double.isFinite(value.doubleValue())) {
                return value.doubleValue();
            }
            return type == BigDecimal.class ? exact : value;
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("the JSON number does not fit into a " + type.getName(), e);
        }
    }
}
