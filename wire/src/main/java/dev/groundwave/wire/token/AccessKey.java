package dev.groundwave.wire.token;

import dev.groundwave.wire.WireLimits;
import java.nio.charset.StandardCharsets;

/**
 * A signing key: the UTF-8 bytes of an opaque string, never base64-decoded.
 *
 * <p>Immutable. {@link #toString()} hides the key. Source: rest-api.md, section 3.1.
 */
public final class AccessKey {
    private final String text;

    /**
     * Checks the length.
     *
     * @throws IllegalArgumentException when the key has fewer than 32 bytes; the message gives its length only
     */
    public AccessKey(String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < WireLimits.MIN_ACCESS_KEY_BYTES) {
            throw new IllegalArgumentException(
                    "an access key has at least " + WireLimits.MIN_ACCESS_KEY_BYTES + " bytes; this one has " + bytes);
        }
        this.text = text;
    }

    /** The key as it stands in a connection string. A secret: for signing and for handing on, not for showing. */
    public String reveal() {
        return text;
    }

    /** The bytes that sign and check; a copy. */
    public byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AccessKey that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "AccessKey[***]";
    }
}
