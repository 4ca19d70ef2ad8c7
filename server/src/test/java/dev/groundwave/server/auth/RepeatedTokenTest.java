package dev.groundwave.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.groundwave.server.settings.AccessKeys;
import dev.groundwave.server.settings.AuthSettings;
import dev.groundwave.wire.token.AccessKey;
import dev.groundwave.wire.token.AccessToken;
import dev.groundwave.wire.token.TokenSigner;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A token that comes again is not verified again, but judged as strictly. Source: rest-api.md, sections 3.2 and 3.3. */
final class RepeatedTokenTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final AccessKey KEY = new AccessKey("k".repeat(44));
    private static final AccessKey OTHER_KEY = new AccessKey("o".repeat(44));
    private static final String HOST = "localhost:8080";
    private static final String PATH = "/api/hubs/chat/users/u/:send";

    @Nested
    final class AtTheGate {
        private Instant now = NOW;
        private final TokenGate gate =
                new TokenGate(new AccessKeys(KEY, Optional.empty()), List.of(), false, () -> now);
        private final String token = new TokenSigner(KEY, () -> NOW)
                .sign(AccessToken.of("http://" + HOST + PATH, NOW.plus(Duration.ofMinutes(10)))
                        .withSubject("me"));

        @BeforeEach
        void comesOnce() {
            assertThat(call(token, HOST, PATH)).isInstanceOf(Verdict.Accepted.class);
        }

        @Test
        void isAcceptedAgainForTheSameCaller() {
            assertThat(call(token, HOST, PATH))
                    .isInstanceOfSatisfying(
                            Verdict.Accepted.class,
                            accepted -> assertThat(accepted.caller().userId()).contains("me"));
        }

        @Test
        void isRefusedOnceItHasExpired() {
            now = NOW.plus(Duration.ofMinutes(16));

            assertThat(call(token, HOST, PATH)).isEqualTo(new Verdict.Refused("the token has expired"));
        }

        @Test
        void isRefusedOnceItsKeyIsReplaced() {
            gate.replace(new AccessKeys(OTHER_KEY, Optional.empty()), AuthSettings.DEFAULTS);

            assertThat(call(token, HOST, PATH)).isEqualTo(new Verdict.Refused("the signature is invalid"));
        }

        @Test
        void isRefusedAtAnotherPath() {
            assertThat(call(token, HOST, "/api/hubs/chat/users/v/:send"))
                    .isEqualTo(new Verdict.Refused("the audience is not this address"));
        }

        @Test
        void isRefusedAtAnotherHost() {
            assertThat(call(token, "elsewhere:8080", PATH))
                    .isEqualTo(new Verdict.Refused("the audience is not this address"));
        }

        @Test
        void isRefusedWithAnotherSignature() {
            String forged = token.substring(0, token.lastIndexOf('.') + 1) + "A".repeat(43);

            assertThat(call(forged, HOST, PATH)).isEqualTo(new Verdict.Refused("the signature is invalid"));
            assertThat(call(token, HOST, PATH)).isInstanceOf(Verdict.Accepted.class);
        }

        private Verdict call(String shown, String host, String path) {
            return gate.checkRest(Optional.of("Bearer " + shown), List.of(host), path)
                            instanceof Decision.Now(Verdict verdict)
                    ? verdict
                    : new Verdict.Missing();
        }
    }

    @Nested
    final class InMemory {
        private final VerifiedTokens known = new VerifiedTokens();
        private final SignedClaims claims = new SignedClaims(new JWTClaimsSet.Builder().build());

        @Test
        void isKnownByItsText() {
            known.remember("a.b.c", claims);

            assertThat(known.find("a.b.c")).isSameAs(claims);
            assertThat(known.find("a.b.d")).isNull();
        }

        @Test
        void isNotTakenForAnotherOneWithTheSameHash() {
            known.remember("Aa", claims);

            assertThat("BB").hasSameHashCodeAs("Aa");
            assertThat(known.find("BB")).isNull();
        }

        @Test
        void givesWayToALaterOneInItsPlace() {
            known.remember("Aa", claims);
            known.remember("BB", claims);

            assertThat(known.find("Aa")).isNull();
            assertThat(known.find("BB")).isSameAs(claims);
        }

        @Test
        void isNotKeptWhenItIsLong() {
            String longToken = "x".repeat(VerifiedTokens.LONGEST + 1);
            known.remember(longToken, claims);

            assertThat(known.find(longToken)).isNull();
        }
    }
}
