package dev.groundwave.wire.codec;

import dev.groundwave.wire.AckError;
import dev.groundwave.wire.CloseReason;
import dev.groundwave.wire.MalformedMessageException;
import dev.groundwave.wire.Payload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
    private final boolean fromService;
    private final @Nullable String[] strings = new String[JsonProperty.STRINGS];
    private final long[] numbers = new long[JsonProperty.NUMBERS];
    private Map<String, String> metadata = Map.of();
    private Map<String, String> state = Map.of();
    private @Nullable JsonFields error;
    private @Nullable JsonFields stream;
    private List<JsonFields> items = List.of();

    /** Bits of {@link JsonProperty}: which have a value, which of these a wrong one, which booleans are true. */
    private long present;

    private long broken;
    private long truths;

    /** The raw value of {@code data}, in characters of the source; its text when it was read as a string already. */
    private int dataStart;

    private int dataEnd;
    private boolean dataIsString;
    private boolean dataIsNull;
    private @Nullable String dataText;

    private JsonFields(JsonSource source, JsonFactory factory, boolean fromService) {
        this.source = source;
        this.factory = factory;
        this.fromService = fromService;
    }

    /**
     * Reads a whole frame.
     *
     * @param fromService whether lists of objects mean something; from clients they do not, and are not kept: a few
     *     bytes of such a list take a hundred times as many of memory
     * @throws MalformedMessageException when it is not exactly one object
     */
    static JsonFields readFrame(JsonSource source, JsonFactory factory, boolean fromService)
            throws MalformedMessageException {
        JsonParser parser = source.parser();
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw malformed("a message is a JSON object");
        }
        JsonFields fields = readObject(source, factory, fromService);
        if (parser.nextToken() != null) {
            throw malformed("nothing follows the JSON object");
        }
        return fields;
    }

    static MalformedMessageException malformed(String rule) {
        return new MalformedMessageException(rule, CloseReason.INVALID_JSON_MESSAGE);
    }

    private static JsonFields readObject(JsonSource source, JsonFactory factory, boolean fromService) {
        JsonFields fields = new JsonFields(source, factory, fromService);
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
            case STRING_MAP -> token == JsonToken.START_OBJECT && takeMap(property);
            case OBJECT -> token == JsonToken.START_OBJECT && takeObject(property);
            case OBJECTS -> fromService && token == JsonToken.START_ARRAY && takeItems();
        };
    }

    private boolean takeBoolean(JsonProperty property, JsonToken token) {
        truths = token == JsonToken.VALUE_TRUE ? truths | property.bit() : truths & ~property.bit();
        return token.isBoolean();
    }

    private boolean takeObject(JsonProperty property) {
        JsonFields nested = readObject(source, factory, fromService);
        if (property == JsonProperty.ERROR) {
            error = nested;
        } else {
            stream = nested;
        }
        return true;
    }

    /** Reads an array of objects to its end; false when it holds anything else. */
    private boolean takeItems() {
        JsonParser parser = source.parser();
        List<JsonFields> read = new ArrayList<>();
        boolean valid = true;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token == JsonToken.START_OBJECT) {
                read.add(readObject(source, factory, fromService));
            } else {
                valid = false;
                parser.skipChildren();
            }
        }
        items = read;
        return valid;
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
        dataIsNull = token == JsonToken.VALUE_NULL;
        // A string is decoded here, while the parser stands on it, unless it is known to be wanted raw.
        dataText = dataIsString && !"json".equals(strings[JsonProperty.DATA_TYPE.slot()])
                ? source.parser().getString()
                : null;
        dataEnd = source.skipValue();
        return !dataIsNull;
    }

    /** Reads an object of strings to its end; false when a value is no string, or a name of metadata comes twice. */
    private boolean takeMap(JsonProperty property) {
        JsonParser parser = source.parser();
        Map<String, String> read = new LinkedHashMap<>();
        boolean strings = true;
        boolean unique = true;
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            if (parser.nextToken() == JsonToken.VALUE_STRING) {
                unique &= read.put(name, parser.getString()) == null;
            } else {
                strings = false;
                parser.skipChildren();
            }
        }
        if (property == JsonProperty.STATE) {
            state = read;
            return strings;
        }
        metadata = read;
        return strings && unique;
    }

    boolean has(JsonProperty property) {
        return (present & property.bit()) != 0;
    }

    Optional<String> string(JsonProperty property) throws MalformedMessageException {
        return Optional.ofNullable(stringOrNull(property));
    }

    /** The string, or empty when it is absent or something else. */
    Optional<String> anyString(JsonProperty property) {
        boolean valid = has(property) && (broken & property.bit()) == 0;
        return valid ? Optional.ofNullable(strings[property.slot()]) : Optional.empty();
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

    Optional<Map<String, String>> state() throws MalformedMessageException {
        return isPresent(JsonProperty.STATE) ? Optional.of(state) : Optional.empty();
    }

    /** The properties of {@code error}. */
    Optional<JsonFields> errorFields() throws MalformedMessageException {
        return isPresent(JsonProperty.ERROR) ? Optional.ofNullable(error) : Optional.empty();
    }

    /** The properties of {@code stream}. */
    Optional<JsonFields> streamFields() throws MalformedMessageException {
        return isPresent(JsonProperty.STREAM) ? Optional.ofNullable(stream) : Optional.empty();
    }

    /** The properties of each of the {@code items}; none when they are absent. */
    List<JsonFields> items() throws MalformedMessageException {
        return isPresent(JsonProperty.ITEMS) ? items : List.of();
    }

    /** The error of an answer; its name and text are empty where they are missing. */
    Optional<AckError> error() throws MalformedMessageException {
        Optional<JsonFields> fields = errorFields();
        if (fields.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(fields.get().ownError());
    }

    /** The error whose properties these are; its name and text are empty where they are missing. */
    AckError ownError() throws MalformedMessageException {
        return new AckError(
                string(JsonProperty.NAME).orElse(""),
                string(JsonProperty.MESSAGE).orElse(""));
    }

    /**
     * The payload. It may be missing only beside metadata, and is an empty text then.
     *
     * <p>Source: client-protocol.md, section 6.1.
     */
    Payload payload() throws MalformedMessageException {
        Optional<Payload> present = dataIsNull ? Optional.empty() : optionalPayload();
        if (present.isPresent()) {
            return present.get();
        }
        if (dataIsNull || metadata().isEmpty()) {
            throw malformed("data is not null, and missing only beside metadata");
        }
        return Payload.text("");
    }

    /** The payload where it may be missing or null. */
    Optional<Payload> optionalPayload() throws MalformedMessageException {
        String dataType = stringOrNull(JsonProperty.DATA_TYPE);
        PayloadKind kind = dataType == null ? PayloadKind.JSON : PayloadKind.of(dataType);
        return hasData() ? Optional.of(payloadOf(kind)) : Optional.empty();
    }

    /** Whether there is data other than null. */
    boolean hasData() {
        return has(JsonProperty.DATA) && !dataIsNull;
    }

    private Payload payloadOf(PayloadKind kind) throws MalformedMessageException {
        if (kind == PayloadKind.JSON) {
            return new Payload.Json(source.rawSlice(dataStart, dataEnd));
        }
        if (!dataIsString) {
            throw malformed("data of this type is a string");
        }
        String text = dataText != null ? dataText : source.stringAt(dataStart, dataEnd, factory);
        return kind.ofString(text);
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
