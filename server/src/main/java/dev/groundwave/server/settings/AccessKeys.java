package dev.groundwave.server.settings;

import dev.groundwave.wire.token.AccessKey;
import java.util.Optional;

/**
 * The two keys, equally valid for checking; the primary one signs.
 *
 * <p>Source: rest-api.md, section 3.3.
 */
public record AccessKeys(AccessKey primary, Optional<AccessKey> secondary) {
    /** The key of the vendor's emulator: public by design, good for loopback only. */
    public static final AccessKey PUBLIC_KEY = new AccessKey("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH");

    /** Only the public key. */
    public static AccessKeys publicKey() {
        return new AccessKeys(PUBLIC_KEY, Optional.empty());
    }

    /** Whether a stranger could sign tokens because one of the keys is the public one. */
    public boolean includePublicKey() {
        return primary.equals(PUBLIC_KEY)
                || secondary.filter(PUBLIC_KEY::equals).isPresent();
    }
}
