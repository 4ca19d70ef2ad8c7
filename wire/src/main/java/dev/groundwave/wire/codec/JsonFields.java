package dev.groundwave.wire.codec;

import dev.groundwave.wire.AckError;
import dev.groundwave.wire.CloseReason;
import dev.groundwave.wire.MalformedMessageException;
import dev.groundwave.wire.Payload;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonFactory;

/**
 * The known properties of one JSON object, collected in one pass and judged afterwards.
 *
 * <p>Properties come in any order, so what a value means, and whether its shape matters at all, is known only when the
 * type is. A value of the wrong shape is therefore remembered as broken and refused when somebody asks for it. Of
 * duplicates the last one counts; null is the same as absence. Source: client-protocol.md, section 6. Lives for one
 * decode call on one thread.
 */
final class JsonFields {
    private static final long UNSIGNED_TENTH = Long.divideUnsigned(-1L, 10);

    private final JsonSource source;
    private final JsonFactory factory;
    private final @Nullable String[] strings = new String[JsonProperty.STRINGS];
    private final long[] numbers = new long[JsonProperty.NUMBERS];
    private Map<String, String> metadata = Map.of();
    private @Nullable JsonFields error;

    /** Bits of {@link JsonProperty}: which have a value, which of these a wrong one, which booleans are true. */
    private long present;

    private long broken;
    private long truths;

    /** The raw value of {@code data}, in characters of the source; its text when it was read as a string already. */
    private int dataStart;

    private int dataEnd;
    private boolean dataIsString;
    private @Nullable String dataText;

    private JsonFields(JsonSource source, JsonFactory factory) {
        this.source = source;
        this.factory = factory;
    }

    /**
     * Reads a whole frame.
     *
     * @throws MalformedMessageException when it is not exactly one object
     */
    static JsonFields readFrame(JsonSource source, JsonFactory factory) throws MalformedMessageException {
        JsonParser parser = source.parser();
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw malformed("a message is a JSON object");
        }
        JsonFields fields = readObject(source, factory);
        if (parser.nextToken() != null) {
            throw malformed("nothing follows the JSON object");
        }
        return fields;
    }

    static MalformedMessageException malformed(String rule) {
        return new MalformedMessageException(rule, CloseReason.INVALID_JSON_MESSAGE);
    }

    private static JsonFields readObject(JsonSource source, JsonFactory factory) {
        JsonFields fields = new JsonFields(source, factory);
        JsonParser parser = source.parser();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            JsonProperty property = JsonProperty.find(name);
            JsonToken token = parser.nextToken();
            if (property == null) {
                parser.skipChildren();
            } else {
                fields.take(property, token);
            }
        }
        return fields;
    }

    private void take(JsonProperty property, JsonToken token) {
        long bit = property.bit();
        broken &= ~bit;
        present |= bit;
        if (token == JsonToken.VALUE_NULL && property != JsonProperty.DATA) {
            present &= ~bit;
        } else if (!takeValue(property, token)) {
            broken |= bit;
            source.parser().skipChildren();
        }
    }

    /** Keeps the current value; false when it has the wrong shape. */
    private boolean takeValue(JsonProperty property, JsonToken token) {
        return switch (property.shape()) {
            case STRING -> takeString(property, token);
            case UNSIGNED -> token == JsonToken.VALUE_NUMBER_INT && takeUnsigned(property);
            case BOOLEAN -> takeBoolean(property, token);
            case DATA -> takeData(token);
            case STRING_MAP -> token == JsonToken.START_OBJECT && takeMetadata();
            case OBJECT -> token == JsonToken.START_OBJECT && takeError();
        };
    }

    private boolean takeBoolean(JsonProperty property, JsonToken token) {
        truths = token == JsonToken.VALUE_TRUE ? truths | property.bit() : truths & ~property.bit();
        return token.isBoolean();
    }

    private boolean takeError() {
        error = readObject(source, factory);
        return true;
    }

    private boolean takeString(JsonProperty property, JsonToken token) {
        if (token != JsonToken.VALUE_STRING) {
            return false;
        }
        strings[property.slot()] = source.parser().getString();
        return true;
    }

    private boolean takeUnsigned(JsonProperty property) {
        JsonParser parser = source.parser();
        char[] text = parser.getStringCharacters();
        int start = parser.getStringOffset();
        int end = start + parser.getStringLength();
        long value = 0;
        for (int i = start; i < end; i++) {
            int digit = text[i] - '0';
            boolean fits = digit >= 0 && Long.compareUnsigned(value, UNSIGNED_TENTH) <= 0;
            long next = value * 10 + digit;
            if (!fits || Long.compareUnsigned(next, digit) < 0) {
                return false;
            }
            value = next;
        }
        numbers[property.slot()] = value;
        return true;
    }

    private boolean takeData(JsonToken token) {
        dataStart = source.tokenStart();
        dataIsString = token == JsonToken.VALUE_STRING;
        // A string is decoded here, while the parser stands on it, unless it is known to be wanted raw.
        dataText = dataIsString && !"json".equals(strings[JsonProperty.DATA_TYPE.slot()])
                ? source.parser().getString()
                : null;
        dataEnd = source.skipValue();
        return token != JsonToken.VALUE_NULL;
    }

    /** Reads an object of strings to its end; false when a name comes twice or a value is no string. */
    private boolean takeMetadata() {
        JsonParser parser = source.parser();
        Map<String, String> read = new LinkedHashMap<>();
        boolean valid = true;
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            if (parser.nextToken() == JsonToken.VALUE_STRING) {
                valid &= read.put(name, parser.getString()) == null;
            } else {
                valid = false;
                parser.skipChildren();
            }
        }
        metadata = read;
        return valid;
    }

    boolean has(JsonProperty property) {
        return (present & property.bit()) != 0;
    }

    Optional<String> string(JsonProperty property) throws MalformedMessageException {
        return Optional.ofNullable(stringOrNull(property));
    }

    String requiredString(JsonProperty property) throws MalformedMessageException {
        String value = stringOrNull(property);
        if (value == null) {
            throw malformed(property.wireName() + " is missing");
        }
        return value;
    }

    OptionalLong unsigned(JsonProperty property) throws MalformedMessageException {
        return isPresent(property) ? OptionalLong.of(numbers[property.slot()]) : OptionalLong.empty();
    }

    long requiredUnsigned(JsonProperty property) throws MalformedMessageException {
        if (!isPresent(property)) {
            throw malformed(property.wireName() + " is missing");
        }
        return numbers[property.slot()];
    }

    boolean isTrue(JsonProperty property) throws MalformedMessageException {
        return isPresent(property) && (truths & property.bit()) != 0;
    }

    Map<String, String> metadata() throws MalformedMessageException {
        return isPresent(JsonProperty.METADATA) ? metadata : Map.of();
    }

    /** The error of an answer; its name and text are empty where they are missing. */
    Optional<AckError> error() throws MalformedMessageException {
        if (!isPresent(JsonProperty.ERROR) || error == null) {
            return Optional.empty();
        }
        return Optional.of(new AckError(
                error.string(JsonProperty.NAME).orElse(""),
                error.string(JsonProperty.MESSAGE).orElse("")));
    }

    /**
     * The payload. It may be missing only beside metadata, and is an empty text then.
     *
     * <p>Source: client-protocol.md, section 6.1.
     */
    Payload payload() throws MalformedMessageException {
        String dataType = stringOrNull(JsonProperty.DATA_TYPE);
        PayloadKind kind = dataType == null ? PayloadKind.JSON : PayloadKind.of(dataType);
        if (isPresent(JsonProperty.DATA)) {
            return payloadOf(kind);
        }
        if (metadata().isEmpty()) {
            throw malformed("data may be missing only beside metadata");
        }
        return Payload.text("");
    }

    private Payload payloadOf(PayloadKind kind) throws MalformedMessageException {
        if (kind == PayloadKind.JSON) {
            return new Payload.Json(source.rawSlice(dataStart, dataEnd));
        }
        if (!dataIsString) {
            throw malformed("data of this type is a string");
        }
        String text = dataText != null ? dataText : source.stringAt(dataStart, dataEnd, factory);
        return kind == PayloadKind.TEXT ? Payload.text(text) : kind.ofBytes(base64(text));
    }

    private static byte[] base64(String text) throws MalformedMessageException {
        try {
            // The JDK forgives missing padding; the protocol does not.
            if (text.length() % 4 == 0) {
                return Base64.getDecoder().decode(text);
            }
        } catch (IllegalArgumentException e) {
            throw malformed("binary data is base64");
        }
        throw malformed("base64 is padded");
    }

    private @Nullable String stringOrNull(JsonProperty property) throws MalformedMessageException {
        return isPresent(property) ? strings[property.slot()] : null;
    }

    private boolean isPresent(JsonProperty property) throws MalformedMessageException {
        if ((broken & property.bit()) != 0) {
            throw malformed(property.wireName() + " has a wrong value");
        }
        return has(property);
    }
}
