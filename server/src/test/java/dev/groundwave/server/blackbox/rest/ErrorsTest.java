package dev.groundwave.server.blackbox.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwave.server.blackbox.HttpAnswer;
import dev.groundwave.server.blackbox.Json;
import dev.groundwave.server.blackbox.RunningServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ErrorsTest {
    private static final String NO_CONNECTION = "Connection `x` is not found.";
    private static final String NO_USER = "User `x` is not found.";

    @RegisterExtension
    static final RunningServer SERVER = new RunningServer();

    @Nested
    @DisplayName("section 8.1")
    final class PlainForm {
        @Test
        void headOfAConnection() {
            ErrorBody.expectHead(
                    SERVER.call(SERVER.inHub("HEAD", "/connections/x")),
                    404,
                    ErrorBody.plain("Warning.Connection.NotExisted", NO_CONNECTION, "Connection"));
        }

        @Test
        void headOfAUser() {
            ErrorBody.expectHead(
                    SERVER.call(SERVER.inHub("HEAD", "/users/x")),
                    404,
                    ErrorBody.plain("Warning.User.NotExisted", NO_USER, "User"));
        }

        @Test
        void headOfAGroup() {
            ErrorBody.expectHead(
                    SERVER.call(SERVER.inHub("HEAD", "/groups/x")),
                    404,
                    ErrorBody.plain("Warning.Group.NotExisted", "Group `x` is empty.", "Group"));
        }

        @Test
        void addingAConnectionThatIsNotThere() {
            ErrorBody.expectPlain(
                    SERVER.call(SERVER.inHub("PUT", "/groups/g/connections/x")),
                    404,
                    ErrorBody.plain("Error.Connection.NotExisted", NO_CONNECTION, "Connection"));
        }

        @Test
        void addingAUserThatIsNotThere() {
            ErrorBody.expectPlain(
                    SERVER.call(SERVER.inHub("PUT", "/users/x/groups/g")),
                    404,
                    ErrorBody.plain("Warning.User.NotExisted", NO_USER, "User"));
        }

        @Test
        void namesAreEscapedAsJson() {
            HttpAnswer answer = SERVER.call(SERVER.inHub("PUT", "/users/a%22b%5C%60%C3%BC/groups/g"));

            assertThat(answer.status()).isEqualTo(404);
            assertThat(Json.text(answer.body(), "message")).isEqualTo("User `a\"b\\`ü` is not found.");
        }
    }

    @Nested
    @DisplayName("section 8.2")
    final class ValidationForm {
        @ParameterizedTest
        @CsvSource({
            "POST, /:send?messageTtlSeconds=301, messageTtlSeconds",
            "POST, /groups/%20/:send, group",
            "PUT, /users/u/groups/%20, group",
            "POST, /:generateToken?minutesToExpire=0, minutesToExpire",
            "POST, /:generateToken?clientType=x, clientType",
            "POST, /:send?filter=invalid%20filter, filter"
        })
        void namesTheParameter(String method, String path, String target) {
            ErrorBody.expectValidation(SERVER.call(SERVER.inHub(method, path).body("text/plain", "hi")), target);
        }

        @Test
        void ofAHeadHasNoBody() {
            HttpAnswer answer = SERVER.call(SERVER.inHub("HEAD", "/groups/%20"));

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.header("x-ms-error-code")).contains("Error.BadRequest");
            assertThat(answer.header("Content-Type")).contains("application/problem+json; charset=utf-8");
        }
    }
}
