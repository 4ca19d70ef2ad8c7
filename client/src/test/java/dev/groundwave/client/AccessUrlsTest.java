package dev.groundwave.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How client access URLs are read. Source: client-sdk.md, sections 1.3 and 4. */
final class AccessUrlsTest {
    @ParameterizedTest
    @CsvSource({
        "ws://h:1/client/hubs/a?x=1, ws://h:1/client/hubs/a?x=1",
        "WSS://h/client?hub=a, wss://h/client?hub=a",
        "http://h/client/hubs/a, ws://h/client/hubs/a",
        "https://h/client/hubs/a?access_token=%20, wss://h/client/hubs/a?access_token=%20"
    })
    void schemesOfWebSocketsAreUsed(String given, String wanted) {
        assertThat(AccessUrls.toWebSocketUri(given)).hasToString(wanted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://h/secret",
                "//h/secret",
                "ws:///secret",
                "ws://h/a b?access_token=secret",
                "ws://h/secret#part",
                "secret"
            })
    void othersAreRefusedWithoutBeingQuoted(String url) {
        assertThatThrownBy(() -> AccessUrls.toWebSocketUri(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .message()
                .doesNotContain("secret");
    }

    @Test
    void theLastTokenTellsTheExpiry() {
        String url = "ws://h/client?access_token=x&ACCESS_TOKEN=" + token("{\"a\":{\"exp\":1},\"exp\":1700000000}");
        assertThat(AccessUrls.tokenExpiry(url)).contains(Instant.ofEpochSecond(1_700_000_000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{\"exp\":\"soon\"}", "{\"exp\":", "", "{\"exp\":99999999999999999999999}"})
    void aTokenWithoutReadableExpiryTellsNone(String claims) {
        assertThat(AccessUrls.tokenExpiry("ws://h/client?access_token=" + token(claims)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws://h/client", "ws://h/client?hub=a", "ws://h/client?access_token=a.%%%.c"})
    void aUrlWithoutReadableTokenTellsNone(String url) {
        assertThat(AccessUrls.tokenExpiry(url)).isEmpty();
    }

    private static String token(String claims) {
        return "e30."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
                + ".sig";
    }
}
