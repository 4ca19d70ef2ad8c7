package dev.groundwave.server.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Tokens whose signatures were found good by one set of keys, so that a caller who shows the same token with each call
 * costs one check.
 *
 * <p>Safe for all threads. It says nothing of a token's time and place: those are for each call anew. Other keys begin
 * with none of these. Only the holder of a key can fill it; it never has more than {@link #SLOTS} tokens, each of which
 * takes the place of the one that was in its slot.
 */
final class VerifiedTokens {
    static final int SLOTS = 1024;

    /** Longer ones are checked each time, so that all together take a few megabytes at most. */
    static final int LONGEST = 2048;

    private final AtomicReferenceArray<@Nullable Entry> slots = new AtomicReferenceArray<>(SLOTS);

    /** A token as it came. */
    private static final class Entry {
        private final byte[] token;
        private final SignedClaims claims;

        private Entry(byte[] token, SignedClaims claims) {
            this.token = token;
            this.claims = claims;
        }
    }

    /** What the token says; null when it is not known here. Tokens are compared in constant time. */
    @Nullable
    SignedClaims find(String token) {
        Entry entry = slots.get(slot(token));
        return entry != null && MessageDigest.isEqual(entry.token, bytes(token)) ? entry.claims : null;
    }

    /** Knows a token from now on, whose signature was checked. */
    void remember(String token, SignedClaims claims) {
        if (token.length() <= LONGEST) {
            slots.set(slot(token), new Entry(bytes(token), claims));
        }
    }

    private static byte[] bytes(String token) {
        return token.getBytes(StandardCharsets.UTF_8);
    }

    private static int slot(String token) {
        int hash = token.hashCode();
        return (hash ^ (hash >>> 16)) & (SLOTS - 1);
    }
}
