package dev.groundwave.service;

import dev.groundwave.wire.token.AccessKey;
import dev.groundwave.wire.token.AccessToken;
import dev.groundwave.wire.token.TokenSigner;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Makes client URLs with tokens signed on the spot.
 *
 * <p>Safe for all threads. Source: rest-api.md, section 3.4.
 */
final class ClientUrls {
    private final Endpoint endpoint;
    private final TokenSigner signer;
    private final InstantSource clock;

    ClientUrls(Endpoint endpoint, AccessKey key, InstantSource clock) {
        this.endpoint = endpoint;
        this.signer = new TokenSigner(key, clock);
        this.clock = clock;
    }

    ClientUrl signed(ClientUrlRequest request) {
        Instant now = clock.instant();
        return with(signer.sign(new AccessToken(
                endpoint.clientAudience(),
                now.plus(request.lifetime()),
                Optional.of(now),
                Optional.empty(),
                request.userId(),
                request.roles(),
                request.groups())));
    }

    /** The URL with a token that the service made. */
    ClientUrl with(String token) {
        return new ClientUrl(endpoint.clientUrl(), token);
    }
}
