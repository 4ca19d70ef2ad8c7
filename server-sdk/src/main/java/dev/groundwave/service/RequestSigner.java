package dev.groundwave.service;

import dev.groundwave.wire.token.AccessKey;
import dev.groundwave.wire.token.AccessToken;
import dev.groundwave.wire.token.TokenSigner;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Makes the {@code Authorization} of each request: a token of its own, good for that URL only.
 *
 * <p>Safe for all threads. Source: rest-api.md, section 3.2.
 */
final class RequestSigner {
    /** Long enough for clocks that differ a little, short enough to be worthless in an old log. */
    private static final Duration LIFETIME = Duration.ofMinutes(5);

    private final TokenSigner signer;
    private final InstantSource clock;

    RequestSigner(AccessKey key, InstantSource clock) {
        this.signer = new TokenSigner(key, clock);
        this.clock = clock;
    }

    /** The header's value for a request to this URL, its query included. */
    String authorization(URI url) {
        return "Bearer "
                + signer.sign(AccessToken.of(url.toString(), clock.instant().plus(LIFETIME)));
    }
}
