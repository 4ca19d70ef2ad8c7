package dev.groundwave.server.blackbox.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.groundwave.server.blackbox.HttpAnswer;
import dev.groundwave.server.blackbox.Json;
import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.RunningServer;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("section 5.10")
final class GenerateTokenTest {
    @RegisterExtension
    static final RunningServer SERVER = new RunningServer();

    private static HttpAnswer generate(String query) {
        return SERVER.call(SERVER.inHub("POST", "/:generateToken" + query));
    }

    private static String tokenFor(String query) {
        HttpAnswer answer = generate(query);
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return Json.text(answer.body(), "token");
    }

    private static JWTClaimsSet claims(String query) throws ParseException {
        return SignedJWT.parse(tokenFor(query)).getJWTClaimsSet();
    }

    private static Duration lifetime(JWTClaimsSet claims) {
        return Duration.between(
                claims.getIssueTime().toInstant(), claims.getExpirationTime().toInstant());
    }

    @Test
    void answersWithAnObjectOfOneToken() {
        HttpAnswer answer = generate("");

        assertThat(answer.body()).matches("\\{\"token\":\"[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\"}");
        assertThat(answer.header("Content-Type")).contains("application/json; charset=utf-8");
        assertThat(answer.header("api-supported-versions")).contains(ErrorBody.VERSIONS);
    }

    @Test
    void isSignedWithThePrimaryKey() throws ParseException, JOSEException {
        SignedJWT token = SignedJWT.parse(tokenFor(""));

        assertThat(token.getHeader().getAlgorithm().getName()).isEqualTo("HS256");
        assertThat(token.getHeader().getType().getType()).isEqualTo("JWT");
        assertThat(token.verify(new MACVerifier(RunningServer.PRIMARY_KEY))).isTrue();
    }

    @Test
    void hasTheClaimsOfTheService() throws ParseException {
        JWTClaimsSet claims = claims("");

        assertThat(claims.getIssuer()).isEqualTo("https://webpubsub.azure.com");
        assertThat(claims.getAudience())
                .containsExactly("http://" + SERVER.authority() + "/client/hubs/" + SERVER.hub());
        assertThat(lifetime(claims)).isEqualTo(Duration.ofMinutes(60));
        assertThat(claims.getNotBeforeTime()).isEqualTo(claims.getIssueTime());
        assertThat(claims.getClaims()).doesNotContainKeys("sub", "role", "webpubsub.group");
    }

    @Test
    void hasWhatTheCallerAsksFor() throws ParseException {
        JWTClaimsSet claims = claims("?userId=%C3%A5+l%2B&role=webpubsub.sendToGroup.a,b&role=x&group=a%2Fb&group=b"
                + "&minutesToExpire=5&clientType=Default&api-version=2024-12-01");

        assertThat(claims.getSubject()).isEqualTo("å l+");
        assertThat(claims.getStringListClaim("role")).containsExactly("webpubsub.sendToGroup.a,b", "x");
        assertThat(claims.getStringListClaim("webpubsub.group")).containsExactly("a/b", "b");
        assertThat(lifetime(claims)).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void listsStayArraysWithOneMember() throws ParseException {
        JWTClaimsSet claims = claims("?role=x&group=g");

        assertThat(claims.getClaim("role")).isInstanceOf(List.class);
        assertThat(claims.getClaim("webpubsub.group")).isInstanceOf(List.class);
    }

    @Test
    void anEmptyUserIsAnonymous() throws ParseException {
        assertThat(claims("?userId=").getClaims()).doesNotContainKey("sub");
    }

    @Test
    void namesTheHubInLowerCaseAndTheHostOfTheCaller() throws ParseException {
        HttpAnswer answer = SERVER.call(
                SERVER.request("POST", "/api/hubs/ChatRoom/:generateToken").header("Host", "svc.example:8080"));

        assertThat(SignedJWT.parse(Json.text(answer.body(), "token"))
                        .getJWTClaimsSet()
                        .getAudience())
                .containsExactly("http://svc.example:8080/client/hubs/chatroom");
    }

    @Test
    void opensAConnectionWithItsUserRolesAndGroups() {
        String token = tokenFor("?userId=alice&role=webpubsub.joinLeaveGroup.room&group=lobby");

        RawWebSocket client = SERVER.handshake("/client/hubs/" + SERVER.hub() + "?access_token=" + token)
                .offer(RunningServer.JSON)
                .open();

        assertThat(client.nextText()).contains("\"userId\":\"alice\"");
        assertThat(client.ask("{\"type\":\"joinGroup\",\"group\":\"room\",\"ackId\":1}"))
                .contains("\"success\":true");
        assertThat(client.ask("{\"type\":\"joinGroup\",\"group\":\"other\",\"ackId\":2}"))
                .contains("\"Forbidden\"");
        SERVER.sendText("/groups/lobby/:send", "hi");
        assertThat(client.nextText()).contains("\"group\":\"lobby\"");
    }

    @ParameterizedTest
    @CsvSource({
        "default, /client/hubs/",
        "DEFAULT, /client/hubs/",
        "mqtt, /clients/mqtt/hubs/",
        "MQTT, /clients/mqtt/hubs/"
    })
    void theTypeOfClientDecidesTheAudience(String type, String path) throws ParseException {
        assertThat(claims("?clientType=" + type).getAudience())
                .containsExactly("http://" + SERVER.authority() + path + SERVER.hub());
    }

    @Test
    void anUnknownTypeOfClientIsAValidationError() {
        ErrorBody.expectValidation(
                generate("?clientType=socketio"), "clientType", "The value 'socketio' is not valid.");
        ErrorBody.expectValidation(generate("?clientType=fax"), "clientType", "The value 'fax' is not valid.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "abc", "1.5", "", "%20"})
    void aLifetimeOfLessThanAMinuteIsAValidationError(String minutes) {
        ErrorBody.expectValidation(generate("?minutesToExpire=" + minutes), "minutesToExpire");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?group=", "?group=%20", "?group=good&group=%09"})
    void aBlankGroupIsAValidationError(String query) {
        ErrorBody.expectValidation(generate(query), "group");
    }

    @Test
    void aGroupHas1024CharactersAtMost() {
        assertThat(generate("?group=" + "g".repeat(1024)).status()).isEqualTo(200);
        ErrorBody.expectValidation(generate("?group=" + "g".repeat(1025)), "group");
    }

    @Test
    void aUserIdHas1024CharactersAtMost() {
        assertThat(generate("?userId=" + "u".repeat(1024)).status()).isEqualTo(200);
        assertThat(generate("?userId=" + "u".repeat(1025)).status()).isEqualTo(400);
    }

    @Test
    void theBodyIsIgnored() {
        assertThat(SERVER.call(SERVER.inHub("POST", "/:generateToken").body("application/xml", "<x/>"))
                        .status())
                .isEqualTo(200);
    }
}
