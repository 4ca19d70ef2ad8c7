package dev.groundwave.wire.codec;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The properties that the messages of the JSON dialects are made of, with the shape each must have.
 *
 * <p>Strings come first and numbers right behind them: {@link JsonFields} keeps both in arrays by their {@link #slot()}.
 */
@SuppressWarnings("EnumOrdinal") // The order is only the layout of JsonFields in memory; nothing stores it.
enum JsonProperty {
    TYPE("type", Shape.STRING),
    EVENT("event", Shape.STRING),
    GROUP("group", Shape.STRING),
    DATA_TYPE("dataType", Shape.STRING),
    FROM("from", Shape.STRING),
    FROM_USER_ID("fromUserId", Shape.STRING),
    USER_ID("userId", Shape.STRING),
    CONNECTION_ID("connectionId", Shape.STRING),
    RECONNECTION_TOKEN("reconnectionToken", Shape.STRING),
    NAME("name", Shape.STRING),
    MESSAGE("message", Shape.STRING),

    ACK_ID("ackId", Shape.UNSIGNED),
    SEQUENCE_ID("sequenceId", Shape.UNSIGNED),
    TTL_SECONDS("ttlSeconds", Shape.UNSIGNED),

    NO_ECHO("noEcho", Shape.BOOLEAN),
    SUCCESS("success", Shape.BOOLEAN),
    DATA("data", Shape.DATA),
    METADATA("metadata", Shape.STRING_MAP),
    ERROR("error", Shape.OBJECT);

    /** What the value of a property looks like. */
    enum Shape {
        STRING,
        /** A plain integer literal without sign, fraction or exponent, up to 2^64-1. */
        UNSIGNED,
        BOOLEAN,
        /** Any value; what it means depends on {@link #DATA_TYPE}, which may stand before or behind it. */
        DATA,
        STRING_MAP,
        OBJECT
    }

    /** How many properties are strings. */
    static final int STRINGS = count(Shape.STRING);
    /** How many properties are numbers. */
    static final int NUMBERS = count(Shape.UNSIGNED);

    private static final Map<String, JsonProperty> BY_NAME = byName();

    private final String wireName;
    private final Shape shape;

    JsonProperty(String wireName, Shape shape) {
        this.wireName = wireName;
        this.shape = shape;
    }

    /** The property of that exact name, or null when the protocol knows none. */
    static @Nullable JsonProperty find(String wireName) {
        return BY_NAME.get(wireName);
    }

    String wireName() {
        return wireName;
    }

    Shape shape() {
        return shape;
    }

    /** The property's place in the bit sets of {@link JsonFields}. */
    long bit() {
        return 1L << ordinal();
    }

    /** The place of a string among the strings, of a number among the numbers. */
    int slot() {
        return shape == Shape.UNSIGNED ? ordinal() - STRINGS : ordinal();
    }

    private static int count(Shape shape) {
        int count = 0;
        for (JsonProperty property : values()) {
            count += property.shape == shape ? 1 : 0;
        }
        return count;
    }

    private static Map<String, JsonProperty> byName() {
        Map<String, JsonProperty> byName = new HashMap<>();
        for (JsonProperty property : values()) {
            byName.put(property.wireName, property);
        }
        return byName;
    }
}
