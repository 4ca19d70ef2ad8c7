package dev.groundwave.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.wire.ManualClock;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("section 8.3")
final class ReconnectionTokensTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final SecureRandom random = new SecureRandom();
    private final ReconnectionTokens tokens = at(NOW);

    private ReconnectionTokens at(Instant now) {
        return new ReconnectionTokens(random, InstantSource.fixed(now));
    }

    @Test
    void aTokenIsForItsConnectionAlone() {
        String token = tokens.issue("a");

        assertThat(tokens.accept(token, "a")).isTrue();
        assertThat(tokens.accept(token, "b")).isFalse();
    }

    @Test
    void everyTokenIsAnother() {
        assertThat(tokens.issue("a")).isNotEqualTo(tokens.issue("a"));
    }

    @Test
    void aTokenIsGoodForSevenDaysWithoutASkew() {
        ManualClock clock = new ManualClock(NOW);
        ReconnectionTokens ticking = new ReconnectionTokens(random, clock);
        String token = ticking.issue("a");

        clock.advance(Duration.ofDays(7).minusMillis(1));
        assertThat(ticking.accept(token, "a")).isTrue();

        clock.advance(Duration.ofMillis(1));
        assertThat(ticking.accept(token, "a")).isFalse();
    }

    @Test
    void anotherServersTokenIsRefused() {
        assertThat(tokens.accept(at(NOW).issue("a"), "a")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "a.b.c", "..", "a.b"})
    void whatIsNoTokenIsRefused(String text) {
        assertThat(tokens.accept(text, "a")).isFalse();
    }

    @Test
    void aTokenWithoutASignatureIsRefused() {
        String payload = tokens.issue("a").split("\\.", -1)[1];
        String none = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));

        assertThat(tokens.accept(none + "." + payload + ".", "a")).isFalse();
    }
}
