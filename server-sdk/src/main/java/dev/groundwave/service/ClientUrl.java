package dev.groundwave.service;

import java.net.URI;

/**
 * Where a client connects, and the token that lets it in.
 *
 * <p>The whole URL is a secret of its client for as long as the token lives; {@code toString()} leaves the token out.
 *
 * @param baseUrl the {@code ws} or {@code wss} URL without the token
 */
public record ClientUrl(URI baseUrl, String token) {
    /** The URL with the token, ready for a WebSocket. */
    public URI url() {
        return new ApiUrl(baseUrl.toString()).query("access_token", token).uri();
    }

    @Override
    public String toString() {
        return "ClientUrl[" + baseUrl + ", token=***]";
    }
}
