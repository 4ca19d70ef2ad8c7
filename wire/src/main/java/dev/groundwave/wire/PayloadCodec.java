package dev.groundwave.wire;

/**
 * Turns a program's own values into JSON payloads and back, usually by an object mapper that the program has anyway.
 *
 * <p>Safe for all threads. Found by {@link java.util.ServiceLoader}, or given where it is used, which wins. Without any,
 * maps, lists, strings, numbers and booleans are known. The modules {@code codec-jackson}, {@code codec-jackson2} and
 * {@code codec-gson} have one each. An exception's message should not quote what was read, as it may end in a log. Source:
 * client-sdk.md, sections 1.5 and 7.4.
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

    /**
     * The one that {@link java.util.ServiceLoader} finds, or the one for plain values when it finds none. Looked for once.
     *
     * @throws IllegalStateException when there are several, as which comes first would be chance; the message names them
     */
    static PayloadCodec installed() {
        return InstalledCodecs.FOUND.only();
    }
}
