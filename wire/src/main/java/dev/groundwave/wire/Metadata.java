package dev.groundwave.wire;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The rules for message metadata: keys of 1 to 256 token characters, ASCII values up to 1024, 8192 bytes in all.
 *
 * <p>Source: client-protocol.md, section 4.
 */
public final class Metadata {
    private static final String TOKEN_SIGNS = "!#$%&'*+-.^_`|~";

    private Metadata() {}

    /** An immutable copy that keeps the order of its keys; not checked. */
    static Map<String, String> copy(Map<String, String> metadata) {
        return metadata.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    /**
     * An immutable copy that keeps the order of its keys.
     *
     * @throws IllegalArgumentException when a key, a value or their sum breaks a rule
     */
    public static Map<String, String> checkedCopy(Map<String, String> metadata) {
        int bytes = 0;
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
            checkKey(entry.getKey());
            checkValue(entry.getValue());
            bytes += entry.getKey().length() + entry.getValue().length();
        }
        if (bytes > WireLimits.MAX_METADATA_BYTES) {
            throw new IllegalArgumentException(
                    "metadata has " + bytes + " bytes, allowed are " + WireLimits.MAX_METADATA_BYTES);
        }
        return copy(metadata);
    }

    private static void checkKey(String key) {
        boolean valid = !key.isEmpty() && key.length() <= WireLimits.MAX_METADATA_KEY_CHARS;
        for (int i = 0; valid && i < key.length(); i++) {
            valid = isTokenCharacter(key.charAt(i));
        }
        if (!valid) {
            throw new IllegalArgumentException("a metadata key has 1 to " + WireLimits.MAX_METADATA_KEY_CHARS
                    + " characters of an HTTP token; this one has " + key.length());
        }
    }

    private static void checkValue(String value) {
        boolean valid = value.length() <= WireLimits.MAX_METADATA_VALUE_CHARS;
        for (int i = 0; valid && i < value.length(); i++) {
            valid = value.charAt(i) < 0x80;
        }
        if (!valid) {
            throw new IllegalArgumentException("a metadata value has up to " + WireLimits.MAX_METADATA_VALUE_CHARS
                    + " ASCII characters; this one has " + value.length());
        }
    }

    private static boolean isTokenCharacter(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || TOKEN_SIGNS.indexOf(c) >= 0;
    }
}
