package dev.groundwave.bench.rest;

import dev.groundwave.wire.token.AccessKey;
import dev.groundwave.wire.token.AccessToken;
import dev.groundwave.wire.token.TokenSigner;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The calls of one scenario to one server. They differ in their tokens only.
 *
 * @param host with its port
 */
record Calls(String host, String path, List<String> tokens) {
    static final String CONTENT_TYPE = "text/plain";

    private static final byte[] BODY = "x".repeat(64).getBytes(StandardCharsets.US_ASCII);
    private static final long AN_HOUR = 3600;

    /** Signs as many tokens as the scenario needs. */
    static Calls of(Scenario scenario, int port, AccessKey key) {
        String host = "127.0.0.1:" + port;
        TokenSigner signer = new TokenSigner(key, Clock.systemUTC());
        Instant expiry = Instant.now().plusSeconds(AN_HOUR);
        String audience = (scenario.http2() ? "https://" : "http://") + host + scenario.path();
        int count = scenario.freshTokens() ? scenario.sends() : 1;
        List<String> tokens = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            tokens.add(signer.sign(AccessToken.of(audience, expiry.plusSeconds(i))));
        }
        return new Calls(host, scenario.path() + "?api-version=2024-12-01", List.copyOf(tokens));
    }

    /** What is sent. */
    static byte[] body() {
        return BODY.clone();
    }

    /** The header of the round's n-th call. */
    String authorization(int number) {
        return "Bearer " + tokens.get(number % tokens.size());
    }

    /** Hides the tokens. */
    @Override
    public String toString() {
        return "Calls[" + path + "]";
    }
}
