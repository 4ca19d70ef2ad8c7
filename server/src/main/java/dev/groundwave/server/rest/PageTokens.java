package dev.groundwave.server.rest;

import dev.groundwave.server.settings.AccessKeys;
import dev.groundwave.wire.token.AccessKey;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Where a list goes on: the last id that was shown, signed so that nobody can make one up.
 *
 * <p>A token is good for one list for as long as its key is; the server keeps nothing. Safe for all threads. Source:
 * rest-api.md, section 5.9.
 */
final class PageTokens {
    private static final String ALGORITHM = "HmacSHA256";
    /** No access token begins like this, so a signature of one is never one of the other. */
    private static final String PURPOSE = "list connections\n";

    private static final int SIGNATURE_BYTES = 16;

    /** They may change while the service runs. */
    private final Supplier<AccessKeys> keys;

    PageTokens(Supplier<AccessKeys> keys) {
        this.keys = keys;
    }

    /**
     * A token, of characters that need no encoding in a URL.
     *
     * @param list what is listed
     */
    String issue(String list, String lastId) {
        ByteArrayOutputStream token = new ByteArrayOutputStream();
        token.writeBytes(signature(keys.get().primary(), list, lastId));
        token.writeBytes(lastId.getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token.toByteArray());
    }

    /** The last id that was shown; empty when the token is not one of this list. */
    Optional<String> open(String list, String token) {
        byte[] bytes = decode(token);
        if (bytes.length <= SIGNATURE_BYTES) {
            return Optional.empty();
        }
        byte[] signature = Arrays.copyOf(bytes, SIGNATURE_BYTES);
        String lastId = new String(bytes, SIGNATURE_BYTES, bytes.length - SIGNATURE_BYTES, StandardCharsets.UTF_8);
        AccessKeys now = keys.get();
        boolean genuine = MessageDigest.isEqual(signature, signature(now.primary(), list, lastId))
                || now.secondary()
                        .filter(key -> MessageDigest.isEqual(signature, signature(key, list, lastId)))
                        .isPresent();
        return genuine ? Optional.of(lastId) : Optional.empty();
    }

    private static byte[] decode(String token) {
        try {
            return Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static byte[] signature(AccessKey key, String list, String lastId) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.bytes(), ALGORITHM));
            byte[] text = (PURPOSE + list.length() + "\n" + list + lastId).getBytes(StandardCharsets.UTF_8);
            return Arrays.copyOf(mac.doFinal(text), SIGNATURE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
