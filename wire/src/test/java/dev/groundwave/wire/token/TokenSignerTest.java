package dev.groundwave.wire.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.groundwave.wire.ManualClock;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Source: client-protocol.md, section 2 and Appendix B. */
final class TokenSignerTest {
    private static final String AUDIENCE = "http://localhost:8080/client/hubs/chat";
    private static final Instant EXPIRES_AT = Instant.ofEpochSecond(4_102_444_800L);

    private final AccessKey key = new AccessKey("test-access-key-0123456789-ABCDEFGHIJKLMNOP=");
    private final ManualClock clock = new ManualClock(Instant.ofEpochSecond(1_700_000_000));
    private final TokenSigner signer = new TokenSigner(key, clock);

    @Nested
    final class KnownAnswer {
        private static final String HEADER = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";
        private static final String CLAIMS =
                "eyJhdWQiOiJodHRwOi8vbG9jYWxob3N0OjgwODAvY2xpZW50L2h1YnMvY2hhdCIsImlhdCI6MTcwMDAwMDAwMCwiZXhwIjo0"
                        + "MTAyNDQ0ODAwLCJzdWIiOiJhbGljZSIsInJvbGUiOlsid2VicHVic3ViLmpvaW5MZWF2ZUdyb3VwIiwid2VicHVic3V"
                        + "iLnNlbmRUb0dyb3VwLnJvb20iXSwid2VicHVic3ViLmdyb3VwIjoibG9iYnkifQ";
        private static final String SIGNATURE = "npajgBOWZlCdBy2c0gd5o8qTu41vcR-BDbTzZqaD7J0";

        @Test
        void theSignatureOfTheSpecificationIsOurs() {
            assertThat(Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(TokenSigner.signature(key, HEADER + "." + CLAIMS)))
                    .isEqualTo(SIGNATURE);
        }

        @Test
        void theClaimsOfTheSpecificationAreOursWithTheGroupAsAnArray() {
            String token = signer.sign(AccessToken.of(AUDIENCE, EXPIRES_AT)
                    .withSubject("alice")
                    .withRoles(List.of("webpubsub.joinLeaveGroup", "webpubsub.sendToGroup.room"))
                    .withGroups(List.of("lobby")));

            assertThat(token).startsWith(HEADER + ".");
            assertThat(claims(token)).isEqualTo(decoded(CLAIMS).replace("\"lobby\"", "[\"lobby\"]"));
        }
    }

    @Test
    void theThirdPartSignsTheFirstTwo() {
        String token = signer.sign(AccessToken.of(AUDIENCE, EXPIRES_AT));
        int dot = token.lastIndexOf('.');

        assertThat(Base64.getUrlDecoder().decode(token.substring(dot + 1)))
                .isEqualTo(TokenSigner.signature(key, token.substring(0, dot)));
        assertThat(token).doesNotContain("=");
    }

    @Test
    void whatIsAbsentIsNotWritten() {
        assertThat(claims(signer.sign(AccessToken.of(AUDIENCE, EXPIRES_AT))))
                .isEqualTo("{\"aud\":\"" + AUDIENCE + "\",\"iat\":1700000000,\"exp\":4102444800}");
    }

    @Test
    void timesOfTheTokenWinOverTheClock() {
        AccessToken token = new AccessToken(
                AUDIENCE,
                EXPIRES_AT,
                Optional.of(Instant.ofEpochSecond(5)),
                Optional.of(Instant.ofEpochSecond(6)),
                Optional.empty(),
                List.of(),
                List.of());

        assertThat(claims(signer.sign(token)))
                .isEqualTo("{\"aud\":\"" + AUDIENCE + "\",\"iat\":5,\"nbf\":6,\"exp\":4102444800}");
    }

    @Test
    void stringsAreEscaped() {
        AccessToken token = AccessToken.of(AUDIENCE, EXPIRES_AT)
                .withSubject("a\"b\\c\n\u0001\u20ac\ud83d\ude00")
                .withGroups(List.of("g\"1"));

        assertThat(claims(signer.sign(token)))
                .contains("\"sub\":\"a\\\"b\\\\c\\n\\u0001\u20ac\ud83d\ude00\"")
                .contains("\"webpubsub.group\":[\"g\\\"1\"]");
    }

    @Test
    void anEmptySubjectIsAUserId() {
        assertThat(claims(signer.sign(AccessToken.of(AUDIENCE, EXPIRES_AT).withSubject(""))))
                .contains("\"sub\":\"\"");
    }

    @Test
    void aKeyHasAtLeast32BytesAndIsNeverShown() {
        assertThat(new AccessKey("k".repeat(32))).hasToString("AccessKey[***]");
        assertThat(new AccessKey("\u20ac".repeat(11)).bytes()).hasSize(33);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AccessKey("k".repeat(31)))
                .withMessageNotContaining("kk");
    }

    private static String claims(String token) {
        return decoded(token.split("\\.", -1)[1]);
    }

    private static String decoded(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }
}
