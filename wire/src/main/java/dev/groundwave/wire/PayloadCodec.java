package dev.groundwave.wire;

import java.util.ServiceLoader;

/**
 * Turns a program's own values into JSON payloads and back, usually by an object mapper that the program has anyway.
 *
 * <p>Safe for all threads. Found by {@link ServiceLoader}, or given where it is used. Without any, maps, lists, strings,
 * numbers and booleans are known. Source: client-sdk.md, sections 1.5 and 7.4.
 */
public interface PayloadCodec {
    /**
     * One JSON value.
     *
     * @throws IllegalArgumentException when the value has no JSON form
     */
    String toJson(Object value);

    /**
     * A value of this type.
     *
     * @throws IllegalArgumentException when the JSON is not of it
     */
    <T> T fromJson(String json, Class<T> type);

    /** The first that {@link ServiceLoader} finds, or the one for plain values. */
    static PayloadCodec installed() {
        return PlainPayloadCodec.Installed.CODEC;
    }
}
