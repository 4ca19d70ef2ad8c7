package dev.groundwave.wire.event;

import dev.groundwave.wire.token.AccessKey;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Proves to an event handler that an event comes from the service: an HMAC over the connection id, for each key.
 *
 * <p>Safe for all threads. Source: events-and-operations.md, section 1.7.
 */
public final class EventSignature {
    private static final String ALGORITHM = "HmacSHA256";

    private final AccessKey primary;
    private final Optional<AccessKey> secondary;

    /** Signatures by both keys, the primary one's first. */
    public EventSignature(AccessKey primary, Optional<AccessKey> secondary) {
        this.primary = primary;
        this.secondary = secondary;
    }

    /** The value of {@code ce-signature} for all events of a connection. */
    public String of(String connectionId) {
        String first = by(primary, connectionId);
        return secondary.map(key -> first + "," + by(key, connectionId)).orElse(first);
    }

    private static String by(AccessKey key, String connectionId) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.bytes(), ALGORITHM));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(connectionId.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
