package dev.groundwave.server.blackbox.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.HttpAnswer;
import dev.groundwave.server.blackbox.Json;
import dev.groundwave.server.blackbox.RawWebSocket;
import dev.groundwave.server.blackbox.RunningServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressingTest {
    @RegisterExtension
    static final RunningServer SERVER = new RunningServer().publicEndpoints("https://push.example.org/base");

    @Nested
    @DisplayName("section 1, names")
    final class Names {
        @Test
        void hubsAreTheSameInAnyLetterCase() {
            RawWebSocket client = SERVER.json(SERVER.token());
            String path = "/api/hubs/" + SERVER.hub().replace("hub", "HuB") + "/:send";

            assertThat(SERVER.call(SERVER.request("POST", path).body("text/plain", "hi"))
                            .status())
                    .isEqualTo(202);

            assertThat(client.nextText()).contains("\"hi\"");
        }

        @ParameterizedTest
        @ValueSource(strings = {"1hub", "h-b", "h%20b", "%C3%BC", "h%2Fb"})
        void aBadHubIsAValidationError(String hub) {
            HttpAnswer answer = SERVER.call(
                    SERVER.request("POST", "/api/hubs/" + hub + "/:send").body("text/plain", "hi"));

            ErrorBody.expectValidation(answer, "hub");
        }

        @Test
        void aHubHas128CharactersAtMost() {
            String longest = "h".repeat(128);

            assertThat(SERVER.call(SERVER.request("POST", "/api/hubs/" + longest + "/:closeConnections"))
                            .status())
                    .isEqualTo(204);
            ErrorBody.expectValidation(
                    SERVER.call(SERVER.request("POST", "/api/hubs/" + longest + "h/:closeConnections")), "hub");
        }

        @ParameterizedTest
        @CsvSource({
            "POST, /groups/{}/:send, 202",
            "POST, /groups/{}/:closeConnections, 204",
            "HEAD, /groups/{}, 404",
            "GET, /groups/{}/connections, 200",
            "PUT, /groups/{}/connections/c, 404",
            "DELETE, /groups/{}/connections/c, 204",
            "PUT, /users/u/groups/{}, 404",
            "DELETE, /users/u/groups/{}, 204",
            "POST, /:generateToken?group={}, 200"
        })
        void aGroupHas1024CharactersAtMostWhateverIsAsked(String method, String path, int status) {
            String longest = "n".repeat(1024);
            // As .NET and Java count: this sign takes two characters.
            String alsoLongest = "n".repeat(1022) + "%F0%9F%98%80";

            assertThat(SERVER.status(method, path.replace("{}", longest))).isEqualTo(status);
            assertThat(SERVER.status(method, path.replace("{}", alsoLongest))).isEqualTo(status);
            assertThat(SERVER.status(method, path.replace("{}", longest + "n"))).isEqualTo(400);
            assertThat(SERVER.status(method, path.replace("{}", "n" + alsoLongest)))
                    .isEqualTo(400);
        }

        @ParameterizedTest
        @CsvSource({
            "GET, /groups/%E0%80/connections",
            "PUT, /permissions/sendToGroup/connections/%zz?targetName=g",
            "PUT, /permissions/sendToGroup/connections/c?targetName=%FF",
            "GET, /groups/g/connections?continuationToken=%",
            "POST, /:addToGroups?x=%4",
            "POST, /:send?filter=%C3%28"
        })
        void illFormedPercentSequencesAreRefusedEverywhere(String method, String path) {
            HttpAnswer answer =
                    SERVER.call(SERVER.inHub(method, path).body("application/json", "{\"groups\":[\"g\"]}"));

            ErrorBody.expectPlain(answer, 400, "Error.BadRequest", Json.text(answer.body(), "target"));
        }

        @Test
        void groupsAreCaseSensitive() {
            RawWebSocket client = SERVER.json(SERVER.token().groups("Room"));

            SERVER.sendText("/groups/room/:send", "lower");
            SERVER.sendText("/groups/Room/:send", "as it is");

            assertThat(client.nextText()).contains("as it is");
        }

        @Test
        void aGroupHas1024CharactersAtMost() {
            assertThat(SERVER.sendText("/groups/" + "g".repeat(1024) + "/:send", "hi"))
                    .isEqualTo(202);
            ErrorBody.expectValidation(
                    SERVER.call(SERVER.inHub("POST", "/groups/" + "g".repeat(1025) + "/:send")
                            .body("text/plain", "hi")),
                    "group");
        }

        @ParameterizedTest
        @ValueSource(strings = {"%20", "%20%09"})
        void aBlankGroupIsAValidationError(String group) {
            ErrorBody.expectValidation(
                    SERVER.call(SERVER.inHub("POST", "/groups/" + group + "/:closeConnections")), "group");
            ErrorBody.expectValidation(SERVER.call(SERVER.inHub("DELETE", "/users/u/groups/" + group)), "group");
        }

        @Test
        void usersAreCaseSensitive() {
            SERVER.json(SERVER.token().user("Alice"));

            assertThat(SERVER.status("HEAD", "/users/Alice")).isEqualTo(200);
            assertThat(SERVER.status("HEAD", "/users/alice")).isEqualTo(404);
        }
    }

    @Nested
    @DisplayName("section 1, parsing")
    final class Parsing {
        @ParameterizedTest
        @CsvSource({
            "a%2Fb, a/b",
            "a%2fb, a/b",
            "a+b, a+b",
            "a%2Bb, a+b",
            "a%20b, a b",
            "%C3%BC, ü",
            "%F0%9F%98%80, 😀",
            "a%252Fb, a%2Fb",
            "a%3Fb%23c, a?b#c",
            "a:b@c;d=e, a:b@c;d=e",
            "%3Asend, :send",
            ".., ..",
            "%2E, ."
        })
        void segmentsAreSplitFirstAndThenDecodedOnce(String encoded, String group) {
            RawWebSocket client = SERVER.simple(SERVER.token().groups(group), "");

            assertThat(SERVER.sendText("/groups/" + encoded + "/:send", "hi")).isEqualTo(202);

            assertThat(client.nextText()).isEqualTo("hi");
        }

        @ParameterizedTest
        @ValueSource(strings = {"c+%C3%BC@x", "c%2B%C3%BC%40x"})
        void theSdksEncodingsOfAUserMeanTheSame(String encoded) {
            RawWebSocket client = SERVER.simple(SERVER.token().user("c+ü@x"), "");

            assertThat(SERVER.sendText("/users/" + encoded + "/:send", "hi")).isEqualTo(202);

            assertThat(client.nextText()).isEqualTo("hi");
        }

        @ParameterizedTest
        @ValueSource(strings = {"/%3Asend", "/%3asend", "/groups/g/%3Asend"})
        void theColonOfAnActionMayBeEncoded(String path) {
            RawWebSocket client = SERVER.simple(SERVER.token().groups("g"), "");

            assertThat(SERVER.sendText(path, "hi")).isEqualTo(202);

            assertThat(client.nextText()).isEqualTo("hi");
        }

        @ParameterizedTest
        @ValueSource(strings = {"%", "%4", "%zz", "a%2", "%ff", "%C3", "%ED%A0%80", "%C0%AF"})
        void badPercentSequencesInThePathAre400(String group) {
            assertThat(SERVER.sendText("/groups/" + group + "/:send", "hi")).isEqualTo(400);
        }

        @ParameterizedTest
        @ValueSource(strings = {"%", "%4", "%zz", "a%2", "%ff", "%C3", "%ED%A0%80", "%C0%AF"})
        void badPercentSequencesInTheQueryAre400(String reason) {
            String audience = "http://" + SERVER.authority() + "/api/hubs/" + SERVER.hub() + "/:closeConnections";

            assertThat(SERVER.call(SERVER.inHub("POST", "/:closeConnections?reason=" + reason)
                                    .token(SERVER.token().audience(audience).sign()))
                            .status())
                    .isEqualTo(400);
        }

        @ParameterizedTest
        @CsvSource({"a+b, a b", "a%20b, a b", "a%2Bb, a+b", "%C3%BC%26, ü&", "a=b, a=b"})
        void aPlusInTheQueryIsASpace(String encoded, String reason) {
            RawWebSocket client = SERVER.json(SERVER.token());

            SERVER.status("DELETE", "/connections/" + client.connectionId() + "?reason=" + encoded);

            assertThat(client.nextText())
                    .contains("\"Application server closed the connection. Reason: " + reason + "\"");
        }

        @ParameterizedTest
        @ValueSource(strings = {"reason", "Reason", "REASON"})
        void namesInTheQueryAreMatchedInAnyLetterCase(String name) {
            RawWebSocket client = SERVER.json(SERVER.token());

            SERVER.status("DELETE", "/connections/" + client.connectionId() + "?" + name + "=bye");

            assertThat(client.nextText()).contains("Reason: bye");
        }

        @Test
        void unknownParametersAreIgnored() {
            assertThat(SERVER.sendText("/:send?color=red&color=blue&&x", "hi")).isEqualTo(202);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "POST /:send?messageTtlSeconds=1&messageTtlSeconds=1",
                    "POST /:send?messageTtlSeconds=1&MessageTtlSeconds=2",
                    "POST /:closeConnections?reason=a&reason=b",
                    "DELETE /connections/c?reason=a&reason=a",
                    "POST /:generateToken?userId=a&userId=b",
                    "POST /:generateToken?minutesToExpire=1&minutesToExpire=2",
                    "POST /:generateToken?clientType=Default&clientType=Default",
                    "HEAD /groups/g?api-version=2024-12-01&api-version=2024-12-01"
                })
        void aSingleValuedParameterGivenTwiceIs400(String call) {
            String[] parts = call.split(" ", 2);

            assertThat(SERVER.call(SERVER.inHub(parts[0], parts[1]).body("text/plain", "hi"))
                            .status())
                    .isEqualTo(400);
        }

        @Test
        void listsAreRepeatedParametersNeverSplitAtCommas() {
            RawWebSocket first = SERVER.json(SERVER.token());
            RawWebSocket second = SERVER.json(SERVER.token());
            String ids = first.connectionId() + "," + second.connectionId();

            SERVER.sendText("/:send?excluded=" + ids + "&excluded=%20" + first.connectionId(), "to both");
            SERVER.sendText(
                    "/:send?excluded=" + first.connectionId() + "&excluded=" + second.connectionId(), "to nobody");
            SERVER.sendText("/:send", "marker");

            assertThat(first.nextText()).contains("to both");
            assertThat(first.nextText()).contains("marker");
            assertThat(second.nextText()).contains("to both");
            assertThat(second.nextText()).contains("marker");
        }

        @Test
        void theBasePathOfAPublicEndpointMayBeInThePath() {
            String path = "/api/hubs/" + SERVER.hub() + "/:send";
            String audience = "https://push.example.org/base" + path;

            for (String target : new String[] {path, "/base" + path, "/BASE" + path}) {
                assertThat(SERVER.call(SERVER.request("POST", target)
                                        .token(SERVER.token().audience(audience).sign())
                                        .body("text/plain", "hi"))
                                .status())
                        .as(target)
                        .isEqualTo(202);
            }
        }
    }

    @Nested
    @DisplayName("section 2")
    final class ApiVersions {
        private static final String NOT_SUPPORTED =
                ErrorBody.plain("Error.BadRequest", "The specified API version is not supported.", "api-version");

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "?api-version=2021-10-01",
                    "?api-version=2022-11-01",
                    "?api-version=2023-07-01",
                    "?api-version=2024-01-01",
                    "?api-version=2024-12-01",
                    "?API-Version=2024-12-01"
                })
        void everyOperationWorksUnderEveryVersionAndWithoutOne(String query) {
            HttpAnswer answer = SERVER.call(SERVER.inHub("POST", "/:closeConnections" + query));

            assertThat(answer.status()).isEqualTo(204);
            assertThat(answer.header("api-supported-versions")).contains(ErrorBody.VERSIONS);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "?api-version=",
                    "?api-version=2020-01-01",
                    "?api-version=2021-08-01-preview",
                    "?api-version=latest",
                    "?api-version=2024-12-01&api-version=2024-12-01",
                    "?api-version=2024-12-01&API-VERSION=2021-10-01"
                })
        void anythingElseIs400(String query) {
            ErrorBody.expectPlain(SERVER.call(SERVER.inHub("POST", "/:closeConnections" + query)), 400, NOT_SUPPORTED);
        }

        @Test
        void aRefusedVersionHasNoEffect() {
            RawWebSocket client = SERVER.json(SERVER.token());

            SERVER.sendText("/:send?api-version=1", "refused");

            client.expectNothingBeforePong();
        }

        @Test
        void theVersionsAreNotTold401OrOnHealth() {
            assertThat(SERVER.call(SERVER.request("HEAD", "/api/health").unsigned())
                            .header("api-supported-versions"))
                    .isEmpty();
            assertThat(SERVER.call(SERVER.inHub("POST", "/:send").unsigned()).header("api-supported-versions"))
                    .isEmpty();
        }
    }
}
