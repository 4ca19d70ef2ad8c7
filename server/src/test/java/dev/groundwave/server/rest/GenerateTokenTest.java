package dev.groundwave.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.groundwave.server.auth.Caller;
import dev.groundwave.server.auth.TokenGate;
import dev.groundwave.server.auth.Verdict;
import dev.groundwave.server.settings.AccessKeys;
import dev.groundwave.wire.HubName;
import java.text.ParseException;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens for clients, made by the service. Source: rest-api.md, section 5.10. */
final class GenerateTokenTest {
    private static final String PATH = "/api/hubs/Chat/:generateToken";

    private final RestFixture rest = new RestFixture();

    private String token(String query) {
        RestResponse response = rest.call("POST", PATH + query);
        assertThat(response.status()).isEqualTo(200);
        assertThat(RestFixture.header(response, "Content-Type")).contains("application/json; charset=utf-8");
        assertThat(RestFixture.header(response, "api-supported-versions")).contains(RestFixture.VERSIONS);
        String json = response.body().asUtf8();
        assertThat(json).matches("\\{\"token\":\"[\\w-]+\\.[\\w-]+\\.[\\w-]+\"}");
        return json.substring("{\"token\":\"".length(), json.length() - 2);
    }

    private Map<String, Object> claims(String query) throws ParseException {
        return SignedJWT.parse(token(query)).getPayload().toJSONObject();
    }

    @Test
    void anAnonymousTokenLivesAnHour() throws ParseException {
        long now = RestFixture.NOW.getEpochSecond();

        assertThat(claims("?userId=&api-version=2024-12-01"))
                .isEqualTo(Map.of(
                        "iss",
                        "https://webpubsub.azure.com",
                        "aud",
                        "http://localhost:8080/client/hubs/chat",
                        "iat",
                        now,
                        "nbf",
                        now,
                        "exp",
                        now + 3600));
    }

    @Test
    void rolesAndGroupsAreArraysAndNotSplit() throws ParseException {
        Map<String, Object> claims =
                claims("?userId=a+b%2B&role=webpubsub.sendToGroup&role=x,y&group=g1&minutesToExpire=5");

        assertThat(claims)
                .containsEntry("sub", "a b+")
                .containsEntry("role", List.of("webpubsub.sendToGroup", "x,y"))
                .containsEntry("webpubsub.group", List.of("g1"))
                .containsEntry(
                        "exp", RestFixture.NOW.plus(Duration.ofMinutes(5)).getEpochSecond());
    }

    @Test
    void theHeadIsTheHostedServices() throws ParseException {
        assertThat(SignedJWT.parse(token("")).getHeader().toJSONObject())
                .isEqualTo(Map.of("alg", "HS256", "typ", "JWT", "cty", "JWT", "kid", "primary"));
    }

    @Test
    void theGateLetsItsBearerIn() {
        TokenGate gate = new TokenGate(AccessKeys.publicKey(), List.of(), false, RestFixture.CLOCK);

        Verdict verdict = gate.checkClient(
                Optional.of(token("?userId=ann&role=r&group=g")), List.of(RestFixture.HOST), new HubName("chat"));

        Caller caller = ((Verdict.Accepted) verdict).caller();
        assertThat(caller.userId()).contains("ann");
        assertThat(caller.roles()).containsExactly("r");
        assertThat(caller.groups()).containsExactly("g");
    }

    @ParameterizedTest
    @CsvSource({
        "Default, http://localhost:8080/client/hubs/chat",
        "default, http://localhost:8080/client/hubs/chat",
        "mqtt,    http://localhost:8080/clients/mqtt/hubs/chat",
        "MQTT,    http://localhost:8080/clients/mqtt/hubs/chat",
    })
    void theClientTypeDecidesThePath(String clientType, String audience) throws ParseException {
        assertThat(claims("?clientType=" + clientType)).containsEntry("aud", audience);
    }

    @Test
    void theSchemeIsTheCallers() throws ParseException {
        RestHead plain = rest.head("POST", PATH);
        RestResponse response = rest.call(new RestHead("POST", PATH, plain.headers(), true));

        String json = response.body().asUtf8();
        JWTClaimsSet claims = SignedJWT.parse(json.substring("{\"token\":\"".length(), json.length() - 2))
                .getJWTClaimsSet();
        assertThat(claims.getAudience()).containsExactly("https://localhost:8080/client/hubs/chat");
        assertThat(claims.getIssueTime()).isEqualTo(Date.from(RestFixture.NOW));
    }

    @ParameterizedTest
    @CsvSource({
        "clientType,      socketio",
        "clientType,      other",
        "minutesToExpire, 0",
        "minutesToExpire, -1",
        "minutesToExpire, 1.5",
        "minutesToExpire, ''",
        "minutesToExpire, 2147483648",
        "group,           ''",
        "group,           %20",
    })
    void aParameterThatBreaksItsRuleIsNamed(String parameter, String value) {
        RestResponse response = rest.call("POST", PATH + "?" + parameter + "=" + value);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.body().asUtf8())
                .contains("\"target\":\"" + parameter + "\",\"errors\":{\"" + parameter + "\":[");
    }

    @Test
    void theTextAboutAnUnknownClientTypeIsTheHostedServices() {
        assertThat(rest.call("POST", PATH + "?clientType=socketio").body().asUtf8())
                .contains("\"message\":\"The value 'socketio' is not valid.\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"userId", "group"})
    void aNameMayHave1024Characters(String parameter) {
        assertThat(rest.call("POST", PATH + "?" + parameter + "=" + "n".repeat(1024))
                        .status())
                .isEqualTo(200);
        assertThat(rest.call("POST", PATH + "?" + parameter + "=" + "n".repeat(1025))
                        .status())
                .isEqualTo(400);
    }
}
